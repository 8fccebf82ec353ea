package dev.advect.flow;

import org.bytedeco.pytorch.Tensor;

/** The velocity field dx/dt of a flow, evaluated for a batch of points at one time. */
@FunctionalInterface
public interface VelocityField {
    /**
     * Evaluates the field.
     *
     * @param x the points, {@code [n, d]}
     * @param t the flow time in [0, 1]
     * @return the velocities, {@code [n, d]}
     */
    Tensor velocity(Tensor x, double t);
}
