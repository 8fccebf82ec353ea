package dev.advect.runtime;

import java.util.Arrays;

/** A kernel in which an actor's action is the noise of a flow. */
final class LatentKernel implements ActionKernel {
    private final LatentSpec spec;
    private final GaussianKernel actor;
    private final FlowKernel flow;

    LatentKernel(LatentSpec spec, float[] parameters, Kernel kernel) {
        this.spec = spec;
        int split = (int) spec.actor().parameters();
        actor = new GaussianKernel(spec.actor(), Arrays.copyOf(parameters, split), kernel);
        flow = new FlowKernel(spec.flow(), Arrays.copyOfRange(parameters, split, parameters.length), kernel);
    }

    @Override
    public Chunk chunk() {
        return new Latent(actor.chunk(), flow.chunk());
    }

    /** The computation in one thread's memory. */
    private final class Latent implements Chunk {
        private final Chunk actorChunk;
        private final Chunk flowChunk;
        private final float[] noise;

        Latent(Chunk actorChunk, Chunk flowChunk) {
            this.actorChunk = actorChunk;
            this.flowChunk = flowChunk;
            noise = new float[ROWS * flowChunk.stride()];
        }

        @Override
        public float[] observations() {
            return flowChunk.observations();
        }

        @Override
        public float[] noise(int part) {
            return noise;
        }

        @Override
        public float[] actions() {
            return flowChunk.actions();
        }

        @Override
        public int stride() {
            return flowChunk.stride();
        }

        @Override
        public void compute(int rows) {
            System.arraycopy(observations(), 0, actorChunk.observations(), 0, rows * spec.observationSize());
            copyRows(noise, stride(), actorChunk.noise(0), actorChunk.stride(), rows);
            actorChunk.compute(rows);
            copyRows(actorChunk.actions(), actorChunk.stride(), flowChunk.noise(0), stride(), rows);
            flowChunk.compute(rows);
        }

        private void copyRows(float[] from, int fromStride, float[] to, int toStride, int rows) {
            for (int row = 0; row < rows; row++) {
                System.arraycopy(from, row * fromStride, to, row * toStride, spec.actionSize());
            }
        }
    }
}
