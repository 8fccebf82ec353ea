package dev.advect.flow;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * A solver of dx/dt = v(x, t), which takes one step at a time; {@link Sampling} combines the steps.
 *
 * <p>The formulas are the classical explicit Runge-Kutta methods (Hairer, Nørsett and Wanner, Solving Ordinary
 * Differential Equations I, II.1).
 */
public enum Sampler {
    /** The Euler method, of order 1 with one evaluation per step, as in the FPO paper. */
    EULER(1) {
        @Override
        Tensor step(VelocityField field, Tensor x, double t, double dt) {
            return x.add(field.velocity(x, t), new Scalar(dt));
        }
    },
    /** Two evaluations a step, order 2. */
    HEUN(2) {
        @Override
        Tensor step(VelocityField field, Tensor x, double t, double dt) {
            Tensor k1 = field.velocity(x, t);
            Tensor k2 = field.velocity(x.add(k1, new Scalar(dt)), t + dt);
            return x.add(k1.add(k2), new Scalar(dt / 2));
        }
    },
    /** Two evaluations a step, order 2. */
    MIDPOINT(2) {
        @Override
        Tensor step(VelocityField field, Tensor x, double t, double dt) {
            Tensor k1 = field.velocity(x, t);
            return x.add(field.velocity(x.add(k1, new Scalar(dt / 2)), t + dt / 2), new Scalar(dt));
        }
    },
    /** Four evaluations a step, order 4. */
    RK4(4) {
        @Override
        Tensor step(VelocityField field, Tensor x, double t, double dt) {
            Tensor k1 = field.velocity(x, t);
            Tensor k2 = field.velocity(x.add(k1, new Scalar(dt / 2)), t + dt / 2);
            Tensor k3 = field.velocity(x.add(k2, new Scalar(dt / 2)), t + dt / 2);
            Tensor k4 = field.velocity(x.add(k3, new Scalar(dt)), t + dt);
            Tensor slope = k1.add(k2, new Scalar(2)).add_(k3, new Scalar(2)).add_(k4);
            return x.add(slope, new Scalar(dt / 6));
        }
    },
    /** Euler and Maruyama's: one evaluation and fresh noise a step. Without the noise, as in the last step, Euler's. */
    SDE(1) {
        @Override
        Tensor step(VelocityField field, Tensor x, double t, double dt) {
            return EULER.step(field, x, t, dt);
        }
    };

    private final int evaluations;

    Sampler(int evaluations) {
        this.evaluations = evaluations;
    }

    /** How often a step evaluates the field. */
    public int evaluations() {
        return evaluations;
    }

    /** x(t + dt) from x(t). */
    abstract Tensor step(VelocityField field, Tensor x, double t, double dt);
}
