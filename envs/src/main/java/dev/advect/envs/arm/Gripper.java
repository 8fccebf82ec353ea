package dev.advect.envs.arm;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The controller that opens and closes the fingers. At every physics step each target moves by 1/200 of the finger's
 * range, closing for a positive action and opening for a negative one; only the sign of the action matters, and 0 holds
 * the target. The full range takes 200 physics steps, that is, eight control steps.
 */
final class Gripper {
    private static final double SPEED = 0.01;

    /** Half of a finger's range, which is also its middle, m from closed. */
    private static final double HALF = 0.02;

    private final Panda panda;
    /** The target opening of both fingers, from -1 (closed) to 1 (open). */
    private double opening;

    Gripper(Panda panda) {
        this.panda = panda;
    }

    /** Sets the target to half open. */
    void reset() {
        opening = 0;
    }

    /** Advances the targets by one physics step. */
    void step(double action) {
        opening = Math.clamp(opening - SPEED * Math.signum(action), -1, 1);
        double target = HALF + HALF * opening;
        panda.ctrl.set(panda.firstActuator + Panda.JOINTS, target);
        panda.ctrl.set(panda.firstActuator + Panda.JOINTS + 1, -target);
    }

    void save(DataOutput out) throws IOException {
        out.writeDouble(opening);
    }

    void load(DataInput in) throws IOException {
        opening = in.readDouble();
    }
}
