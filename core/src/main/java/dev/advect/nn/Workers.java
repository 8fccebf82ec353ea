package dev.advect.nn;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A fixed number of threads that each process one shard of a task, for instance of the environments or of a minibatch.
 *
 * <p>Shards are assigned by number and results combined in that order, so that a run is repeatable bit for bit for the same
 * number of workers. Worker 0 is the calling thread.
 */
public final class Workers implements AutoCloseable {

    /** A shard of a task, which may throw any exception. */
    @FunctionalInterface
    public interface Shard {
        void run(int worker) throws Exception;
    }

    private final int count;
    private final ExecutorService threads;

    public Workers(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("threads: " + count + " is not possible, at least 1 is needed");
        }
        this.count = count;
        threads = Executors.newFixedThreadPool(
                Math.max(1, count - 1), Thread.ofPlatform().daemon().name("worker-", 1).factory());
    }

    public int count() {
        return count;
    }

    /** Runs the shards 0 … count-1 in parallel and waits for all of them; the first failure, by number, is rethrown. */
    public void run(Shard shard) {
        Future<?>[] others = new Future<?>[count];
        for (int i = 1; i < count; i++) {
            int worker = i;
            others[i] = threads.submit(() -> {
                shard.run(worker);
                return null;
            });
        }
        @Nullable Throwable failure = null;
        try {
            shard.run(0);
        } catch (Exception | Error e) {
            failure = e;
        }
        for (int i = 1; i < count; i++) {
            failure = await(others[i], failure);
        }
        if (failure instanceof RuntimeException e) {
            throw e;
        } else if (failure instanceof Error e) {
            throw e;
        } else if (failure != null) {
            throw new IllegalStateException(failure.getMessage(), failure);
        }
    }

    private static @Nullable Throwable await(Future<?> future, @Nullable Throwable earlier) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    future.get();
                    return earlier;
                } catch (InterruptedException e) {
                    interrupted = true; // keep waiting: the shard must end before its memory may be reused
                } catch (ExecutionException e) {
                    return earlier != null ? earlier : e.getCause();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** The first row of a worker's shard when {@code total} rows are split as evenly as possible. */
    public int from(int worker, int total) {
        return (int) ((long) total * worker / count);
    }

    /** One past the last row of a worker's shard. */
    public int to(int worker, int total) {
        return from(worker + 1, total);
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
