package dev.advect.envs;

import dev.advect.mujoco.Data;
import dev.advect.mujoco.DoubleView;

/** The map from actions to the targets of position actuators: initial target plus scale times action. */
final class ScaledActions {
    private ScaledActions() {}

    /**
     * Creates a drive that holds its controls for a whole control step.
     *
     * @param rest the controls for a zero action, {@code [nu]}
     * @param scale the factor applied to actions, in the units of the controls
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
