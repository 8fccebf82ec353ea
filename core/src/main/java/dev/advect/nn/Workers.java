package dev.advect.nn;

import dev.advect.ranks.Ranks;
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
 *
 * <p>In a run of several processes, these are the workers of this one, numbered from 0 again. Shards are those of all workers
 * of all processes: {@link #run} computes the shards of this process, and {@link Ranks} hands over the results.
 */
public final class Workers implements AutoCloseable {

    /** A shard of a task, which may throw any exception. */
    @FunctionalInterface
    public interface Shard {
        void run(int worker) throws Exception;
    }

    private final int count;
    private final Ranks ranks;
    private final ExecutorService threads;

    public Workers(int count) {
        this(count, Ranks.alone());
    }

    /**
     * Creates the workers of one of several processes.
     *
     * @param count the number of threads of each process
     * @param ranks the processes, which the caller closes
     */
    public Workers(int count, Ranks ranks) {
        this(count, ranks, pool(count));
    }

    private Workers(int count, Ranks ranks, ExecutorService threads) {
        this.count = count;
        this.ranks = ranks;
        this.threads = threads;
    }

    private static ExecutorService pool(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("threads: " + count + " is not possible, at least 1 is needed");
        }
        return Executors.newFixedThreadPool(
                Math.max(1, count - 1), Thread.ofPlatform().daemon().name("worker-", 1).factory());
    }

    /**
     * These threads without the other processes, for a task that every process computes by itself from beginning to end. Closing
     * these workers ends the threads of both.
     */
    public Workers ofThisProcess() {
        return new Workers(count, Ranks.alone(), threads);
    }

    /** The number of workers of this process. */
    public int count() {
        return count;
    }

    /** The number of workers of all processes. */
    public int total() {
        return count * ranks.size();
    }

    /** The number of a worker of this process among those of all processes. */
    public int number(int worker) {
        return ranks.rank() * count + worker;
    }

    /** The processes to which the workers belong. */
    public Ranks ranks() {
        return ranks;
    }

    /** Runs the shards of this process's workers in parallel and waits for all of them; the first failure, by number, is rethrown. */
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

    /** The first row of a worker's shard when {@code rows} rows are split as evenly as possible. */
    public int from(int worker, int rows) {
        return Ranks.from(rows, number(worker), total());
    }

    /** One past the last row of a worker's shard. */
    public int to(int worker, int rows) {
        return from(worker + 1, rows);
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
