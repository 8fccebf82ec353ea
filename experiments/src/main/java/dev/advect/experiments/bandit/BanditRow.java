package dev.advect.experiments.bandit;

import java.util.List;
import java.util.Map;

/**
 * A run of the bandit's study among others: how it was set, and what came of it.
 *
 * @param regularizer of the JKO step: w2, kl or none
 * @param blocks N
 * @param tau τ, the size of the JKO step; of no effect where there is no regulariser
 * @param seed of all randomness
 * @param steps of the online phase
 * @param values of the configuration that were set by hand, by key
 * @param pathRatioBefore paths over the straight way, after pre-training
 * @param pathRatio the same in the end
 * @param modes of four that are left
 * @param near part of the particles near a mode
 * @param rewardBefore mean, after pre-training
 * @param rewardAfter the same in the end
 * @param w2Moved of the actions, from before to after
 * @param diverged as the study defines it
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
