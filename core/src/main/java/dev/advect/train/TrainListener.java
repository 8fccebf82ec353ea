package dev.advect.train;

import java.nio.file.Path;

/** Told of a run's course while it goes on; called by the training thread. */
public interface TrainListener {

    /** After every iteration. */
    default void progress(Progress progress) {}

    /** After every evaluation. */
    default void evaluated(long step, Evaluation evaluation, boolean best) {}

    /** After every checkpoint. */
    default void saved(long step, Path folder) {}

    /** Something that the user should know, in one line. */
    default void warned(String message) {}
}
