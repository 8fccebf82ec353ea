package dev.advect.experiments.grid;

import dev.advect.train.TrainListener;

/** A listener that is notified of an experiment's progress, and decides whether it stops. */
public interface ExperimentListener {

    /** Called when a run starts or continues. The returned follower observes its training and is closed afterwards. */
    Follower begins(Cell cell, int number, int count);

    /** Called when a run has its row. */
    void ended(Row row);

    /** Called when a run has failed; the others continue. */
    void failed(Cell cell, Exception why);

    /** Called with an action that makes the current run stop early. */
    void stopBy(Runnable ask);

    /** Whether no further run should start. */
    boolean stopRequested();

    /** A listener for one run's training. */
    interface Follower extends TrainListener, AutoCloseable {
        @Override
        void close();
    }
}
