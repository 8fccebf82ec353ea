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
    /** What a process with a cold disk cache takes before it writes anything. */
    private static final int LONGEST_START = 6_000;
    private static final int LONGEST_AFTER_CHANGE = 25;

    /** @param most changes that the rest of the run may make */
    static Moment random(SplittableRandom random, int most) {
        return random.nextInt(5) == 0
                ? new Moment(0, random.nextInt(LONGEST_START))
                : new Moment(1 + random.nextInt(most), random.nextInt(LONGEST_AFTER_CHANGE));
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
