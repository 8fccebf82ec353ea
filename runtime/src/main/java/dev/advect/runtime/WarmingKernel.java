package dev.advect.runtime;

import java.time.Duration;

/**
 * A kernel that delegates to one kernel until another is faster, if it ever is.
 *
 * <p>Until the JVM has compiled it, vector code is a thousand times slower than plain loops, and a first action would
 * take a second. A background thread therefore exercises both until a {@link KernelRace} is decided. As both are
 * bit-identical, the switch is not noticeable.
 */
final class WarmingKernel implements Kernel {
    /** The working time between pauses, since on a busy machine a pause after every round would take long. */
    private static final Duration WORK = Duration.ofMillis(2);
    private static final Duration PAUSE = Duration.ofMillis(1);

    private final Kernel compiled;
    private volatile Kernel current;
    private volatile boolean warm;

    private WarmingKernel(Kernel first, Kernel compiled) {
        this.compiled = compiled;
        current = first;
    }

    /** Starts with the first kernel, to be replaced by the second if that is faster. */
    static Kernel start(Kernel first, Kernel second) {
        WarmingKernel kernel = new WarmingKernel(first, second);
        Thread.ofPlatform().daemon().name("advect-runtime-warm-up").start(() -> kernel.warm(first));
        return kernel;
    }

    private void warm(Kernel first) {
        KernelExercise exercise = new KernelExercise();
        KernelRace race = new KernelRace();
        KernelRace.Winner winner = KernelRace.Winner.NONE_YET;
        long paused = 0;
        while (winner == KernelRace.Winner.NONE_YET) {
            winner = race.add(exercise.nanos(first), exercise.nanos(compiled));
            if (race.spent() - paused < WORK.toNanos()) {
                continue;
            }
            paused = race.spent();
            try {
                Thread.sleep(PAUSE); // leaves the processor to the compiler
            } catch (InterruptedException e) {
                return;
            }
        }
        current = winner == KernelRace.Winner.SECOND ? compiled : first;
        warm = true;
    }

    /** The name of the kernel that was selected or, until that is decided, of the one that is expected to win. */
    @Override
    public String name() {
        return warm ? current.name() : compiled.name();
    }

    @Override
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
