package dev.advect.offpolicy;

import dev.advect.nn.Workers;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Parallel tasks whose division does not depend on the number of workers: each idle worker runs the next task. The result
 * is therefore the same for any number of workers.
 */
public final class RowTasks {
    /** Rows per task: enough for an efficient matrix product, and few enough for a batch to occupy several threads. */
    private static final int ROWS = 64;

    private RowTasks() {}

    /** A task on a block of rows. */
    @FunctionalInterface
    public interface RowTask {
        /** Processes the rows [from, from + n). */
        void run(int worker, int from, int n);
    }

    /** A numbered task. */
    @FunctionalInterface
    public interface Task {
        /** Runs the task of this number. */
        void run(int number);
    }

    /** Processes the rows [0, rows) in blocks of fixed size. */
    public static void rows(Workers workers, int rows, RowTask work) {
        AtomicInteger next = new AtomicInteger();
        workers.run(worker -> {
            for (int from = next.getAndAdd(ROWS); from < rows; from = next.getAndAdd(ROWS)) {
                work.run(worker, from, Math.min(ROWS, rows - from));
            }
        });
    }

    /** Runs the tasks 0 … count-1, which start in this order. */
    public static void tasks(Workers workers, int count, Task task) {
        AtomicInteger next = new AtomicInteger();
        workers.run(_ -> {
            for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                task.run(i);
            }
        });
    }
}
