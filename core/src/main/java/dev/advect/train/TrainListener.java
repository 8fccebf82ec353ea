package dev.advect.train;

import java.nio.file.Path;

/** A listener that is notified of a run's progress, on the training thread. */
public interface TrainListener {

    /**
     * Called before the first iteration with a description of what computes the networks and why, which completes
     * "computed by …".
     */
    default void computing(String how) {}

    /** Called after every iteration. */
    default void progress(Progress progress) {}

    /** Called after every evaluation. */
    default void evaluated(long step, Evaluation evaluation, boolean best) {}

    /** Called after every checkpoint. */
    default void saved(long step, Path folder) {}

    /** Called with a warning of one line, possibly often. */
    default void warned(String message) {}

    /** Called with an important warning of one line, once or twice per run. */
    default void alarmed(String message) {
        warned(message);
    }
}
