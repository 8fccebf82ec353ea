package dev.advect.envs;

import dev.advect.mujoco.Model;

/**
 * From actions to controls: [-1, 1] to the actuator's control range, c + h a with its middle c and half its width h; an
 * actuator without a range takes the action as it is.
 */
final class ControlRange {
    private final double[] middle;
    private final double[] half;

    ControlRange(Model model) {
        middle = new double[model.nu()];
        half = new double[model.nu()];
        for (int i = 0; i < model.nu(); i++) {
            boolean limited = model.actuatorCtrllimited().get(i) != 0;
            double low = limited ? model.actuatorCtrlrange().get(2 * i) : -1;
            double high = limited ? model.actuatorCtrlrange().get(2 * i + 1) : 1;
            middle[i] = (low + high) / 2;
            half[i] = (high - low) / 2;
        }
    }

    /** The control that an action of actuator i amounts to. */
    double control(int i, double action) {
        return middle[i] + half[i] * action;
    }
}
