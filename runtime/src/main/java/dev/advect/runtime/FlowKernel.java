package dev.advect.runtime;

import java.util.stream.IntStream;

/** A kernel that integrates velocity fields from noise to actions. */
final class FlowKernel implements ActionKernel {
    private final FlowSpec spec;
    private final Kernel kernel;
    private final FlowNetwork[] networks;

    FlowKernel(FlowSpec spec, float[] parameters, Kernel kernel) {
        this.spec = spec;
        this.kernel = kernel;
        networks = new FlowNetwork[spec.networks()];
        int steps = spec.steps() / networks.length;
        for (int i = 0; i < networks.length; i++) {
            int from = i * steps;
            networks[i] = new FlowNetwork(
                    spec, IntStream.rangeClosed(from, from + steps).mapToDouble(spec.times()::get).toArray());
            networks[i].setParameters(parameters, i * (parameters.length / networks.length));
        }
    }

    @Override
    public Chunk chunk() {
        return new Flow();
    }

    /** The integration in one thread's memory. */
    private final class Flow implements Chunk {
        private final Solver solver = spec.solver();
        private final float initial = (float) spec.noise().initial();
        private final double sigmaMin = spec.noise().sigmaMin();
        private final double sigmaRange = spec.noise().range();
        private final int observationSize = spec.observationSize();
        private final int stride = Lanes.padded(spec.actionSize());
        private final float[] observations = new float[ROWS * observationSize];
        private final float[][] noise = new float[spec.noiseSize() / spec.actionSize()][ROWS * stride];
        private float[] x = new float[ROWS * stride];
        private float[] next = x.clone();
        private final float[] stage = x.clone();
        private final float[] velocity = x.clone();
        private final float[] sigmaOutputs = x.clone();
        private final float[] base = new float[ROWS * Lanes.padded(spec.hidden().getFirst())];
        private final float[] start = base.clone();
        private final float[] odd = new float[ROWS * Lanes.widest(spec.hidden())];
        private final float[] even = odd.clone();

        @Override
        public float[] observations() {
            return observations;
        }

        @Override
        public float[] noise(int part) {
            return noise[part];
        }

        @Override
        public float[] actions() {
            return x;
        }

        @Override
        public int stride() {
            return stride;
        }

        @Override
        public void compute(int rows) {
            for (int i = 0; i < rows * stride; i++) {
                x[i] = initial * noise[0][i];
            }
            int parts = 1;
            for (FlowNetwork network : networks) {
                Dense part = network.observationPart();
                kernel.dense(part, observations, observationSize, part.bias(), 0, base, rows);
                for (int step = 0; step < network.steps(); step++, parts++) {
                    if (parts >= noise.length) {
                        step(network, step, rows); // deterministic, or the last step
                    } else if (solver == Solver.DENOISING) {
                        denoisingStep(network, step, noise[parts], rows);
                    } else {
                        noisyStep(network, step, noise[parts], rows);
                    }
                }
            }
        }

        private void step(FlowNetwork network, int step, int rows) {
            int n = rows * stride;
            int resolution = solver.resolution();
            double h = network.length(step);
            float[] from = x;
            float[] sum = x;
            for (int i = 0; i < solver.stages(); i++) {
                if (i > 0) {
                    kernel.addScaled(x, (float) (solver.node(i) * h), velocity, stage, n);
                    from = stage;
                }
                velocity(network, from, step * resolution + (int) (solver.node(i) * resolution), rows);
                kernel.addScaled(sum, (float) (solver.weight(i) * h), velocity, next, n);
                sum = next;
            }
            swap();
        }

        /** Takes an Euler-Maruyama step, see {@link Solver#SDE}. */
        private void noisyStep(FlowNetwork network, int step, float[] xi, int rows) {
            int n = rows * stride;
            double t = network.time(step);
            double h = network.length(step);
            double drift = spec.noise().level() * h;
            velocity(network, x, step, rows);
            kernel.addScaled(x, (float) drift, x, next, n);
            kernel.addScaled(next, (float) (h + drift * (1 - t)), velocity, next, n);
            kernel.addScaled(next, (float) Math.sqrt(-2 * drift * t), xi, next, n);
            swap();
        }

        /** Takes a denoising step, see {@link Solver#DENOISING}. */
        private void denoisingStep(FlowNetwork network, int step, float[] xi, int rows) {
            velocity(network, x, step, rows);
            kernel.addScaled(x, (float) network.length(step), velocity, next, rows * stride);
            for (int row = 0; row < rows; row++) {
                for (int i = row * stride; i < row * stride + spec.actionSize(); i++) {
                    if (xi[i] != 0) {
                        next[i] += xi[i] * (float) sigma(sigmaOutputs[i]);
                    }
                }
            }
            swap();
        }

        /** Returns σ for a network output, see {@link FlowNoise}. */
        private double sigma(float out) {
            return sigmaRange == 0 ? sigmaMin : sigmaMin * Math.exp(sigmaRange / (1 + Math.exp(-out)));
        }

        private void swap() {
            float[] swap = next;
            next = x;
            x = swap;
        }

        /** Computes v(s, x, t) into {@code velocity}, and the network's outputs for σ into {@code sigmaOutputs}. */
        private void velocity(FlowNetwork network, float[] from, int time, int rows) {
            int width = network.actionPart().stride();
            kernel.addRow(base, network.times(), time * width, start, width, rows);
            kernel.dense(network.actionPart(), from, stride, start, width, odd, rows);
            kernel.silu(odd, rows * width);
            float[] in = odd;
            float[] out = even;
            Dense[] layers = network.layers();
            int last = layers.length - 1;
            for (int i = 0; i < last; i++) {
                kernel.dense(layers[i], in, width, layers[i].bias(), 0, out, rows);
                width = layers[i].stride();
                kernel.silu(out, rows * width);
                float[] swap = in;
                in = out;
                out = swap;
            }
            kernel.dense(layers[last], in, width, layers[last].bias(), 0, velocity, rows);
            if (spec.predictsAction()) {
                double t = Math.max(network.stageTime(time), FlowSpec.MIN_TIME);
                kernel.addScaled(from, -1, velocity, velocity, rows * stride);
                kernel.addScaled(velocity, (float) (1 / t - 1), velocity, velocity, rows * stride);
            }
            Dense deviation = network.deviation();
            if (deviation != null && solver == Solver.DENOISING) {
                kernel.dense(deviation, in, width, deviation.bias(), 0, sigmaOutputs, rows);
            }
        }
    }
}
