package dev.advect.offpolicy;

import dev.advect.io.StateDict;
import dev.advect.policy.Policy;

import java.util.List;
import java.util.Map;

/**
 * An off-policy algorithm: what it makes of batches. Where they come from, and when, is {@link OffPolicyLearner}'s
 * business. Observations of a batch are normalised already.
 */
public interface Agent extends AutoCloseable {
    Policy policy();

    /** One update before the first step in the environment, on demonstrations alone. */
    void pretrain(Batch batch);

    /**
     * The loss of {@link #pretrain} on demonstrations that are not learnt from; NaN where there is no such thing. Changes
     * nothing, the generators excepted.
     */
    default double validate(Batch batch) {
        return Double.NaN;
    }

    /** One update of the critic. */
    void updateCritic(Batch batch);

    /** One update of the policy, and of what hangs on it. */
    void updatePolicy(Batch batch);

    /** The averages of what was noted since the last call, by name; see docs/reference/metrics.md. */
    Map<String, Double> drainMetrics();

    /** What the user should know, in a line each; forgets it. */
    default List<String> drainWarnings() {
        return List.of();
    }

    /** Writes all that the next update depends on. */
    void save(StateDict state);

    /** Continues from what {@link #save} wrote. */
    void load(StateDict state);

    @Override
    void close();
}
