package dev.advect.experiments.humanoid;

import dev.advect.envs.humanoid.BodyStates;

/** The assignment of episodes to look-alike motions, one after another; see {@link Modes}. */
final class ModeCounter {
    private final LookAlikes motions;
    private final int tracked;
    private final int episodes;
    /** The number of committed episodes by motion. */
    private final int[] counts;
    /** The number of episodes that were not lost. */
    private int left;
    private int committed;
    private double nearest;
    private double meanPose;

    /**
     * @param tracked the index of the motion that is to be tracked
     * @param episodes the number of episodes; those that are not added until the end are lost
     */
    ModeCounter(LookAlikes motions, int tracked, int episodes) {
        this.motions = motions;
        this.tracked = tracked;
        this.episodes = episodes;
        counts = new int[motions.size()];
    }

    /** Adds an episode with its state after two seconds. */
    void add(BodyStates now) {
        int best = 0;
        double distance = motions.distance(now, best);
        for (int motion = 1; motion < counts.length; motion++) {
            double other = motions.distance(now, motion);
            if (other < distance) {
                best = motion;
                distance = other;
            }
        }
        double fromMean = motions.distanceFromMean(now);
        left++;
        if (distance < motions.apart(best) / 2) {
            counts[best]++;
            committed++;
        }
        nearest += distance;
        meanPose += fromMean;
    }

    Modes modes() {
        double n = Math.max(1, left);
        return new Modes(counts.length, (double) (episodes - left) / episodes, counts[tracked] / n, entropy(counts),
                committed / n, 1000 * nearest / n, 1000 * meanPose / n, 1000 * motions.apart(tracked));
    }

    /** The entropy of frequencies, bits. */
    static double entropy(int... counts) {
        double total = 0;
        for (int count : counts) {
            total += count;
        }
        double entropy = 0;
        for (int count : counts) {
            if (count > 0) {
                entropy -= count / total * Math.log(count / total) / Math.log(2);
            }
        }
        return entropy;
    }
}
