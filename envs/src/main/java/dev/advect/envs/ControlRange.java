package dev.advect.envs;

import dev.advect.mujoco.Model;

/**
 * The affine map from actions in [-1, 1] to the control ranges of a model's actuators: {@code c + h * a}, with c the
 * middle of the range and h half its width. An actuator without a range receives the action unchanged.
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

    /** The control of actuator i for the given action component. */
    double control(int i, double action) {
        return middle[i] + half[i] * action;
    }
}
