package dev.advect.learner;

import dev.advect.io.StateDict;
import dev.advect.policy.Acting;
import dev.advect.policy.Policy;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A running algorithm as the trainer sees it: it collects data, updates the policy, and saves and loads its state. */
public interface Learner extends AutoCloseable {

    /** Collects data by letting the policy act in the environments. */
    void collect();

    /**
     * Updates the policy from the collected data.
     *
     * @return the iteration's metrics by name, in the order in which they are shown; see docs/reference/metrics.md
     */
    Map<String, Double> update();

    /** The number of environment steps so far. */
    long steps();

    /** The number of environment steps that one {@link #collect} takes. */
    long stepsPerIteration();

    Policy policy();

    /** Changes the trained policy before the first iteration, for instance to weights that were trained elsewhere. */
    default void prepare(Consumer<Policy> change) {
        change.accept(policy());
    }

    /** How the policy acts, also in evaluations. */
    Acting acting();

    /**
     * The first update that could not be carried out. It is returned once, and is null if there was none or if this
     * learner does not record failures.
     */
    default @Nullable Failure failure() {
        return null;
    }

    /**
     * Returns networks and optimisers to the state that {@link #save} wrote, and lowers the learning rate from there
     * on. Step counts, environments and random generators keep their current state.
     *
     * @return false if this learner cannot do so
     */
    default boolean returnTo(StateDict state) {
        return false;
    }

    /**
     * Switches, for the rest of the run, to settings that keep a converged policy from collapsing: a slow moving average of
     * the policy is evaluated and saved, there are half as many epochs, and advantages are not normalised. The switch is
     * part of {@link #save}.
     *
     * @return false if this learner cannot do so
     */
    default boolean stabilise() {
        return false;
    }

    /**
     * Whether the last {@link #update} completed a phase, such as pre-training, after which the policy should be
     * evaluated whatever the number of steps.
     */
    default boolean phaseEnded() {
        return false;
    }

    /** Returns the warnings for the user since the last call, one line each, and clears them. */
    default List<String> drainWarnings() {
        return List.of();
    }

    /**
     * Sets the folder in which the learner may keep files of its own, such as a replay buffer. It is called before
     * anything is saved or loaded.
     *
     * @param folder a folder that need not exist
     */
    default void keepFilesIn(Path folder) {}

    /**
     * Saves everything that the next iteration depends on.
     *
     * @throws IOException if the learner's own files cannot be written
     */
    void save(StateDict state) throws IOException;

    /**
     * Notifies the learner that its last {@link #save} is on disk as the latest checkpoint, so that files needed only
     * by the previous one may be deleted.
     *
     * @throws IOException if they cannot be deleted
     */
    default void saved() throws IOException {}

    /**
     * Restores what {@link #save} wrote.
     *
     * @return false if the environments could not be restored and started new episodes
     * @throws IOException if the learner's own files are missing or damaged
     */
    boolean load(StateDict state) throws IOException;

    @Override
    void close();
}
