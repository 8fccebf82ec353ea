package dev.advect.envs.arm;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The law by which an action opens and closes the fingers: at every physics step each target moves by 1/200 of the
 * finger's range, closing for a positive action, opening for a negative one, staying for 0; the size of the action does
 * not matter. So from one end to the other takes 200 physics steps, eight control steps.
 */
final class Gripper {
    private static final double SPEED = 0.01;

    /** Half of a finger's range, and the middle of it, m from closed. */
    private static final double HALF = 0.02;

    private final Panda panda;
    /** From -1, closed, to 1, open: both fingers always agree. */
    private double opening;

    Gripper(Panda panda) {
        this.panda = panda;
    }

    /** Half open. */
    void reset() {
        opening = 0;
    }

    /** One physics step. */
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
