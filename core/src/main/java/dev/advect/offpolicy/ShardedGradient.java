package dev.advect.offpolicy;

import dev.advect.nn.Parameters;
import dev.advect.nn.Workers;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;

import java.util.Arrays;

/** The gradient of a loss over rows, computed in parallel: each worker computes a shard of the rows on its own replica. */
public final class ShardedGradient {
    private ShardedGradient() {}

    /** A loss that autograd differentiates. */
    @FunctionalInterface
    public interface Loss {
        /** The contribution of the rows [from, from + n), a scalar; for a mean, divided by the total number of rows. */
        Tensor of(int worker, int from, int n);
    }

    /** A loss with an analytic gradient, computed without autograd. */
    @FunctionalInterface
    public interface WrittenOut {
        /** Returns the contribution of the rows [from, from + n), and adds its gradient to the worker's replica. */
        double of(int worker, int from, int n);
    }

    /**
     * Computes the gradient of a loss into {@link Parameters#gradient()}.
     *
     * @return the loss, summed over the shards
     */
    public static double compute(Workers workers, int rows, Parameters parameters, Loss loss) {
        return computeWritten(workers, rows, parameters, (worker, from, n) -> {
            try (PointerScope _ = new PointerScope()) {
                Tensor part = loss.of(worker, from, n);
                part.backward();
                return part.item_double();
            }
        });
    }

    /**
     * Computes the gradient of a loss with an analytic gradient into {@link Parameters#gradient()}.
     *
     * @return the loss, summed over the shards
     */
    public static double computeWritten(Workers workers, int rows, Parameters parameters, WrittenOut loss) {
        double[] parts = new double[workers.count()];
        parameters.zeroGradients();
        workers.run(worker -> {
            int from = workers.from(worker, rows);
            int n = workers.to(worker, rows) - from;
            if (n > 0) {
                parts[worker] = loss.of(worker, from, n);
            }
        });
        parameters.sumGradients();
        return Arrays.stream(parts).sum();
    }
}
