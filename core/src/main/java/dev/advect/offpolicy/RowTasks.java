package dev.advect.offpolicy;

import dev.advect.nn.Workers;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Work that is cut the same way whatever the number of workers; who is free takes the next piece. As a piece's result
 * does not depend on who computes it, neither does the whole.
 */
public final class RowTasks {
    /** Rows of a piece: enough for a matrix product to be efficient, few enough that two threads have something to do. */
    private static final int ROWS = 64;

    private RowTasks() {}

    /** Some rows of a task. */
    @FunctionalInterface
    public interface Rows {
        void run(int worker, int from, int n);
    }

    /** One of several tasks. */
    @FunctionalInterface
    public interface Task {
        void run(int number);
    }

    /** Runs the rows [0, rows) in pieces. */
    public static void rows(Workers workers, int rows, Rows work) {
        AtomicInteger next = new AtomicInteger();
        workers.run(worker -> {
            for (int from = next.getAndAdd(ROWS); from < rows; from = next.getAndAdd(ROWS)) {
                work.run(worker, from, Math.min(ROWS, rows - from));
            }
        });
    }

    /** Runs the tasks 0 … count-1, begun in this order. */
    public static void tasks(Workers workers, int count, Task task) {
        AtomicInteger next = new AtomicInteger();
        workers.run(_ -> {
            for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                task.run(i);
            }
        });
    }
}
