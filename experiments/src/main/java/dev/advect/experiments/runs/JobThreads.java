package dev.advect.experiments.runs;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** Threads that take jobs from a source until it has none or the experiment should stop. */
public final class JobThreads {
    private final Source source;
    private final Stopping stopping;
    /** The actions that stop the current jobs. */
    private final Set<Runnable> stoppers = ConcurrentHashMap.newKeySet();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    private JobThreads(Source source, Stopping stopping) {
        this.source = source;
        this.stopping = stopping;
    }

    /** A source of jobs, which several threads may ask at once. */
    @FunctionalInterface
    public interface Source {
        /** The next job, or null if there will be none. This method may wait for other jobs to end. */
        @Nullable Job next() throws IOException, InterruptedException;
    }

    /** A part of the work. */
    @FunctionalInterface
    public interface Job {
        /** @param stopper receives an action that makes the job end early */
        void run(Consumer<Runnable> stopper) throws IOException;
    }

    /**
     * Does all jobs and returns when the last one has ended. If a job fails, those under way are stopped and its
     * exception is thrown.
     *
     * @param count the number of threads; a single one is the caller's
     */
    public static void run(int count, Source source, Stopping stopping) throws IOException {
        JobThreads threads = new JobThreads(source, stopping);
        stopping.stopBy(threads::stopAll);
        if (count == 1) {
            threads.work();
        } else {
            List<Thread> all = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                all.add(Thread.ofPlatform().name("run-" + i).start(threads::work));
            }
            all.forEach(JobThreads::join);
        }
        switch (threads.failure.get()) {
            case null -> {}
            case IOException e -> throw e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case Throwable e -> throw new IllegalStateException(e);
        }
    }

    private void work() {
        try {
            while (failure.get() == null && !stopping.stopRequested()) {
                Job job = source.next();
                if (job == null) {
                    return;
                }
                execute(job);
            }
        } catch (Throwable e) {
            failure.compareAndSet(null, e);
            stopAll();
        }
    }

    private void execute(Job job) throws IOException {
        List<Runnable> own = new ArrayList<>();
        try {
            job.run(stop -> {
                own.add(stop);
                stoppers.add(stop);
                if (failure.get() != null || stopping.stopRequested()) {
                    stop.run(); // requested in the meantime
                }
            });
        } finally {
            own.forEach(stoppers::remove);
        }
    }

    private void stopAll() {
        stoppers.forEach(Runnable::run);
    }

    private static void join(Thread thread) {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
