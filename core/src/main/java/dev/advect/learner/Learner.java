package dev.advect.learner;

import dev.advect.io.StateDict;
import dev.advect.policy.Acting;
import dev.advect.policy.Policy;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** An algorithm at work, as the trainer sees it: collect, update, save. */
public interface Learner extends AutoCloseable {

    /** Lets the policy act and records what happens. */
    void collect();

    /**
     * Learns from what was collected.
     *
     * @return the iteration's metrics by name, in the order in which they are shown; see docs/reference/metrics.md
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

    /**
     * Whether the last {@link #update} ended something after which the policy is worth an evaluation, whatever the number
     * of steps: pre-training for instance.
     */
    default boolean phaseEnded() {
        return false;
    }

    /** What the user should know, in a line each; forgets it. */
    default List<String> drainWarnings() {
        return List.of();
    }

    /**
     * Says where it may keep files of its own, a replay buffer's for instance; called before anything is saved or loaded.
     *
     * @param folder need not exist
     */
    default void keepFilesIn(Path folder) {}

    /**
     * Writes all that the next iteration depends on.
     *
     * @throws IOException where files of its own could not be written
     */
    void save(StateDict state) throws IOException;

    /**
     * Told that what {@link #save} wrote last is on disk as the latest checkpoint: files that only the one before it
     * needed may go.
     *
     * @throws IOException where they could not be deleted
     */
    default void saved() throws IOException {}

    /**
     * Continues from what {@link #save} wrote.
     *
     * @return false if the environments could not be restored and began new episodes
     * @throws IOException where files of its own are missing or damaged
     */
    boolean load(StateDict state) throws IOException;

    @Override
    void close();
}
