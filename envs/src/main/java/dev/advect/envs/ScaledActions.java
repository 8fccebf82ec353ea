package dev.advect.envs;

import dev.advect.mujoco.Data;
import dev.advect.mujoco.DoubleView;

/** From actions to the targets of position actuators: those of the pose that an episode begins in, plus scale × action. */
final class ScaledActions {
    private ScaledActions() {}

    /**
     * Holds the controls for a whole control step.
     *
     * @param rest controls for an action of zeros, [nu]
     * @param scale of the actions, in the units of the controls
     */
    static Drive drive(Data data, double[] rest, double scale, int physicsSteps) {
        DoubleView ctrl = data.ctrl();
        return action -> {
            for (int i = 0; i < rest.length; i++) {
                ctrl.set(i, rest[i] + scale * action[i]);
            }
            data.step(physicsSteps);
        };
    }
}
