package dev.advect.experiments.bandit;

import java.util.List;

/**
 * The results of the online phase of a {@link BanditStudy}.
 *
 * @param pathRatio the length of the particles' paths divided by the straight distance, after the phase; at least 1
 * @param modesCovered the number of centres of the shifted reward that have particles
 * @param modesTotal the number of centres of the shifted reward
 * @param diverged whether the reward is lower than before, or more than a fifth of the particles are near no centre
 * @param pathRatioBefore {@code pathRatio} before the phase
 * @param rewardBefore the mean reward before the phase
 * @param rewardAfter the mean reward after the phase
 * @param nearAMode the fraction of particles near a centre
 * @param w2Moved the Wasserstein-2 distance between the actions before and after
 * @param displacements the root mean square displacement of every block, {@code [N]}
 */
public record BanditNumbers(
        double pathRatio,
        int modesCovered,
        int modesTotal,
        boolean diverged,
        double pathRatioBefore,
        double rewardBefore,
        double rewardAfter,
        double nearAMode,
        double w2Moved,
        List<Double> displacements) {}
