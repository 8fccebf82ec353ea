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
    /** Pauses, and time at work, of a busy machine too: a JVM that never compiles for vectors is left in peace. */
    private static final int MOST_PAUSES = 20_000;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    /** A pause follows so much work, and not every round, as on a busy machine a pause is long. */
    private static final Duration STRETCH = Duration.ofMillis(2);
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
        long paused = 0;
        int pauses = 0;
        for (int round = 0; pauses < MOST_PAUSES && spent < PATIENCE.toNanos(); round++) {
            long plain = exercise.nanos(first);
            best = Math.min(best, plain);
            long nanos = exercise.nanos(compiled);
            spent += plain + nanos;
            faster = FACTOR * nanos < best ? faster + 1 : 0;
            if (round >= LEAST_ROUNDS && faster >= TIMES_FASTER) {
                current = compiled;
                warm = true;
                return;
            }
            if (spent - paused < STRETCH.toNanos()) {
                continue;
            }
            paused = spent;
            pauses++;
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
