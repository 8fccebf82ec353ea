package dev.advect.onpolicy;

import dev.advect.nn.torch.HostTensor;

/**
 * The collected data of one iteration: U unrolls of T steps. Memory is unroll-major, so that a minibatch gathers whole
 * unrolls and an unroll is written by the one worker that steps its environment.
 */
public final class RolloutBuffer implements AutoCloseable {
    public final int unrolls;
    public final int steps;
    /** Width of {@link #draws}. */
    public final int kept;
    /** Observations, {@code [U, T, observationSize]}; raw while collecting, normalised afterwards. */
    public final HostTensor observation;
    /** The observation after the last step, {@code [U, observationSize]}; likewise. */
    public final HostTensor last;
    /** Actions before tanh, {@code [U, T, actionSize]}. */
    public final HostTensor action;
    /** What is kept of an action beside itself, {@code [U, T, keptSize]}: what the surrogate drew, and maybe the noise. */
    public final HostTensor draws;
    /** The surrogate's statistic under the policy that acted, {@code [U, T, statisticSize]}. */
    public final HostTensor statistic;
    /** −log π of what the environment received, as far as a surrogate tells it, {@code [U · T]}. */
    public final float[] surprise;
    /** Scaled rewards, {@code [U · T]}. */
    public final float[] reward;
    /** γ, or 0 where the episode terminated, {@code [U · T]}. */
    public final float[] discount;
    /** 1 where the episode was truncated, {@code [U · T]}. */
    public final float[] truncated;

    public RolloutBuffer(int unrolls, int steps, int observationSize, int actionSize, int keptSize, int statisticSize) {
        this.unrolls = unrolls;
        this.steps = steps;
        kept = keptSize;
        observation = new HostTensor(unrolls, steps, observationSize);
        last = new HostTensor(unrolls, observationSize);
        action = new HostTensor(unrolls, steps, actionSize);
        draws = new HostTensor(unrolls, steps, keptSize);
        statistic = new HostTensor(unrolls, steps, statisticSize);
        surprise = new float[unrolls * steps];
        reward = new float[unrolls * steps];
        discount = new float[unrolls * steps];
        truncated = new float[unrolls * steps];
    }

    /** Whether rewards differ or an episode terminated, so that one action can be told from another. */
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
