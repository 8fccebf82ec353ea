package dev.advect.experiments.sweep;

import dev.advect.experiments.grid.ExperimentListener;
import dev.advect.experiments.sweep.Trial.Score;

/** A listener that is notified of a sweep's progress; its repetitions and final runs are those of an experiment. */
public interface SweepListener extends ExperimentListener {

    /**
     * Called when a trial starts, or continues at a higher rung or after an interruption. The returned follower observes
     * its training and is closed afterwards.
     *
     * @param fraction the fraction of the whole budget at which the rung ends
     */
    Follower begins(Trial trial, double fraction);

    /** Called when a trial has finished a rung. */
    void scored(Trial trial, Score score);

    /** Called when a trial has failed; the others continue. */
    void failed(Trial trial);
}
