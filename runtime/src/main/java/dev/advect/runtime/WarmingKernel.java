package dev.advect.runtime;

import java.time.Duration;

/**
 * One kernel until another is faster.
 *
 * <p>Before the JVM has compiled it, code for vectors is a thousand times slower than plain loops, and a first action
 * would take a second. So a thread in the background exercises it, and it takes over when it has overtaken. As both
 * compute the same bits, nobody sees when that is.
 */
final class WarmingKernel implements Kernel {
    /** Rounds, and time at work: a JVM that never compiles for vectors is left in peace. */
    private static final int MOST_ROUNDS = 20_000;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(1);
    /** So often, and not just once, as other programs may have held the processor. */
    private static final int TIMES_FASTER = 5;
    /** Rounds after which the first kernel is compiled, so that there is something to compare with. */
    private static final int LEAST_ROUNDS = 200;
    /** How much faster it must be, so that none of its parts can still be as it was. */
    private static final int FACTOR = 2;

    private final Kernel compiled;
    private volatile Kernel current;
    private volatile boolean warm;

    private WarmingKernel(Kernel first, Kernel compiled) {
        this.compiled = compiled;
        current = first;
    }

    /** The first kernel, to be replaced by the second. */
    static Kernel start(Kernel first, Kernel second) {
        WarmingKernel kernel = new WarmingKernel(first, second);
        Thread.ofPlatform().daemon().name("advect-runtime-warm-up").start(() -> kernel.warm(first));
        return kernel;
    }

    private void warm(Kernel first) {
        KernelExercise exercise = new KernelExercise();
        long best = Long.MAX_VALUE;
        int faster = 0;
        long spent = 0;
        for (int round = 0; round < MOST_ROUNDS && spent < PATIENCE.toNanos(); round++) {
            best = Math.min(best, exercise.nanos(first));
            long nanos = exercise.nanos(compiled);
            spent += nanos;
            faster = FACTOR * nanos < best ? faster + 1 : 0;
            if (round >= LEAST_ROUNDS && faster >= TIMES_FASTER) {
                current = compiled;
                warm = true;
                return;
            }
            try {
                Thread.sleep(PAUSE); // the compiler needs the processor, too
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    @Override
    public String name() {
        return compiled.name();
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // it is this one or the other
    public boolean isWarm() {
        return warm;
    }

    @Override
    public void dense(Dense layer, float[] in, int inStride, float[] start, int startStride, float[] out, int rows) {
        current.dense(layer, in, inStride, start, startStride, out, rows);
    }

    @Override
    public void silu(float[] values, int n) {
        current.silu(values, n);
    }

    @Override
    public void relu(float[] values, int n) {
        current.relu(values, n);
    }

    @Override
    public void addRow(float[] matrix, float[] row, int rowAt, float[] out, int width, int rows) {
        current.addRow(matrix, row, rowAt, out, width, rows);
    }

    @Override
    public void addScaled(float[] a, float c, float[] b, float[] out, int n) {
        current.addScaled(a, c, b, out, n);
    }
}
