package dev.advect.onpolicy;

import dev.advect.nn.MlpPass;
import dev.advect.nn.torch.HostTensor;

/**
 * A {@link PolicyPass} that works through the unrolls in blocks of as many actions as the network's pass can hold. It
 * stores the old statistics; a {@link Loss} interprets the network's outputs.
 */
public final class BlockPass implements PolicyPass {
    private final Loss loss;
    private final MlpPass network;
    private final RolloutBuffer data;
    private final int width;
    /** The block's statistics under the policy that collected the data. */
    private final float[] old;

    /** A loss with a hand-written gradient. Its results stay valid until the next block is evaluated. */
    public interface Loss {
        MlpPass network();

        /** The number of statistics per action. */
        int width();

        /**
         * Computes the network's outputs and the statistics of the actions {@code [row, row + n)}, numbered over all
         * unrolls.
         */
        void evaluate(long row, int n);

        /** Writes the statistics of the last evaluation, {@code [n, width]}. */
        void statistics(int n, float[] to);

        /**
         * Computes the gradient of the loss with respect to the network's outputs.
         *
         * @param old the actions' old statistics, {@code [n, width]}
         * @param advantages normalised advantages; those of the actions start at {@code offset}
         * @param scale the factor on the loss
         * @param part records ratios and losses
         */
        void outputGradient(
                int n, float[] old, float[] advantages, int offset, double scale, UpdateMetrics.Part part);
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
    public void statistics(int first, int n) {
        long end = (long) (first + n) * data.steps;
        for (long row = (long) first * data.steps; row < end; row += network.groups()) {
            int actions = (int) Math.min(network.groups(), end - row);
            loss.evaluate(row, actions);
            loss.statistics(actions, old);
            data.statistic.write(row * width, old, 0, actions * width);
        }
    }

    @Override
    public void gradient(int[] unrolls, float[] advantages, int offset, double scale, UpdateMetrics.Part part) {
        for (int u = 0; u < unrolls.length; u++) {
            for (int t = 0; t < data.steps; t += network.groups()) {
                int actions = Math.min(network.groups(), data.steps - t);
                long row = (long) unrolls[u] * data.steps + t;
                loss.evaluate(row, actions);
                read(data.statistic, row, width, actions, old);
                loss.outputGradient(actions, old, advantages, offset + u * data.steps + t, scale, part);
                network.backward(actions);
            }
        }
    }

    /** Reads the rows {@code [row, row + n)}, each of {@code width} values. */
    public static void read(HostTensor from, long row, int width, int n, float[] to) {
        from.read(row * width, to, 0, n * width);
    }
}
