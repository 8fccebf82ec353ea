package dev.advect.experiments.grid;

import dev.advect.train.TrainListener;

/** Told of an experiment's course, and asked whether it is to end. */
public interface ExperimentListener {

    /** A run begins, or goes on; what it returns follows its training, and is closed after it. */
    Follower begins(Cell cell, int number, int count);

    /** A run has its row. */
    void ended(Row row);

    /** A run could not be finished; the others go on. */
    void failed(Cell cell, Exception why);

    /** How the run that is under way can be made to end early. */
    void stopBy(Runnable ask);

    /** Whether no other run shall begin. */
    boolean stopRequested();

    /** Follows one run's training. */
    interface Follower extends TrainListener, AutoCloseable {
        @Override
        void close();
    }
}
