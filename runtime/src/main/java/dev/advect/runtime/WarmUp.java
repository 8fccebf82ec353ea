package dev.advect.runtime;

/** A warm-up that acts until the speed is final. */
final class WarmUp {
    private static final long ROUND = 10_000_000;
    /**
     * The number of rounds without progress after which the warm-up ends, since the JVM compiles in the background and
     * may take this long for a method.
     */
    private static final int LAST_ROUNDS = 50;
    /** The relative improvement that counts as progress. */
    private static final double PROGRESS = 0.1;

    private final Policy policy;
    private final float[] observation;
    private final float[] action;
    private final long end;

    private WarmUp(Policy policy, long nanos) {
        this.policy = policy;
        observation = new float[policy.observationSize()];
        action = new float[policy.actionSize()];
        end = System.nanoTime() + nanos;
    }

    /** Runs the warm-up and returns whether the final speed was reached in this time. */
    static boolean run(Policy policy, long nanos) {
        WarmUp warmUp = new WarmUp(policy, nanos);
        return warmUp.untilTheKernelIsWarm() && warmUp.untilNothingIsGained();
    }

    /**
     * Waits for the kernel, leaving half of the processor to the thread that exercises the kernel, and to the compiler.
     */
    private boolean untilTheKernelIsWarm() {
        while (!Policy.isWarm()) {
            if (end - System.nanoTime() <= 0) {
                return false;
            }
            fastest(ROUND);
            try {
                Thread.sleep(ROUND / 1_000_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }

    private boolean untilNothingIsGained() {
        long best = Long.MAX_VALUE;
        for (int rounds = 0; rounds < LAST_ROUNDS; rounds++) {
            if (end - System.nanoTime() <= 0) {
                return false;
            }
            long nanos = fastest(ROUND);
            if (nanos < (1 - PROGRESS) * best) {
                rounds = 0;
            }
            best = Math.min(best, nanos);
        }
        return true;
    }

    /** The time of the fastest action within a period; others may have waited for the processor. */
    private long fastest(long nanos) {
        long fastest = Long.MAX_VALUE;
        long start = System.nanoTime();
        long last = start;
        while (last - start < nanos) {
            policy.act(observation, action);
            long now = System.nanoTime();
            fastest = Math.min(fastest, now - last);
            last = now;
        }
        return fastest;
    }
}
