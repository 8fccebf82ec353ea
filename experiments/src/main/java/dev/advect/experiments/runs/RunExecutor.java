package dev.advect.experiments.runs;

import dev.advect.train.TrainListener;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.function.Consumer;

/** The place where the runs of an experiment are trained and measured: this process, or a cluster. */
public interface RunExecutor extends AutoCloseable {

    /** The number of runs that should be executed at the same time, each by a thread that calls {@link #run}. */
    int parallel();

    /**
     * Trains a run up to its budget, from its beginning or from where it stopped, and measures it. This method may be
     * called by several threads at once.
     *
     * @param listener is notified of the training
     * @param stopper receives an action that makes the training stop early
     * @return the measurement; null if the run was stopped
     */
    @Nullable Measured run(RunJob job, TrainListener listener, Consumer<Runnable> stopper) throws IOException;

    @Override
    default void close() {}
}
