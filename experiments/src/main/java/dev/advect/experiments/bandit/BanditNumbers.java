package dev.advect.experiments.bandit;

import java.util.List;

/**
 * What the online phase of a {@link BanditStudy} changed.
 *
 * @param pathRatio length of the particles' paths over the straight way, after the phase; at least 1
 * @param modesCovered centres of the shifted reward that have particles
 * @param modesTotal centres of the shifted reward
 * @param diverged a lower reward than before, or more than a fifth of the particles near no centre
 * @param pathRatioBefore {@code pathRatio} before the phase
 * @param rewardBefore mean reward before the phase
 * @param rewardAfter mean reward after the phase
 * @param nearAMode share of the particles that lie near a centre
 * @param w2Moved Wasserstein-2 distance between the actions before and after
 * @param displacements root mean square of every block's displacement, {@code [N]}
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
