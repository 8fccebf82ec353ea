package dev.advect.envs.arm;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.random.RandomGenerator;

/** A Panda with its controller and gripper: seven numbers move it, nine are observed of it. */
final class PandaRobot {
    /** Position x, y, z, rotation about x, y, z, gripper. */
    static final int ACTION = 7;

    /** Grip point x, y, z, the hand's quaternion x, y, z, w, two fingers. */
    static final int OBSERVATION = 9;

    private static final int GRIPPER = 6;

    final Panda panda;
    private final OperationalSpaceController controller;
    private final Gripper gripper;
    private final double[] quaternion = new double[4];

    PandaRobot(Panda panda) {
        this.panda = panda;
        controller = new OperationalSpaceController(panda);
        gripper = new Gripper(panda);
    }

    /** Draws the pose that an episode starts from; {@link #settle} follows once MuJoCo has worked out where the hand is. */
    void reset(RandomGenerator random) {
        panda.reset(random);
        gripper.reset();
    }

    /** Begins to control, from the pose that the hand is in. */
    void settle() {
        controller.reset();
    }

    /**
     * Sets the controls of a physics step, between its two halves.
     *
     * @param from where this robot's part of the action begins
     * @param first whether this is the first physics step of the control step
     */
    void act(float[] action, int from, boolean first) {
        if (first) {
            controller.goal(action, from);
        }
        controller.act();
        gripper.step(action[from + GRIPPER]);
    }

    /** Writes the {@link #OBSERVATION} numbers from {@code at} on, and returns where the next one goes. */
    int observe(float[] observation, int at) {
        for (int i = 0; i < 3; i++) {
            observation[at + i] = (float) panda.grip(i);
        }
        panda.handQuaternion(quaternion);
        for (int i = 0; i < 3; i++) {
            observation[at + 3 + i] = (float) quaternion[1 + i];
        }
        observation[at + 6] = (float) quaternion[0];
        observation[at + 7] = (float) panda.finger(0);
        observation[at + 8] = (float) panda.finger(1);
        return at + OBSERVATION;
    }

    void save(DataOutput out) throws IOException {
        controller.save(out);
        gripper.save(out);
    }

    void load(DataInput in) throws IOException {
        controller.load(in);
        gripper.load(in);
    }
}
