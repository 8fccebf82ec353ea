package dev.advect.runtime;

import java.util.ArrayList;
import java.util.List;

/** Integrates velocity fields from noise to actions. */
public final class FlowKernel implements ActionKernel {
    private final FlowSpec spec;
    private final Kernel kernel;
    private final List<FlowNetwork> networks = new ArrayList<>();

    /** With all parameters zero. */
    public FlowKernel(FlowSpec spec) {
        this(spec, Kernels.BEST);
    }

    FlowKernel(FlowSpec spec, Kernel kernel) {
        this.spec = spec;
        this.kernel = kernel;
        List<Double> times = spec.times();
        for (int i = 0; i + 1 < times.size(); i++) {
            networks.add(new FlowNetwork(spec, times.get(i), times.get(i + 1)));
        }
    }

    @Override
    public FlowSpec spec() {
        return spec;
    }

    @Override
    public void setParameters(float[] parameters) {
        Sizes.check(spec, parameters);
        int each = parameters.length / networks.size();
        for (int i = 0; i < networks.size(); i++) {
            networks.get(i).setParameters(parameters, i * each);
        }
    }

    @Override
    public Worker worker() {
        return new Worker(spec, chunk());
    }

    Chunk chunk() {
        return new Flow(spec, kernel, networks);
    }

    /** The integration, on a thread's own memory. */
    private static final class Flow implements Chunk {
        private final Kernel kernel;
        private final FlowNetwork[] networks;
        private final Solver solver;
        private final int steps;
        private final int observationSize;
        private final int stride;
        private final float[] observations;
        private float[] x;
        private float[] next;
        private final float[] stage;
        private final float[] velocity;
        private final float[] base;
        private final float[] start;
        private final float[] odd;
        private final float[] even;

        Flow(FlowSpec spec, Kernel kernel, List<FlowNetwork> networks) {
            this.kernel = kernel;
            this.networks = networks.toArray(FlowNetwork[]::new);
            solver = spec.solver();
            steps = spec.steps();
            observationSize = spec.observationSize();
            stride = Lanes.padded(spec.actionSize());
            observations = new float[ROWS * observationSize];
            x = new float[ROWS * stride];
            next = new float[ROWS * stride];
            stage = new float[ROWS * stride];
            velocity = new float[ROWS * stride];
            int first = Lanes.padded(spec.hidden().getFirst());
            base = new float[ROWS * first];
            start = new float[ROWS * first];
            odd = new float[ROWS * Lanes.widest(spec.hidden())];
            even = odd.clone();
        }

        @Override
        public float[] observations() {
            return observations;
        }

        @Override
        public float[] noise() {
            return x;
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
            for (FlowNetwork network : networks) {
                Dense part = network.observationPart();
                kernel.dense(part, observations, observationSize, part.bias(), 0, base, rows);
                for (int step = 0; step < steps; step++) {
                    step(network, step, rows);
                }
            }
        }

        private void step(FlowNetwork network, int step, int rows) {
            int n = rows * stride;
            int resolution = solver.resolution();
            float h = (float) network.step();
            float[] from = x;
            float[] sum = x;
            for (int i = 0; i < solver.stages(); i++) {
                if (i > 0) {
                    kernel.addScaled(x, (float) solver.node(i) * h, velocity, stage, n);
                    from = stage;
                }
                velocity(network, from, step * resolution + (int) (solver.node(i) * resolution), rows);
                kernel.addScaled(sum, (float) solver.weight(i) * h, velocity, next, n);
                sum = next;
            }
            next = x;
            x = sum;
        }

        /** Puts v(s, x, t) into {@code velocity}. */
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
        }
    }
}
