package dev.advect.flow;

import org.bytedeco.pytorch.Tensor;

/** dx/dt of a flow, for a batch of points at one time. */
@FunctionalInterface
public interface VelocityField {
    /**
     * @param x points, {@code [n, d]}
     * @param t flow time in [0, 1]
     * @return velocities, {@code [n, d]}
     */
    Tensor velocity(Tensor x, double t);
}
