package dev.advect.experiments.ridge;

import dev.advect.env.Step;
import dev.advect.envs.toy.Ridge;
import dev.advect.random.Rng;

/**
 * What a distribution of actions is worth on the {@link Ridge}. Shares are between 0 and 1.
 *
 * @param mean the mean return of the walks
 * @param se its standard error
 * @param found the share of walks that found the hut; those that did not slipped or ran out of time
 * @param slipped the share of walks that slipped
 * @param forwards the share of actions that go at least a quarter of a full step forwards without a slip
 * @param backwards the same, backwards
 * @param twoModeMass twice the smaller of the two: 1 if all actions go one of the two ways, both equally often
 */
public record RidgeNumbers(double mean, double se, double found, double slipped, double forwards, double backwards,
        double twoModeMass) {
    private static final int WALKS = 2000;
    private static final int LONGEST = new Ridge().spec().episodeSteps();
    private static final double QUARTER = 0.25;

    /** The number of actions that the walks can need. */
    public static final int ACTIONS = WALKS * LONGEST;

    /** Measures a distribution in walks that depend on the seed alone. */
    public static RidgeNumbers of(RidgeActions actions, long seed) {
        return of(actions.draw(ACTIONS, new Rng(seed, 0)), seed);
    }

    /**
     * Measures the distribution from which some actions were drawn.
     *
     * @param actions {@link #ACTIONS} independent samples, {@code [ACTIONS · 2]}
     * @param seed of the huts' ends
     */
    public static RidgeNumbers of(float[] actions, long seed) {
        Rng huts = new Rng(seed, 1);
        Ridge ridge = new Ridge();
        Step out = new Step(1);
        double sum = 0;
        double squares = 0;
        int found = 0;
        int slipped = 0;
        for (int walk = 0; walk < WALKS; walk++) {
            ridge.reset(huts, out.observation);
            out.clear();
            double total = 0;
            for (int t = 0; t < LONGEST && !out.terminated; t++) {
                int at = 2 * (walk * LONGEST + t);
                ridge.step(new float[] {actions[at], actions[at + 1]}, out);
                total += out.reward;
            }
            found += out.terminated && out.reward > 0 ? 1 : 0;
            slipped += out.terminated && out.reward < 0 ? 1 : 0;
            sum += total;
            squares += total * total;
        }
        double mean = sum / WALKS;
        double forwards = share(actions, 1);
        double backwards = share(actions, -1);
        return new RidgeNumbers(mean, Math.sqrt((squares / WALKS - mean * mean) / (WALKS - 1)), (double) found / WALKS,
                (double) slipped / WALKS, forwards, backwards, 2 * Math.min(forwards, backwards));
    }

    private static double share(float[] actions, int direction) {
        int count = 0;
        for (int i = 0; i < actions.length; i += 2) {
            boolean onRidge = Math.abs(Ridge.across(actions[i], actions[i + 1])) <= Ridge.HALF_WIDTH;
            count += onRidge && direction * Ridge.along(actions[i], actions[i + 1]) >= QUARTER ? 1 : 0;
        }
        return 2.0 * count / actions.length;
    }
}
