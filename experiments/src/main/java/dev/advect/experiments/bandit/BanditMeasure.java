package dev.advect.experiments.bandit;

import dev.advect.envs.toy.Bandit;
import dev.advect.offpolicy.swfp.Assignment;

import java.util.Arrays;
import java.util.List;

/** What can be said of many actions on the plane. Actions are {@code [n · 2]}, as a policy made them, before clipping. */
public final class BanditMeasure {
    /** Actions of the exact assignment. */
    private static final int ASSIGNED = 400;
    /** An action belongs to a centre that is at most this many standard deviations away. */
    private static final double NEAR = 3;
    /** Part of its fair share of actions below which a mode counts as lost. */
    private static final double LOST = 0.25;
    /** Part of the actions that may lie near no centre. */
    private static final double ASTRAY = 0.2;

    private BanditMeasure() {}

    /**
     * Actions and the reward's four centres.
     *
     * @param reward mean, of the actions clipped to the square
     * @param modes centres that still have a quarter of their fair share
     * @param near part of the actions that are near a centre
     */
    public record Look(double reward, int modes, double near) {
        /** Whether a policy that looked like that before has got worse, or actions went astray. */
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

    /** The part of the actions that are near each centre, and nearer to it than to the others. */
    private static double[] shares(List<double[]> centres, float[] actions) {
        double[] shares = new double[centres.size()];
        for (int i = 0; i < actions.length; i += 2) {
            int nearest = 0;
            double least = Double.POSITIVE_INFINITY;
            for (int k = 0; k < shares.length; k++) {
                double distance = Math.hypot(actions[i] - centres.get(k)[0], actions[i + 1] - centres.get(k)[1]);
                if (distance < least) {
                    least = distance;
                    nearest = k;
                }
            }
            shares[nearest] += least <= NEAR * Bandit.SIGMA ? 2.0 / actions.length : 0;
        }
        return shares;
    }

    /** W2 of the first few, by exact assignment; NaN where a number is not finite. */
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
