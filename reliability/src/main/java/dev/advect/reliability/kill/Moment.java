package dev.advect.reliability.kill;

import java.io.IOException;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * When a process is killed: some milliseconds after it was started, or some after so many changes in the run's folder.
 * Most of a short run's time goes by before and between its writes; counting changes puts kills into them.
 *
 * @param changes to wait for; 0 to count from the start
 * @param millis to wait afterwards
 */
record Moment(int changes, int millis) {
    private static final int LONGEST_AFTER_CHANGE = 25;

    /**
     * Draws one.
     *
     * @param mostChanges that the rest of the run may make
     * @param mostMillis that an uninterrupted process takes
     */
    static Moment random(SplittableRandom random, int mostChanges, int mostMillis) {
        return random.nextInt(4) == 0
                ? new Moment(0, random.nextInt(mostMillis))
                : new Moment(1 + random.nextInt(mostChanges), random.nextInt(LONGEST_AFTER_CHANGE));
    }

    /** Kills a process then; false if it ended before. */
    boolean kill(Process process, FolderWatch watch) throws IOException, InterruptedException {
        while (watch.changes() < changes) {
            if (process.waitFor(1, TimeUnit.MILLISECONDS)) {
                return false;
            }
        }
        if (process.waitFor(millis, TimeUnit.MILLISECONDS)) {
            return false;
        }
        process.destroyForcibly().waitFor();
        return process.exitValue() == 128 + 9;
    }
}
