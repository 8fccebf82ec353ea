package dev.advect.experiments.bandit;

import dev.advect.envs.toy.Bandit;
import dev.advect.offpolicy.swfp.Assignment;

import java.util.Arrays;
import java.util.List;

/** Measurements of many actions on the plane. Actions are {@code [n · 2]}, as computed by a policy before clipping. */
public final class BanditMeasure {
    /** The number of actions in the exact assignment. */
    private static final int ASSIGNED = 400;
    /** The largest distance, in standard deviations, at which an action counts as near a centre. */
    private static final double NEAR = 3;
    /** The fraction of its fair share of actions below which a mode counts as lost. */
    private static final double LOST = 0.25;
    /** The fraction of actions that may be near no centre. */
    private static final double ASTRAY = 0.2;

    private BanditMeasure() {}

    /**
     * A summary of actions relative to the reward's four centres.
     *
     * @param reward the mean reward of the actions, clipped to the square
     * @param modes the number of centres with at least a quarter of their fair share
     * @param near the fraction of actions near a centre
     */
    public record Look(double reward, int modes, double near) {
        /** Whether the policy has become worse since an earlier summary, or too many actions are near no centre. */
        public boolean divergedFrom(Look before) {
            return !(Double.isFinite(reward) && reward > before.reward && near >= 1 - ASTRAY);
        }
    }

    public static Look look(Bandit bandit, float[] actions) {
        double[] shares = shares(bandit.centres(), actions);
        return new Look(reward(bandit, actions),
                (int) Arrays.stream(shares).filter(share -> share >= LOST / shares.length).count(),
                Arrays.stream(shares).sum());
    }

    private static double reward(Bandit bandit, float[] actions) {
        double sum = 0;
        for (int i = 0; i < actions.length; i += 2) {
            sum += bandit.reward(Math.clamp(actions[i], -1, 1), Math.clamp(actions[i + 1], -1, 1));
        }
        return 2 * sum / actions.length;
    }

    /** The fraction of actions that are near each centre, and closer to it than to the others. */
    private static double[] shares(List<double[]> centres, float[] actions) {
        double[] shares = new double[centres.size()];
        for (int i = 0; i < actions.length; i += 2) {
            int nearest = 0;
            double nearestDistance = Double.POSITIVE_INFINITY;
            for (int k = 0; k < shares.length; k++) {
                double distance = Math.hypot(actions[i] - centres.get(k)[0], actions[i + 1] - centres.get(k)[1]);
                if (distance < nearestDistance) {
                    nearestDistance = distance;
                    nearest = k;
                }
            }
            shares[nearest] += nearestDistance <= NEAR * Bandit.SIGMA ? 2.0 / actions.length : 0;
        }
        return shares;
    }

    /** The Wasserstein-2 distance between the first few actions, by exact assignment; NaN if a value is not finite. */
    public static double w2(float[] x, float[] y) {
        int n = Math.min(ASSIGNED, x.length / 2);
        double[][] cost = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double distance = Math.hypot(x[2 * i] - y[2 * j], x[2 * i + 1] - y[2 * j + 1]);
                cost[i][j] = distance * distance;
                if (!Double.isFinite(cost[i][j])) {
                    return Double.NaN;
                }
            }
        }
        return Math.sqrt(Assignment.cost(cost, Assignment.solve(cost)));
    }
}
