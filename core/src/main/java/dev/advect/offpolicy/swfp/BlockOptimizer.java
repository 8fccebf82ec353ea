package dev.advect.offpolicy.swfp;

import dev.advect.io.StateDict;
import dev.advect.nn.Adam;
import dev.advect.nn.Workers;
import dev.advect.offpolicy.MetricAccumulator;
import dev.advect.offpolicy.RowTasks;
import dev.advect.offpolicy.ShardedGradient;
import dev.advect.offpolicy.swfp.JkoObjectives.RowRange;
import dev.advect.policy.StepwiseFlowPolicy;
import org.bytedeco.javacpp.PointerScope;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;

/** Adam for each block of a policy, so that blocks can take their steps separately and in parallel. */
final class BlockOptimizer implements AutoCloseable {
    /** Parts into which the rows of a block are divided, so that threads share the work evenly. */
    private static final int PARTS = 2;

    private final StepwiseFlowPolicy policy;
    private final JkoObjectives objectives;
    private final Workers workers;
    private final double maxGradNorm;
    private final List<Adam> adams;
    /** Norm of each block's gradient in the last step. */
    private final double[] norms;
    /** Seconds that all blocks and the slowest ones took in separate steps since these were last drained. */
    private double blockSeconds;
    private double slowestSeconds;

    /**
     * @param objectives told of every step, as they hold copies of the blocks' parameters
     * @param maxGradNorm maximum norm of each block's gradient; 0 for no limit
     */
    BlockOptimizer(StepwiseFlowPolicy policy, JkoObjectives objectives, Workers workers, double maxGradNorm) {
        this.policy = policy;
        this.objectives = objectives;
        this.workers = workers;
        this.maxGradNorm = maxGradNorm;
        adams = IntStream.range(0, policy.blocks()).mapToObj(k -> new Adam(policy.block(k))).toList();
        norms = new double[policy.blocks()];
    }

    /** The gradient of one block's loss, from some rows of the batch. */
    @FunctionalInterface
    interface BlockGradient {
        /** Adds the gradient to the block's parameters', and returns the rows' part of the loss. */
        double add(int k, RowRange rows);
    }

    /**
     * Takes one step of every block by itself, in parallel. Early blocks have more to do than late ones, so each is divided
     * where that is possible: the threads then end at nearly the same time.
     *
     * @param rows of the batch
     * @return the mean of the blocks' losses
     */
    double step(double learningRate, int rows, BlockGradient gradient) {
        int blocks = policy.blocks();
        int parts = objectives.divisible() ? PARTS : 1;
        double[] losses = new double[blocks * parts];
        double[] seconds = new double[blocks * parts];
        AtomicIntegerArray missing = new AtomicIntegerArray(blocks);
        RowTasks.tasks(workers, blocks, k -> {
            policy.block(k).zeroGradients();
            missing.set(k, parts);
        });
        RowTasks.tasks(workers, losses.length, task -> {
            int k = task / parts;
            int from = task % parts * rows / parts;
            int to = (task % parts + 1) * rows / parts;
            long start = System.nanoTime();
            try (PointerScope _ = new PointerScope()) {
                losses[task] = gradient.add(k, new RowRange(from, to - from));
                if (missing.decrementAndGet(k) == 0) {
                    step(k, learningRate);
                }
            }
            seconds[task] = (System.nanoTime() - start) * 1e-9;
        });
        blockSeconds += Arrays.stream(seconds).sum();
        slowestSeconds += IntStream.range(0, blocks)
                .mapToDouble(k -> Arrays.stream(seconds, k * parts, (k + 1) * parts).sum()).max().orElseThrow();
        return Arrays.stream(losses).sum() / blocks;
    }

    /**
     * Takes one step of all blocks on a loss of the whole cascade, whose gradient is computed in parallel over rows.
     *
     * @return the loss
     */
    double stepTogether(double learningRate, int rows, ShardedGradient.WrittenOut gradient) {
        double loss = ShardedGradient.computeWritten(workers, rows, policy.parameters(), gradient);
        for (int k = 0; k < policy.blocks(); k++) {
            step(k, learningRate);
        }
        return loss;
    }

    private void step(int k, double learningRate) {
        norms[k] = adams.get(k).step(learningRate, maxGradNorm);
        objectives.load(k);
    }

    // ---- metrics of the last step

    /** Adds the norms of the blocks' gradients, and {@link #countSkipped}. */
    void addNorms(String name, MetricAccumulator metrics) {
        for (double norm : norms) {
            metrics.add(name, norm);
        }
        countSkipped(metrics);
    }

    /** Counts the blocks that the last step left as they were, because their gradient was not finite. */
    void countSkipped(MetricAccumulator metrics) {
        for (double norm : norms) {
            metrics.count("update/skipped", Double.isFinite(norm) ? 0 : 1);
        }
    }

    /** Adds the seconds of the separate steps since the last call to the metrics, if there were any. */
    void drainSeconds(Map<String, Double> metrics) {
        if (blockSeconds > 0) {
            metrics.merge("time/blocks", blockSeconds, Double::sum);
            metrics.merge("time/slowest_block", slowestSeconds, Double::sum);
            blockSeconds = 0;
            slowestSeconds = 0;
        }
    }

    // ---- saving, closing

    void save(StateDict state) {
        for (int k = 0; k < adams.size(); k++) {
            adams.get(k).save(state.child("adam" + k));
        }
    }

    void load(StateDict state) {
        for (int k = 0; k < adams.size(); k++) {
            adams.get(k).load(state.child("adam" + k));
        }
    }

    @Override
    public void close() {
        adams.forEach(Adam::close);
    }
}
