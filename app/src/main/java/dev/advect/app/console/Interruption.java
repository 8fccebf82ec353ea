package dev.advect.app.console;

import org.jspecify.annotations.Nullable;

import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;

/**
 * The handling of Ctrl-C during work that must end in an orderly way. The shutdown of the JVM requests the end and
 * waits until this object is closed; the exit code is then 130, that of the signal. A second Ctrl-C ends the process at
 * once. Files that are written atomically, such as checkpoints, stay intact.
 */
public final class Interruption implements AutoCloseable {
    private final CountDownLatch ended = new CountDownLatch(1);
    private final PrintWriter err;
    private final Thread hook;
    private @Nullable Runnable stop;
    private boolean requested;

    public Interruption(PrintWriter err) {
        this.err = err;
        hook = new Thread(this::interrupted, "interruption");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Sets the action that requests the end. It runs at once if the end was already requested. */
    public synchronized void stopBy(Runnable action) {
        stop = action;
        if (requested) {
            action.run();
        }
    }

    public synchronized boolean requested() {
        return requested;
    }

    private void interrupted() {
        Signals.endAtOnce();
        synchronized (this) {
            requested = true;
            err.println();
            err.println("stopping: the iteration that is under way is finished and saved; Ctrl-C again ends at once, and "
                    + "what was saved before is kept ...");
            err.flush();
            if (stop != null) {
                stop.run();
            }
        }
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Marks the work as finished, so that the JVM may exit. */
    @Override
    public void close() {
        ended.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            err.flush(); // the shutdown is already under way, so the hook is no longer needed
        }
    }
}
