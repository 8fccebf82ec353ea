package dev.advect.nn;

import dev.advect.io.StateDict;
import dev.advect.nn.torch.HostTensor;
import dev.advect.nn.vector.VectorAdam;
import dev.advect.nn.vector.Vectors;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * The Adam optimiser (Kingma and Ba, 2015) with β₁ = 0.9, β₂ = 0.999, ε = 10⁻⁸ and optional gradient clipping by norm.
 */
public final class Adam implements AutoCloseable {
    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.999;
    private static final double EPSILON = 1e-8;

    private final Parameters parameters;
    private final HostTensor firstMoment;
    private final HostTensor secondMoment;
    private long steps;

    public Adam(Parameters parameters) {
        this.parameters = parameters;
        firstMoment = new HostTensor(parameters.size());
        secondMoment = new HostTensor(parameters.size());
    }

    /**
     * Takes one step with {@link Parameters#gradient()}.
     *
     * @param maxNorm max norm of the gradient; 0 for no clipping
     * @return the norm before clipping; if it is not finite, the step was skipped
     */
    public double step(double learningRate, double maxNorm) {
        double norm = begin(maxNorm);
        if (Double.isFinite(norm)) {
            step(0, parameters.size(), learningRate);
        }
        return norm;
    }

    /** Takes one step in parallel, with the same result as {@link #step(double, double)}. */
    public double step(Workers workers, double learningRate, double maxNorm) {
        double norm = begin(maxNorm);
        if (Double.isFinite(norm)) {
            int size = Math.toIntExact(parameters.size());
            workers.run(worker -> step(workers.from(worker, size), workers.to(worker, size), learningRate));
        }
        return norm;
    }

    private double begin(double maxNorm) {
        try (PointerScope _ = new PointerScope()) {
            Tensor gradient = parameters.gradient().tensor();
            double norm = gradient.norm().item_double();
            if (Double.isFinite(norm)) {
                steps++;
                if (maxNorm > 0 && norm > maxNorm) {
                    gradient.mul_(new Scalar(maxNorm / norm));
                }
            }
            return norm;
        }
    }

    private void step(long from, long to, double learningRate) {
        // θ ← θ − η·m̂/(√v̂ + ε), with m̂ and v̂ the bias-corrected moments
        double rate = learningRate / (1 - Math.pow(BETA1, steps));
        double correction = 1 / Math.sqrt(1 - Math.pow(BETA2, steps));
        if (Vectors.present()) {
            new VectorAdam(BETA1, BETA2, correction, EPSILON, rate).step(from, to, parameters.values().segment(),
                    parameters.gradient().segment(), firstMoment.segment(), secondMoment.segment());
            return;
        }
        try (PointerScope _ = new PointerScope()) {
            Tensor gradient = parameters.gradient().tensor().narrow(0, from, to - from);
            Tensor m = firstMoment.tensor().narrow(0, from, to - from);
            Tensor v = secondMoment.tensor().narrow(0, from, to - from);
            m.lerp_(gradient, new Scalar(1 - BETA1));
            v.mul_(new Scalar(BETA2)).addcmul_(gradient, gradient, new Scalar(1 - BETA2));
            Tensor root = v.sqrt().mul_(new Scalar(correction)).add_(new Scalar(EPSILON));
            parameters.values().tensor().narrow(0, from, to - from)
                    .addcdiv_(m, root, new Scalar(-rate));
        }
    }

    public void save(StateDict state) {
        state.putFloats("first_moment", firstMoment.toArray(), firstMoment.size());
        state.putFloats("second_moment", secondMoment.toArray(), secondMoment.size());
        state.putLongs("steps", new long[] {steps}, 1);
    }

    public void load(StateDict state) {
        int size = (int) parameters.size();
        firstMoment.write(0, state.floats("first_moment", size), 0, size);
        secondMoment.write(0, state.floats("second_moment", size), 0, size);
        steps = state.longs("steps", 1)[0];
    }

    @Override
    public void close() {
        firstMoment.close();
        secondMoment.close();
    }
}
