package dev.advect.runtime;

import java.time.Duration;

/**
 * One kernel until another is faster, if it is.
 *
 * <p>Before the JVM has compiled it, code for vectors is a thousand times slower than plain loops, and a first action
 * would take a second. So a thread in the background exercises both until a {@link KernelRace} is decided. As both
 * compute the same bits, nobody sees when that is.
 */
final class WarmingKernel implements Kernel {
    /** A pause follows so much work, and not every round, as on a busy machine a pause is long. */
    private static final Duration STRETCH = Duration.ofMillis(2);
    private static final Duration PAUSE = Duration.ofMillis(1);

    private final Kernel compiled;
    private volatile Kernel current;
    private volatile boolean warm;

    private WarmingKernel(Kernel first, Kernel compiled) {
        this.compiled = compiled;
        current = first;
    }

    /** The first kernel, to be replaced by the second where that is faster. */
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
            if (race.spent() - paused < STRETCH.toNanos()) {
                continue;
            }
            paused = race.spent();
            try {
                Thread.sleep(PAUSE); // the compiler needs the processor, too
            } catch (InterruptedException e) {
                return;
            }
        }
        current = winner == KernelRace.Winner.SECOND ? compiled : first;
        warm = true;
    }

    /** That of the kernel that computes in the end; until that is decided, of the one that is expected to. */
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
