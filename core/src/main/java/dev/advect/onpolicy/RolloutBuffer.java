package dev.advect.onpolicy;

import dev.advect.nn.torch.HostTensor;
import dev.advect.ranks.Ranks;
import dev.advect.ranks.Rows;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

import java.util.function.BinaryOperator;

/**
 * A rollout buffer with the data of one iteration: U unrolls of T steps. Memory is unroll-major, so that a minibatch
 * gathers whole unrolls and each unroll is written by the worker that steps its environment.
 */
public final class RolloutBuffer implements AutoCloseable {
    public final int unrolls;
    public final int steps;
    /** The number of values per action in {@link #draws}. */
    public final int drawsPerAction;
    /** The observations, {@code [U, T, observationSize]}; raw during collection, normalised afterwards. */
    public final HostTensor observation;
    /**
     * The observation after the last step of each unroll, {@code [U, observationSize]}; raw during collection,
     * normalised afterwards.
     */
    public final HostTensor last;
    /** The actions before squashing, {@code [U, T, actionSize]}. */
    public final HostTensor action;
    /**
     * The random numbers stored with each action, {@code [U, T, drawsPerAction]}: those drawn by the surrogate,
     * followed optionally by the policy's noise.
     */
    public final HostTensor draws;
    /** The surrogate's statistics under the policy that collected the data, {@code [U, T, statisticSize]}. */
    public final HostTensor statistic;
    /**
     * The negative log-probability −log π of what the environment received, if the surrogate computes it,
     * {@code [U · T]}.
     */
    public final float[] negLogProb;
    /** The scaled rewards, {@code [U · T]}. */
    public final float[] reward;
    /** The discount of each step: γ, or 0 if the episode terminated, {@code [U · T]}. */
    public final float[] discount;
    /** The truncation flag of each step: 1 if the episode was truncated, {@code [U · T]}. */
    public final float[] truncated;

    public RolloutBuffer(int unrolls, int steps, int observationSize, int actionSize, int drawsPerAction,
            int statisticSize) {
        this.unrolls = unrolls;
        this.steps = steps;
        this.drawsPerAction = drawsPerAction;
        observation = new HostTensor(unrolls, steps, observationSize);
        last = new HostTensor(unrolls, observationSize);
        action = new HostTensor(unrolls, steps, actionSize);
        draws = new HostTensor(unrolls, steps, drawsPerAction);
        statistic = new HostTensor(unrolls, steps, statisticSize);
        negLogProb = new float[unrolls * steps];
        reward = new float[unrolls * steps];
        discount = new float[unrolls * steps];
        truncated = new float[unrolls * steps];
    }

    /** Hands what each process has collected to all others. */
    void shareCollected(Ranks ranks, int envs) {
        ranks.gather(rows(observation, envs), rows(last, envs), rows(action, envs), rows(draws, envs),
                Rows.of(reward, envs), Rows.of(discount, envs), Rows.of(truncated, envs));
    }

    /**
     * Hands what each process has computed for its share of the unrolls to all others.
     *
     * @param completed whether the values stored with the actions have been changed
     */
    void shareStatistics(Ranks ranks, boolean completed) {
        ranks.gather(rows(statistic, unrolls), Rows.of(reward, unrolls), Rows.of(negLogProb, unrolls));
        if (completed) {
            ranks.gather(rows(draws, unrolls));
        }
    }

    /**
     * Replaces the values stored with the actions of the unrolls {@code [first, first + n)}.
     *
     * @param block the number of unrolls that are computed at once
     * @param change computes the new values from normalised observations, {@code [m, observationSize]}, and the old values,
     *     {@code [m, drawsPerAction]}
     */
    public void replaceDraws(int first, int n, int block, BinaryOperator<Tensor> change) {
        for (int from = first; from < first + n; from += block) {
            int unrolls = Math.min(block, first + n - from);
            try (NoGradGuard _ = new NoGradGuard();
                    PointerScope _ = new PointerScope()) {
                Tensor values = draws.tensor().narrow(0, from, unrolls).flatten(0, 1);
                values.copy_(change.apply(observation.tensor().narrow(0, from, unrolls).flatten(0, 1), values));
            }
        }
    }

    private static Rows rows(HostTensor tensor, int count) {
        return new Rows(tensor.segment(), count);
    }

    /** Whether rewards differ or an episode terminated, so that actions can be told apart. */
    boolean hasSignal() {
        for (int i = 0; i < reward.length; i++) {
            if (reward[i] != reward[0] || discount[i] == 0) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() {
        observation.close();
        last.close();
        action.close();
        draws.close();
        statistic.close();
    }
}
