package dev.advect.experiments.grid;

import dev.advect.experiments.runs.Stopping;
import dev.advect.train.TrainListener;

/**
 * A listener that is notified of an experiment's progress, and decides whether it stops. Where runs are executed at the
 * same time, several threads call it.
 */
public interface ExperimentListener extends Stopping {

    /** Called when a run starts or continues. The returned follower observes its training and is closed afterwards. */
    Follower begins(Cell cell, int number, int count);

    /** Called when a run has its row. */
    void ended(Row row);

    /** Called when a run has failed; the others continue. */
    void failed(Cell cell, Exception why);

    /** A listener for one run's training. */
    interface Follower extends TrainListener, AutoCloseable {
        @Override
        void close();
    }
}
