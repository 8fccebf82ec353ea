package dev.advect.runtime;

import java.util.List;

/** A kernel that samples from diagonal Gaussians: mean + std · noise. */
final class GaussianKernel implements ActionKernel {
    private final GaussianSpec spec;
    private final Kernel kernel;
    private final Dense[] layers;

    GaussianKernel(GaussianSpec spec, float[] parameters, Kernel kernel) {
        this.spec = spec;
        this.kernel = kernel;
        List<Integer> widths = spec.widths();
        layers = new Dense[widths.size() - 1];
        int offset = 0;
        for (int i = 0; i < layers.length; i++) {
            layers[i] = new Dense(widths.get(i), widths.get(i + 1));
            offset = layers[i].setAll(parameters, offset, 1);
        }
    }

    @Override
    public Chunk chunk() {
        return new GaussianChunk();
    }

    /** The computation in one thread's memory. */
    private final class GaussianChunk implements Chunk {
        private final int stride = Lanes.padded(spec.outputs());
        private final float[] observations = new float[ROWS * spec.observationSize()];
        private final float[] noise = new float[ROWS * stride];
        private final float[] output = new float[ROWS * stride];
        private final float[] odd = new float[ROWS * Lanes.widest(spec.hidden())];
        private final float[] even = odd.clone();

        @Override
        public float[] observations() {
            return observations;
        }

        @Override
        public float[] noise(int part) {
            return noise;
        }

        @Override
        public float[] actions() {
            return output;
        }

        @Override
        public int stride() {
            return stride;
        }

        @Override
        public void compute(int rows) {
            float[] in = observations;
            int width = spec.observationSize();
            for (int i = 0; i < layers.length - 1; i++) {
                float[] out = i % 2 == 0 ? even : odd;
                kernel.dense(layers[i], in, width, layers[i].bias(), 0, out, rows);
                width = layers[i].stride();
                spec.activation().apply(kernel, out, rows * width);
                in = out;
            }
            Dense last = layers[layers.length - 1];
            kernel.dense(last, in, width, last.bias(), 0, output, rows);
            for (int row = 0; row < rows; row++) {
                sample(row * stride);
            }
        }

        private void sample(int offset) {
            int d = spec.actionSize();
            for (int j = 0; j < d; j++) {
                float z = noise[offset + j];
                if (z != 0) {
                    output[offset + j] += z * (float) spec.deviation().of(output[offset + d + j]);
                }
            }
        }
    }
}
