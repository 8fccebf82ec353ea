package dev.advect.onpolicy;

import dev.advect.policy.Policy;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * A surrogate objective, in which on-policy algorithms differ: the statistics that they compute for an action under the
 * old and the new policy, and the loss computed from the two. Rollouts, advantages, minibatches, value network and
 * optimiser are shared.
 *
 * <p>The old statistics are computed once the unrolls are complete and before any parameter has changed, by the same
 * function as the new ones. The ratio is therefore exactly 1 at first.
 */
public interface Surrogate {

    Policy policy();

    /** The number of random values stored with every action. */
    int drawSize();

    /** Draws the {@link #drawSize()} random values of one action. */
    void draw(RandomGenerator random, float[] out);

    /** The number of statistics per action. */
    int statisticSize();

    /**
     * Whether the stored random values are followed by the policy's noise, {@code [n, noiseSize]}, from which it
     * computed the action.
     */
    default boolean storesNoise() {
        return false;
    }

    /** The clip width of the ratios. */
    ClipWidth clip();

    /** How the policy explores in training. */
    default Exploration exploration() {
        return Exploration.of(policy());
    }

    /**
     * Called when the unrolls {@code [first, first + n)} are complete and their observations normalised, before their
     * statistics are computed. The values stored with the actions may be changed. Only one worker handles each unroll.
     */
    default void complete(int worker, RolloutBuffer data, int first, int n) {}

    /** Whether {@link #complete} changes the values stored with the actions. */
    default boolean completesDraws() {
        return false;
    }

    /**
     * Called when the statistics of the unrolls {@code [first, first + n)} are computed. Rewards may be changed. Only
     * one worker handles each unroll.
     */
    default void reward(int worker, RolloutBuffer data, int first, int n) {}

    /** The algorithm's own metrics of an iteration, by name. */
    default Map<String, Double> metrics(RolloutBuffer data) {
        return Map.of();
    }

    /**
     * Evaluates actions under the current policy.
     *
     * @param normalised normalised observations, {@code [n, observationSize]}
     * @param action actions before squashing, {@code [n, actionSize]}
     * @param draws the values stored with the actions, {@code [n, drawSize]}, followed by the policy's noise if it is
     *     stored
     */
    Evaluation evaluate(int worker, Tensor normalised, Tensor action, Tensor draws);

    /**
     * The quantities that the loss needs, under one policy.
     *
     * @param statistic log-likelihoods, or substitutes for them, {@code [n, statisticSize]}
     * @param entropy the entropy of each action's distribution, {@code [n]}; null if the algorithm has none
     * @param penalty a penalty on the current policy, {@code [n]}; null if the algorithm has none
     */
    record Evaluation(Tensor statistic, @Nullable Tensor entropy, @Nullable Tensor penalty) {
        /** Subtracts the entropies' sum, weighted by their bonus, from a loss; there is no bonus if its weight is 0. */
        public Tensor withEntropyBonus(Tensor loss, double weight) {
            return entropy != null && weight > 0 ? loss.sub(entropy.sum(), new Scalar(weight)) : loss;
        }
    }

    /**
     * Computes the loss, summed over the rows.
     *
     * @param now the evaluation under the current policy, with gradient
     * @param old the old statistics, {@code [n, statisticSize]}
     * @param advantage normalised advantages, {@code [n]}
     */
    Loss loss(Evaluation now, Tensor old, Tensor advantage);

    /**
     * A loss and the ratios behind it.
     *
     * @param sum the loss, summed over the rows, with gradient
     * @param ratio all ratios that entered the loss
     */
    record Loss(Tensor sum, Tensor ratio) {}

    /**
     * Creates a worker's computation of statistics and gradients; by default it uses {@link #evaluate} and
     * {@link #loss} with autograd.
     */
    default PolicyPass pass(int worker, RolloutBuffer data) {
        return new TorchPolicyPass(this, worker, data);
    }

    /** The number of multiply-adds of the policy network per row of collected data. */
    long productsPerStep();
}
