package dev.advect.offpolicy;

import dev.advect.io.StateDict;
import dev.advect.policy.Policy;

import java.util.List;
import java.util.Map;

/**
 * An off-policy algorithm: its updates from batches. {@link OffPolicyLearner} decides when to update and samples the
 * batches, whose observations are already normalised.
 */
public interface Agent extends AutoCloseable {
    Policy policy();

    /** The critic, whose observations are normalised as the policy's are. */
    CriticEnsemble critic();

    /**
     * Renews what the agent derives from the policy's parameters, such as a target policy. To be called when these have been
     * changed other than by this agent.
     */
    default void policyChanged() {}

    /** One update of pre-training, on demonstrations only, before the first environment step. */
    void pretrain(Batch batch);

    /**
     * The loss of {@link #pretrain} on validation demonstrations; NaN if the algorithm has none. Only the state of random
     * generators may change.
     */
    default double validate(Batch batch) {
        return Double.NaN;
    }

    /** One update of the critic. */
    void updateCritic(Batch batch);

    /** One update of the policy, and of what depends on it, such as the entropy coefficient or a target policy. */
    void updatePolicy(Batch batch);

    /** The metrics accumulated since the last call, by name; see docs/reference/metrics.md. */
    Map<String, Double> drainMetrics();

    /** The warnings for the user since the last call, one line each. */
    default List<String> drainWarnings() {
        return List.of();
    }

    /** Saves everything that the next update depends on. */
    void save(StateDict state);

    /** Restores the state written by {@link #save}. */
    void load(StateDict state);

    @Override
    void close();
}
