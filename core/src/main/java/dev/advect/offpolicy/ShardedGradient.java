package dev.advect.offpolicy;

import dev.advect.nn.Parameters;
import dev.advect.nn.Workers;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;

import java.util.Arrays;

/** The gradient of a loss over rows, each worker with its share of them on its own replica. */
public final class ShardedGradient {
    private ShardedGradient() {}

    /** The loss of the rows [from, from + n), a scalar; divided by the total, if the loss is a mean. */
    @FunctionalInterface
    public interface Loss {
        Tensor of(int worker, int from, int n);
    }

    /** The same where the gradient is written out: it is added to the worker's replica. */
    @FunctionalInterface
    public interface WrittenOut {
        double of(int worker, int from, int n);
    }

    /**
     * Leaves the gradient in the parameters.
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

    /** The same of a loss whose gradient is written out. */
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
