package dev.advect.mujoco;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A thread of its own for the steps of a simulation whose memory might not suffice for its contacts.
 *
 * <p>MuJoCo reports that from inside of a step, to a handler that must not return. Usually the process has to end there.
 * Here it is only this thread that never goes on, with the simulation it was in; whoever waits for the step gets an
 * exception.
 */
final class CallThread {
    private static final ThreadLocal<CallThread> CURRENT = new ThreadLocal<>();

    private final ExecutorService executor;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable CompletableFuture<Void> pending;
    private volatile @Nullable String failure;

    CallThread() {
        executor = Executors.newSingleThreadExecutor(task -> Thread.ofPlatform().daemon().name("mujoco-step").unstarted(() -> {
            CURRENT.set(this);
            task.run();
        }));
    }

    /** Whether the caller is on another thread than this. */
    boolean isElsewhere() {
        return CURRENT.get() != this;
    }

    /** What MuJoCo could not go on from; nothing while all is well. */
    @Nullable String failure() {
        return failure;
    }

    /**
     * Runs a call on this thread, and waits for its end.
     *
     * @throws MujocoException if MuJoCo cannot go on from it, or could not from an earlier one
     * @throws IllegalStateException if another call is running, or the simulation is closed
     */
    void run(Runnable call) {
        if (!lock.tryLock()) {
            throw new IllegalStateException("another thread is using this data; give each thread its own");
        }
        try {
            refuseIfFailed();
            if (executor.isShutdown()) {
                throw new IllegalStateException("the data is closed");
            }
            CompletableFuture<Void> done = new CompletableFuture<>();
            pending = done;
            executor.execute(() -> {
                try {
                    call.run();
                    done.complete(null);
                } catch (Throwable t) {
                    done.completeExceptionally(t);
                }
            });
            await(done);
        } finally {
            lock.unlock();
        }
    }

    private static void await(CompletableFuture<Void> done) {
        boolean interrupted = false;
        while (true) {
            try {
                done.get();
                return;
            } catch (InterruptedException e) {
                interrupted = true; // the step goes on, and so must whoever waits for it
            } catch (ExecutionException e) {
                throw switch (e.getCause()) {
                    case Error error -> throw error;
                    case RuntimeException exception -> exception;
                    case null, default -> new IllegalStateException(e);
                };
            } finally {
                if (interrupted && done.isDone()) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    /** Throws what {@link #run} would, if MuJoCo could not go on from an earlier call. */
    void refuseIfFailed() {
        String text = failure;
        if (text != null) {
            throw new MujocoException("the simulation ended when MuJoCo could not go on: " + text
                    + "." + NativeMessages.hint(text) + " It cannot be used any more.");
        }
    }

    void shutdown() {
        executor.shutdown();
    }

    /**
     * Ends, never to return, a call on whose thread MuJoCo reports a fatal error; returns at once on other threads.
     *
     * @param text what MuJoCo says
     */
    static void endIfCurrent(String text) {
        CallThread current = CURRENT.get();
        CompletableFuture<Void> done = current == null ? null : current.pending;
        if (current == null || done == null) {
            return;
        }
        String line = text.replaceAll("\\s*\n\\s*", "; ");
        current.failure = line;
        done.completeExceptionally(new MujocoException("MuJoCo cannot go on: " + line + "." + NativeMessages.hint(text)
                + " The simulation cannot be used any more."));
        while (true) {
            LockSupport.park(); // MuJoCo would write beyond its memory if this returned
        }
    }
}
