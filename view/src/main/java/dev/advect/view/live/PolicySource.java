package dev.advect.view.live;

import dev.advect.view.play.WatchedPolicy;

import java.io.IOException;
import java.util.List;

/** Where pilots come from: a run with its checkpoints, a policy file, or an action rule. */
public interface PolicySource {

    /**
     * Opens a pilot. This may take long, and is therefore called outside the simulation's thread.
     *
     * @throws IOException if it cannot be read, with a one-line message
     */
    WatchedPolicy open(Choice choice) throws IOException;

    /** The choice with which a page begins. */
    Choice first();

    /** The checkpoints that can be chosen, oldest first; empty if there is nothing to choose. */
    default List<Long> checkpoints() throws IOException {
        return List.of();
    }

    /** Whether the sampler and its steps can be chosen. */
    default boolean canSample() {
        return false;
    }
}
