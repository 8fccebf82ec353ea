package dev.advect.train;

import java.nio.file.Path;

/** Told of a run's course while it goes on; called by the training thread. */
public interface TrainListener {

    /** Before the first iteration: what computes the networks and why, to follow "computed by". */
    default void computing(String how) {}

    /** After every iteration. */
    default void progress(Progress progress) {}

    /** After every evaluation. */
    default void evaluated(long step, Evaluation evaluation, boolean best) {}

    /** After every checkpoint. */
    default void saved(long step, Path folder) {}

    /** Something that the user should know, in one line; may come often. */
    default void warned(String message) {}

    /** Something that the user must know, in one line: what is said once or twice a run. */
    default void alarmed(String message) {
        warned(message);
    }
}
