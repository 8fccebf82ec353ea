package dev.advect.onpolicy;

import dev.advect.policy.Policy;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * That in which on-policy algorithms differ: what they compute of an action under old and new policy, and the loss they
 * make of the two. Everything else (rollouts, advantages, minibatches, value network, optimiser) they share.
 *
 * <p>The old statistics are computed once the unrolls are complete, by the very function that computes the new ones and
 * before any parameter has changed: the ratio is then 1.
 */
public interface Surrogate {

    Policy policy();

    /** Random numbers kept with every action. */
    int drawSize();

    /** Draws the {@link #drawSize()} numbers of one action. */
    void draw(RandomGenerator random, float[] out);

    /** Components of a statistic. */
    int statisticSize();

    /**
     * Whether {@code draws} are followed by the normal numbers, {@code [n, noiseSize]}, from which the policy made the
     * action.
     */
    default boolean keepsNoise() {
        return false;
    }

    /** How far ratios may leave 1. */
    ClipWidth clip();

    /**
     * How many of the policy's noise numbers, the first ones, may be correlated over time, where the loop asks for that.
     */
    default int correlatedNoise() {
        return policy().noiseSize();
    }

    /** Deviation of noise that is added to actions before they are squashed and kept; 0 for none. */
    default double actionNoise() {
        return 0;
    }

    /**
     * Told that the unrolls [at, at + n) are complete and their observations normalised, before their statistics are
     * computed; what was kept with the actions may be changed. For one worker.
     */
    default void complete(int worker, RolloutBuffer data, int at, int n) {}

    /** Told that the statistics of the unrolls [at, at + n) are there; rewards may be changed. For one worker. */
    default void reward(int worker, RolloutBuffer data, int at, int n) {}

    /** What is to be logged of an iteration beside what all algorithms log. */
    default Map<String, Double> metrics(RolloutBuffer data) {
        return Map.of();
    }

    /**
     * What is computed of actions under the policy as it is now.
     *
     * @param normalised observations, {@code [n, observationSize]}
     * @param action before tanh, {@code [n, actionSize]}
     * @param draws {@code [n, drawSize]}, and the action's noise where that is kept
     */
    Evaluation evaluate(int worker, Tensor normalised, Tensor action, Tensor draws);

    /**
     * @param statistic {@code [n, statisticSize]}; a log-likelihood, or what stands in for one
     * @param entropy {@code [n]}, or null where the algorithm has none
     * @param penalty {@code [n]}, of the policy as it is now, or null likewise
     */
    record Evaluation(Tensor statistic, @Nullable Tensor entropy, @Nullable Tensor penalty) {}

    /**
     * The loss, summed over the rows.
     *
     * @param now {@code [n, statisticSize]}, with gradient
     * @param old {@code [n, statisticSize]}
     * @param advantage {@code [n]}, normalised
     */
    Loss loss(Evaluation now, Tensor old, Tensor advantage);

    /**
     * @param sum over rows, with gradient
     * @param ratio every ratio that went into it
     * @param clip how far a ratio may leave 1 before it is clipped
     */
    record Loss(Tensor sum, Tensor ratio, double clip) {}

    /** How a worker computes statistics and gradients of collected data: by {@link #evaluate} and {@link #loss}. */
    default PolicyPass pass(int worker, RolloutBuffer data) {
        return new TorchPolicyPass(this, worker, data);
    }

    /** Multiply-adds of the policy network, a row of collected data. */
    long productsPerStep();
}
