package dev.advect.runtime;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Policies of all kinds with random weights. */
final class Samples {
    private Samples() {}

    static FlowSpec flow(Solver solver, int steps, Integer... hidden) {
        return new FlowSpec(5, 3, List.of(hidden), 8, 0.25, 1, FlowSpec.uniform(1, 0, steps), solver, 0.7);
    }

    /** The paper's. */
    static FlowSpec paper() {
        return new FlowSpec(17, 6, List.of(32, 32, 32, 32), 8, 0.25, 1, FlowSpec.uniform(1, 0, 10), Solver.EULER, 0);
    }

    /** Five networks, two Euler steps each, from 0 to 1. */
    static FlowSpec stepwise() {
        return stepwise(1);
    }

    /** {@link #stepwise}, which acts from noise with half the usual deviation. */
    static FlowSpec fromLessNoise() {
        return stepwise(0.5);
    }

    private static FlowSpec stepwise(double initialNoise) {
        return new FlowSpec(4, 2, List.of(19, 8), 6, 1, 5, FlowSpec.uniform(0, 1, 10), Solver.EULER,
                new FlowNoise(initialNoise, 0, 0, 0, true));
    }

    /** DPPO's: noise in all steps. */
    static FlowSpec denoising(double sigmaMin, double sigmaMax) {
        return new FlowSpec(5, 3, List.of(12, 17), 8, 0.25, 1, FlowSpec.uniform(1, 0, 4), Solver.DENOISING,
                new FlowNoise(1, 1, sigmaMin, sigmaMax, false));
    }

    /** Of soft actor-critic. */
    static GaussianSpec relu() {
        return new GaussianSpec(6, 2, List.of(20, 9), Activation.RELU, new Deviation.Exponential(-1, -0.5, 0.2));
    }

    /** One of everything; widths that are no multiples of a vector among them. */
    static Stream<PolicySpec> specs() {
        return Stream.of(
                flow(Solver.EULER, 10, 32, 32),
                flow(Solver.HEUN, 3, 7, 33),
                flow(Solver.MIDPOINT, 4, 40),
                flow(Solver.RK4, 2, 16, 17, 18),
                flow(Solver.SDE, 5, 24, 24),
                flow(Solver.SDE, 1, 9),
                new FlowSpec(2, 1, List.of(11), 2, 1, 1, List.of(1.0, 0.55, 0.3, 0.0), Solver.MIDPOINT, 0),
                new FlowSpec(3, 9, List.of(70, 20), 10, 1, 1, List.of(1.0, 0.8, 0.1, 0.0), Solver.SDE, 1.5),
                new FlowSpec(3, 2, List.of(16, 9), 6, 1, 1, FlowSpec.uniform(1, 0, 10), Solver.EULER, FlowNoise.ofLevel(0), true),
                stepwise(),
                fromLessNoise(),
                new FlowSpec(3, 2, List.of(8), 4, 1, 2, FlowSpec.uniform(1, 0, 6), Solver.SDE, 0.5),
                denoising(0.1, 0.1),
                denoising(0.05, 0.4),
                denoising(0.05, 0.4).with(Solver.HEUN, 2),
                relu(),
                paper(),
                new LatentSpec(List.of(12, 7), 1e-3, flow(Solver.EULER, 4, 20, 9)),
                new LatentSpec(List.of(6), 0, flow(Solver.RK4, 2, 16)),
                new GaussianSpec(6, 2, List.of(32, 30), 1e-3),
                new GaussianSpec(1, 17, List.of(5), 0));
    }

    /** Weights LeCun-uniform, biases small, a normaliser of its own. */
    static PolicyFile file(PolicySpec spec, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] parameters = new float[(int) spec.parameters()];
        int at = 0;
        for (List<Integer> widths : spec.allWidths()) {
            for (int layer = 0; layer + 1 < widths.size(); layer++) {
                int in = widths.get(layer);
                int out = widths.get(layer + 1);
                double bound = Math.sqrt(3.0 / in);
                for (int i = 0; i < in * out; i++) {
                    parameters[at++] = (float) random.nextDouble(-bound, bound);
                }
                for (int i = 0; i < out; i++) {
                    parameters[at++] = (float) random.nextDouble(-0.1, 0.1);
                }
            }
        }
        float[] shift = normal(random, spec.observationSize());
        float[] scale = new float[spec.observationSize()];
        for (int i = 0; i < scale.length; i++) {
            scale[i] = (float) random.nextDouble(0.5, 2);
        }
        return new PolicyFile(spec, seed % 2 == 0 ? Squash.TANH : Squash.CLIP, seed % 3 == 0 ? 0 : 1.5, 1,
                seed % 3 == 1 ? 0 : 0.8, shift, scale, parameters, Map.of("env", "a \"task\"\n", "step", "12"));
    }

    static float[] normal(RandomGenerator random, int n) {
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
