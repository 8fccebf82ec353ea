package dev.advect.cluster;

import dev.advect.app.console.LogSetup;
import dev.advect.app.console.Signals;

/** The processes of a cluster in which tasks run. */
final class Executors {
    private Executors() {}

    /**
     * Makes this process leave Ctrl-C to the driver, if it is an executor: a terminal sends the signal to all processes that
     * were started from it, and runs are to be saved before the executors end.
     */
    static void prepare() {
        if (Boolean.getBoolean(LogSetup.EXECUTOR)) {
            Signals.ignoreInterrupt();
        }
    }
}
