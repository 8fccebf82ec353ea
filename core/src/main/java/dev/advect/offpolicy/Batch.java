package dev.advect.offpolicy;

import dev.advect.nn.torch.HostTensor;

/**
 * A batch of transitions sampled from a {@link ReplayBuffer}, n rows in native memory.
 *
 * <p>A row is (s, a, R, γ', s'): R = Σ_i γ^i·r_i over the steps between s and s', and γ' = γ^steps, or 0 if s' is
 * terminal, so that R + γ'·V(s') is the target whatever the number of steps.
 */
public final class Batch implements AutoCloseable {
    private final int size;
    private final int chunk;
    private final HostTensor observation;
    private final HostTensor action;
    private final HostTensor reward;
    private final HostTensor discount;
    private final HostTensor next;
    private final HostTensor returnToGo;
    private final HostTensor target;

    /**
     * @param size n, the number of rows
     * @param actionSize d, the number of components of one action
     * @param chunk c, the number of actions in an action chunk
     */
    public Batch(int size, int observationSize, int actionSize, int chunk) {
        this.size = size;
        this.chunk = chunk;
        observation = new HostTensor(size, observationSize);
        action = new HostTensor(size, (long) chunk * actionSize);
        reward = new HostTensor(size);
        discount = new HostTensor(size);
        next = new HostTensor(size, observationSize);
        returnToGo = new HostTensor(size);
        target = new HostTensor(size);
    }

    /** n, the number of rows. */
    public int size() {
        return size;
    }

    /** c, the number of actions in an action chunk. */
    public int chunk() {
        return chunk;
    }

    /** Observations s, {@code [n, observationSize]}. */
    public HostTensor observation() {
        return observation;
    }

    /** Action chunks a, {@code [n, c · actionSize]}; beyond the end of an episode its last action is repeated. */
    public HostTensor action() {
        return action;
    }

    /** n-step returns R, {@code [n]}. */
    public HostTensor reward() {
        return reward;
    }

    /** Discounts γ' of the bootstrapped value, {@code [n]}; 0 if s' is terminal. */
    public HostTensor discount() {
        return discount;
    }

    /** Next observations s', {@code [n, observationSize]}. */
    public HostTensor next() {
        return next;
    }

    /** Discounted returns from s to the end of the episode, {@code [n]}; −∞ while the episode has not ended, or if it was interrupted. */
    public HostTensor returnToGo() {
        return returnToGo;
    }

    /** The critic's target R + γ'·V(s'), {@code [n]}, as last computed by {@link CriticEnsemble#update}. */
    public HostTensor target() {
        return target;
    }

    @Override
    public void close() {
        observation.close();
        action.close();
        reward.close();
        discount.close();
        next.close();
        returnToGo.close();
        target.close();
    }
}
