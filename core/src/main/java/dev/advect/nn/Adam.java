package dev.advect.nn;

import dev.advect.io.StateDict;
import dev.advect.nn.torch.HostTensor;
import dev.advect.nn.vector.Reductions;
import dev.advect.nn.vector.VectorAdam;
import dev.advect.nn.vector.Vectors;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

import java.util.Arrays;

/**
 * The Adam optimiser (Kingma and Ba, 2015) with β₁ = 0.9, β₂ = 0.999, ε = 10⁻⁸ and optional gradient clipping by norm.
 */
public final class Adam implements AutoCloseable {
    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.999;
    private static final double EPSILON = 1e-8;
    /** Elements that are processed at a time, while they are in the cache; sums are taken over as many. */
    private static final int CHUNK = 1 << 14;

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
        return step(workers, learningRate, maxNorm, (_, _) -> {});
    }

    /** Work on the parameters [from, to). */
    @FunctionalInterface
    public interface Range {
        void run(long from, long to);
    }

    /**
     * Takes one step in parallel, with the same result as {@link #step(double, double)}.
     *
     * @param after is run by several threads on parts of the parameters that together are all of them, right after a part's
     *     step, while it is in the cache; also if the step is skipped
     */
    public double step(Workers workers, double learningRate, double maxNorm, Range after) {
        double norm = begin(workers, maxNorm);
        int chunks = chunks();
        workers.run(worker -> {
            for (int i = workers.from(worker, chunks); i < workers.to(worker, chunks); i++) {
                if (Double.isFinite(norm)) {
                    step(start(i), start(i + 1), learningRate);
                }
                after.run(start(i), start(i + 1));
            }
        });
        return norm;
    }

    private int chunks() {
        return Math.toIntExact((parameters.size() + CHUNK - 1) / CHUNK);
    }

    private long start(int chunk) {
        return Math.min((long) chunk * CHUNK, parameters.size());
    }

    private double begin(double maxNorm) {
        double[] squares = new double[Vectors.present() ? chunks() : 0];
        squares(0, squares.length, squares);
        return begin(squares, maxNorm);
    }

    private double begin(Workers workers, double maxNorm) {
        double[] squares = new double[Vectors.present() ? chunks() : 0];
        workers.run(worker -> squares(workers.from(worker, squares.length), workers.to(worker, squares.length), squares));
        return begin(squares, maxNorm);
    }

    /** Computes the sums of squares of the gradient's chunks [from, to). */
    private void squares(int from, int to, double[] squares) {
        for (int i = from; i < to; i++) {
            squares[i] = Reductions.squares(parameters.gradient().segment(), start(i), start(i + 1));
        }
    }

    /** @param squares sums of squares of the gradient's chunks; empty if they were not computed */
    private double begin(double[] squares, double maxNorm) {
        double norm = squares.length == 0 ? parameters.gradientNorm() : Math.sqrt(Arrays.stream(squares).sum());
        if (Double.isFinite(norm)) {
            steps++;
            if (maxNorm > 0 && norm > maxNorm) {
                try (PointerScope _ = new PointerScope()) {
                    parameters.gradient().tensor().mul_(new Scalar(maxNorm / norm));
                }
            }
        }
        return norm;
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
