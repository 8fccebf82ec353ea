package dev.advect.envs.arm;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.random.RandomGenerator;

/** A Panda with its arm controller and gripper: seven action components, nine observation components. */
final class PandaRobot {
    /** The action size: translation x, y, z, rotation about x, y, z, gripper. */
    static final int ACTION = 7;

    /** The observation size: grip point x, y, z, the hand's quaternion x, y, z, w, two fingers. */
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

    /** Samples the initial pose of an episode; {@link #settle} must follow once MuJoCo has computed the kinematics. */
    void reset(RandomGenerator random) {
        panda.reset(random);
        gripper.reset();
    }

    /** Starts the controller from the hand's current pose. */
    void settle() {
        controller.reset();
    }

    /**
     * Sets the controls of a physics step, between its two halves.
     *
     * @param from the index in {@code action} of this robot's first component
     * @param first whether this is the first physics step of the control step
     */
    void act(float[] action, int from, boolean first) {
        if (first) {
            controller.goal(action, from);
        }
        controller.act();
        gripper.step(action[from + GRIPPER]);
    }

    /** Writes {@link #OBSERVATION} components at an offset and returns the offset after them. */
    int observe(float[] observation, int offset) {
        for (int i = 0; i < 3; i++) {
            observation[offset + i] = (float) panda.grip(i);
        }
        panda.handQuaternion(quaternion);
        for (int i = 0; i < 3; i++) {
            observation[offset + 3 + i] = (float) quaternion[1 + i];
        }
        observation[offset + 6] = (float) quaternion[0];
        observation[offset + 7] = (float) panda.finger(0);
        observation[offset + 8] = (float) panda.finger(1);
        return offset + OBSERVATION;
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
