package dev.advect.runtime;

import java.time.Duration;

/**
 * A race that selects one of two kernels by the times that both take for the same work, round by round.
 *
 * <p>The second kernel is slower by orders of magnitude until the JVM has compiled it. It wins at once if it is so much
 * faster that it must be fully compiled. Otherwise the race ends when the second kernel is evidently compiled and stops
 * improving, or at the time limit; the kernel with the better best time then wins.
 */
final class KernelRace {
    /** The result so far. */
    enum Winner { NONE_YET, FIRST, SECOND }

    /** The limit on the total working time, chosen for busy machines too. */
    static final Duration TIME_LIMIT = Duration.ofSeconds(30);
    /** The working time without progress after which the second kernel has reached its final speed. */
    static final Duration SETTLED = Duration.ofSeconds(3);
    /** The number of consecutive faster rounds required, since other programs may have held the processor. */
    static final int TIMES_FASTER = 5;
    /** The number of rounds after which the first kernel is compiled and a comparison is meaningful. */
    static final int MIN_ROUNDS = 200;
    /** The factor by which the second kernel must be faster to win at once. */
    private static final int FACTOR = 2;
    /**
     * The factor of the first kernel's time within which the second one counts as compiled; uncompiled, it takes a
     * thousand times as long.
     */
    private static final int COMPILED = 4;
    /** The relative improvement that counts as progress. */
    private static final double PROGRESS = 0.1;

    private long bestFirst = Long.MAX_VALUE;
    private long bestSecond = Long.MAX_VALUE;
    /** The second kernel's time at its last progress, and the total time spent until then. */
    private double reached = Double.POSITIVE_INFINITY;
    private long spentAtProgress;
    private long spent;
    private int rounds;
    private int faster;

    /** Records the times of a round in nanoseconds and returns the result so far. */
    Winner add(long first, long second) {
        spent += first + second;
        rounds++;
        bestFirst = Math.min(bestFirst, first);
        bestSecond = Math.min(bestSecond, second);
        faster = FACTOR * second < bestFirst ? faster + 1 : 0;
        if (bestSecond < (1 - PROGRESS) * reached) {
            reached = bestSecond;
            spentAtProgress = spent;
        }
        if (rounds >= MIN_ROUNDS && faster >= TIMES_FASTER) {
            return Winner.SECOND;
        }
        boolean settled = rounds >= MIN_ROUNDS && bestSecond < COMPILED * bestFirst
                && spent - spentAtProgress >= SETTLED.toNanos();
        if (!settled && spent < TIME_LIMIT.toNanos()) {
            return Winner.NONE_YET;
        }
        return bestSecond < bestFirst ? Winner.SECOND : Winner.FIRST;
    }

    /** The total time of all rounds in nanoseconds. */
    long spent() {
        return spent;
    }
}
