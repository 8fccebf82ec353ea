package dev.advect.experiments.bandit;

import java.util.List;
import java.util.Map;

/**
 * The settings and results of one run of the bandit study.
 *
 * @param regularizer the regulariser of the JKO step: w2, kl or none
 * @param blocks N, the number of blocks
 * @param tau τ, the size of the JKO step; it has no effect without a regulariser
 * @param seed the random seed
 * @param steps the steps of the online phase
 * @param values the configuration values set by hand, by key
 * @param pathRatioBefore the length of paths divided by the straight distance, after pre-training
 * @param pathRatio the same ratio at the end
 * @param modes the number of the four modes that are left
 * @param near the fraction of particles near a mode
 * @param rewardBefore the mean reward after pre-training
 * @param rewardAfter the mean reward at the end
 * @param w2Moved the Wasserstein-2 distance between the actions before and after
 * @param diverged whether the run diverged, as the study defines it
 * @param alarms the kinds of warnings that the run gave
 */
public record BanditRow(String regularizer, int blocks, double tau, long seed, long steps, Map<String, String> values,
        double pathRatioBefore, double pathRatio, int modes, double near, double rewardBefore, double rewardAfter,
        double w2Moved, boolean diverged, List<String> alarms) {

    public BanditRow {
        values = Map.copyOf(values);
        alarms = List.copyOf(alarms);
    }

    boolean isOf(BanditGrid.Setting setting, long itsSeed, long itsSteps, Map<String, String> itsValues) {
        return setting.equals(setting()) && seed == itsSeed && steps == itsSteps && values.equals(itsValues);
    }

    BanditGrid.Setting setting() {
        return new BanditGrid.Setting(regularizer, blocks, tau);
    }
}
