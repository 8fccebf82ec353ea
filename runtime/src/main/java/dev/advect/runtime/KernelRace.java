package dev.advect.runtime;

import java.time.Duration;

/**
 * Decides which of two kernels is used, from the times that both take for the same work, round by round.
 *
 * <p>The second is slower by orders of magnitude until the JVM has compiled it. It wins at once where it is so much faster
 * that none of its parts can still be as it was. Otherwise the race ends when it is evidently compiled and gets no faster,
 * or when patience is at an end; then whichever had the better best time wins.
 */
final class KernelRace {
    /** The result so far. */
    enum Winner { NONE_YET, FIRST, SECOND }

    /** Time at work, on a busy machine too. */
    static final Duration PATIENCE = Duration.ofSeconds(30);
    /** Time at work without progress after which the second kernel is as fast as it will be. */
    static final Duration SETTLED = Duration.ofSeconds(3);
    /** So often, and not just once, as other programs may have held the processor. */
    static final int TIMES_FASTER = 5;
    /** Rounds after which the first kernel is compiled, so that there is something to compare with. */
    static final int LEAST_ROUNDS = 200;
    /** How much faster the second one must be to win at once. */
    private static final int FACTOR = 2;
    /** Within this factor of the first one's time it is compiled: uncompiled, it takes a thousand times as long. */
    private static final int COMPILED = 4;
    /** What counts as progress, as part of the time. */
    private static final double PROGRESS = 0.1;

    private long bestFirst = Long.MAX_VALUE;
    private long bestSecond = Long.MAX_VALUE;
    /** The second one's time at its last progress, and all time spent until then. */
    private double reached = Double.POSITIVE_INFINITY;
    private long progressAt;
    private long spent;
    private int rounds;
    private int faster;

    /** Takes note of a round, by its nanoseconds. */
    Winner add(long first, long second) {
        spent += first + second;
        rounds++;
        bestFirst = Math.min(bestFirst, first);
        bestSecond = Math.min(bestSecond, second);
        faster = FACTOR * second < bestFirst ? faster + 1 : 0;
        if (bestSecond < (1 - PROGRESS) * reached) {
            reached = bestSecond;
            progressAt = spent;
        }
        if (rounds >= LEAST_ROUNDS && faster >= TIMES_FASTER) {
            return Winner.SECOND;
        }
        boolean settled = rounds >= LEAST_ROUNDS && bestSecond < COMPILED * bestFirst
                && spent - progressAt >= SETTLED.toNanos();
        if (!settled && spent < PATIENCE.toNanos()) {
            return Winner.NONE_YET;
        }
        return bestSecond < bestFirst ? Winner.SECOND : Winner.FIRST;
    }

    /** Nanoseconds of all rounds. */
    long spent() {
        return spent;
    }
}
