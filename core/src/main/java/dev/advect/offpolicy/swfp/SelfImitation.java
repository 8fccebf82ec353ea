package dev.advect.offpolicy.swfp;

import dev.advect.io.StateDict;
import dev.advect.offpolicy.Batch;
import dev.advect.policy.StepwiseFlowPolicy;

import java.util.random.RandomGenerator;

/**
 * Self-imitation (Oh et al. 2018, arXiv 1806.05543) of a flow: the policy is cloned, by flow matching, from those actions of a
 * batch, its own and demonstrated ones, after which an episode ended better than expected. An action a in s weighs
 * max(0, R − max(V(s), R_min)); R is the discounted return from s to the end of the episode, V(s) the value of the snapshot's
 * action, and R_min the batch's smallest return. A critic is often below it where all fails, and would have failures imitated.
 *
 * <p>Rows of a batch are drawn by these weights, so that the loss of flow matching needs none. A return counts no reward after
 * the time limit of an episode, and is too high there if rewards are negative.
 */
final class SelfImitation implements AutoCloseable {
    private final StepwiseFlowPolicy policy;
    private final SwfpBuffers buffers;
    private final ScaledValue value;
    /** Not those of the JKO steps, whose gradients are of another magnitude. */
    private final BlockOptimizer optimizer;
    private final Batch chosen;

    /**
     * @param optimizer owned by this and closed with it
     * @param batchSize n, rows of every batch
     */
    SelfImitation(StepwiseFlowPolicy policy, SwfpBuffers buffers, ScaledValue value, BlockOptimizer optimizer, int batchSize) {
        this.policy = policy;
        this.buffers = buffers;
        this.value = value;
        this.optimizer = optimizer;
        chosen = new Batch(batchSize, policy.observationSize(), policy.actionSize(), policy.chunk());
    }

    BlockOptimizer optimizer() {
        return optimizer;
    }

    /** The states and actions to clone, as last drawn; nothing else of the batch is filled. */
    Batch chosen() {
        return chosen;
    }

    /**
     * Draws n rows of a batch by their weights, systematically: a row of which w is due appears ⌊w⌋ or ⌈w⌉ times.
     *
     * @param batch whose particles have been carried through the snapshot
     * @return the fraction of rows with a weight; if it is 0, nothing was drawn
     */
    double draw(Batch batch, RandomGenerator random) {
        double[] weights = weights(batch);
        double total = 0;
        int weighted = 0;
        for (double weight : weights) {
            total += weight;
            weighted += weight > 0 ? 1 : 0;
        }
        if (weighted == 0) {
            return 0;
        }
        int n = weights.length;
        double offset = random.nextDouble();
        int row = 0;
        double until = weights[0];
        for (int i = 0; i < n; i++) {
            while (until <= (i + offset) / n * total && row < n - 1) {
                until += weights[++row];
            }
            batch.observation().copyRow(row, chosen.observation(), i);
            batch.action().copyRow(row, chosen.action(), i);
        }
        return (double) weighted / n;
    }

    /** max(0, R − max(V(s), R_min)) of every row, V(s) a mean over the particles of its state; 0 until R is known. */
    private double[] weights(Batch batch) {
        float[] values = value.of(buffers.state.toArray(), buffers.stale[policy.blocks()].toArray());
        float[] returns = batch.returnToGo().toArray();
        double min = Double.POSITIVE_INFINITY;
        for (float known : returns) {
            min = Float.isFinite(known) ? Math.min(min, known) : min;
        }
        double[] weights = new double[batch.size()];
        int particles = values.length / weights.length;
        for (int i = 0; i < weights.length; i++) {
            double sum = 0;
            for (int p = 0; p < particles; p++) {
                sum += values[i * particles + p];
            }
            double gain = returns[i] - Math.max(sum / particles * value.scale(), min);
            weights[i] = Double.isFinite(gain) ? Math.max(0, gain) : 0;
        }
        return weights;
    }

    void save(StateDict state) {
        optimizer.save(state);
    }

    void load(StateDict state) {
        optimizer.load(state);
    }

    @Override
    public void close() {
        optimizer.close();
        chosen.close();
    }
}
