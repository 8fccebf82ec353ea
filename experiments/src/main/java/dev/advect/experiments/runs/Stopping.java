package dev.advect.experiments.runs;

/** The request to stop an experiment early, such as by Ctrl-C. */
public interface Stopping {

    /** Called with an action that makes all current runs stop early. */
    void stopBy(Runnable ask);

    /** Whether no further run should start. */
    boolean stopRequested();
}
