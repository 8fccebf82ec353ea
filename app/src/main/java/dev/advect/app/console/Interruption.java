package dev.advect.app.console;

import org.jspecify.annotations.Nullable;

import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;

/**
 * Ctrl-C while something runs that is to end in order: the JVM's shutdown asks it to, and waits until this is closed.
 * The exit code is then the signal's, 130. A second Ctrl-C ends the process at once: whatever is written as a whole or not
 * at all, such as a checkpoint, stays as it was.
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

    /** How to ask for the end; done at once if it was wished for before. */
    public synchronized void stopBy(Runnable ask) {
        stop = ask;
        if (requested) {
            ask.run();
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

    /** Everything is in order: the JVM may end. */
    @Override
    public void close() {
        ended.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            err.flush(); // the shutdown is under way, which is what the hook was for
        }
    }
}
