package dev.advect.mujoco;

import java.lang.ref.Cleaner;

/** Frees something once: when its owner is closed, or when the owner was forgotten and collected. */
final class NativeHandle implements Runnable {
    private static final Cleaner CLEANER = Cleaner.create();

    private final Runnable free;
    private boolean done;

    /** {@code free} must not hold on to the owner. If it throws, a later attempt is made. */
    NativeHandle(Runnable free) {
        this.free = free;
    }

    /** Frees when {@code owner} is collected; the result is to be cleaned when it is closed. */
    Cleaner.Cleanable attach(Object owner) {
        return CLEANER.register(owner, this);
    }

    synchronized boolean isDone() {
        return done;
    }

    @Override
    public synchronized void run() {
        if (!done) {
            free.run();
            done = true;
        }
    }
}
