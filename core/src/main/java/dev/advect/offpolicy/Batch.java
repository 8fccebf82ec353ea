package dev.advect.offpolicy;

import dev.advect.nn.torch.HostTensor;

/**
 * Transitions drawn from a {@link ReplayBuffer}, n rows in native memory.
 *
 * <p>A row is (s, a, R, γ', s'): R = Σ_i γ^i·r_i over the steps between s and s', and γ' = γ^steps, or 0 if s' is
 * terminal, so that R + γ'·V(s') is the target whatever the number of steps.
 */
public final class Batch implements AutoCloseable {
    private final int size;
    private final int chunk;
    final HostTensor observation;
    final HostTensor action;
    final HostTensor reward;
    final HostTensor discount;
    final HostTensor next;
    final HostTensor returnToGo;
    /** R + γ'·V(s') as the critic last computed it, {@code [n]}. */
    public final HostTensor target;

    /**
     * @param size n, rows
     * @param actionSize d, components of one action
     * @param chunk c, successive actions that are taken as one
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

    /** n. */
    public int size() {
        return size;
    }

    /** c. */
    public int chunk() {
        return chunk;
    }

    /** s, {@code [n, observationSize]}. */
    public HostTensor observation() {
        return observation;
    }

    /** a, {@code [n, c · actionSize]}; beyond an episode's end its last action is repeated. */
    public HostTensor action() {
        return action;
    }

    /** R, {@code [n]}. */
    public HostTensor reward() {
        return reward;
    }

    /** γ', {@code [n]}. */
    public HostTensor discount() {
        return discount;
    }

    /** s', {@code [n, observationSize]}. */
    public HostTensor next() {
        return next;
    }

    /** The discounted return from s to the episode's end, {@code [n]}; −∞ while that is not known. */
    public HostTensor returnToGo() {
        return returnToGo;
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
