package dev.advect.onpolicy;

import dev.advect.nn.MlpPass;
import dev.advect.nn.torch.HostTensor;

/**
 * {@link PolicyPass} in blocks of as many actions as the network's pass holds: goes through the unrolls, keeps the old
 * statistics, and leaves to a {@link Loss} what the network's outputs mean.
 */
public final class BlockPass implements PolicyPass {
    private final Loss loss;
    private final MlpPass network;
    private final RolloutBuffer data;
    private final int width;
    /** Statistics of the block under the policy that acted. */
    private final float[] old;

    /** A loss written out. What it has evaluated stands until the next block. */
    public interface Loss {
        MlpPass network();

        /** Statistics of an action. */
        int width();

        /** Computes the network's outputs for the actions [row, row + n), numbered over all unrolls, and their statistics. */
        void evaluate(long row, int n);

        /** Writes those statistics, {@code [n, width]}. */
        void statistics(int n, float[] to);

        /**
         * Fills in the gradient with respect to the network's outputs.
         *
         * @param old the actions' old statistics, {@code [n, width]}
         * @param advantages of the actions, from {@code place} on
         * @param scale factor on the loss
         */
        void outputGradient(
                int n, float[] old, float[] advantages, int place, double scale, UpdateMetrics.Part part);
    }

    public BlockPass(Loss loss, RolloutBuffer data) {
        this.loss = loss;
        this.data = data;
        network = loss.network();
        width = loss.width();
        old = new float[network.groups() * width];
    }

    @Override
    public void begin() {
        network.begin();
    }

    @Override
    public void end() {
        network.end();
    }

    @Override
    public void statistics(int at, int n) {
        long end = (long) (at + n) * data.steps;
        for (long row = (long) at * data.steps; row < end; row += network.groups()) {
            int actions = (int) Math.min(network.groups(), end - row);
            loss.evaluate(row, actions);
            loss.statistics(actions, old);
            data.statistic.write(row * width, old, 0, actions * width);
        }
    }

    @Override
    public void gradient(int[] unrolls, float[] advantages, int place, double scale, UpdateMetrics.Part part) {
        for (int u = 0; u < unrolls.length; u++) {
            for (int t = 0; t < data.steps; t += network.groups()) {
                int actions = Math.min(network.groups(), data.steps - t);
                long row = (long) unrolls[u] * data.steps + t;
                loss.evaluate(row, actions);
                read(data.statistic, row, width, actions, old);
                loss.outputGradient(actions, old, advantages, place + u * data.steps + t, scale, part);
                network.backward(actions);
            }
        }
    }

    /** Reads the rows [row, row + n). */
    public static void read(HostTensor from, long row, int width, int n, float[] to) {
        from.read(row * width, to, 0, n * width);
    }
}
