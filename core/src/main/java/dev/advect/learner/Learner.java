package dev.advect.learner;

import dev.advect.io.StateDict;
import dev.advect.policy.Acting;
import dev.advect.policy.Policy;
import org.jspecify.annotations.Nullable;

import java.util.Map;

/** An algorithm at work, as the trainer sees it: collect, update, save. */
public interface Learner extends AutoCloseable {

    /** Lets the policy act and records what happens. */
    void collect();

    /**
     * Learns from what was collected.
     *
     * @return the iteration's metrics by name, in the order in which they are shown; see docs/metrics.md
     */
    Map<String, Double> update();

    /** Environment steps so far. */
    long steps();

    /** Environment steps that one {@link #collect} takes. */
    long stepsPerIteration();

    Policy policy();

    /** How the policy acts, also in evaluations. */
    Acting acting();

    /** The first update that could not be done, once; null while there was none, and for those who keep no account. */
    default @Nullable Failure failure() {
        return null;
    }

    /**
     * Takes networks and optimisers back to what {@link #save} wrote, and learns more slowly from there. Steps,
     * environments and randomness go on as they are.
     *
     * @return false if this learner cannot
     */
    default boolean returnTo(StateDict state) {
        return false;
    }

    /** Writes all that the next iteration depends on. */
    void save(StateDict state);

    /**
     * Continues from what {@link #save} wrote.
     *
     * @return false if the environments could not be restored and began new episodes
     */
    boolean load(StateDict state);

    @Override
    void close();
}
