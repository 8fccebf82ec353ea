package dev.advect.offpolicy;

import dev.advect.env.VectorEnv.NonFinite;
import dev.advect.learner.ConfigChecks;
import dev.advect.policy.Acting;

/**
 * The hyper-parameters of the off-policy training loop, which all off-policy algorithms share.
 *
 * @param envs number of parallel environments
 * @param unroll steps per environment in each iteration, between updates
 * @param batchSize rows per batch
 * @param updatesPerStep updates of the critic per environment step
 * @param policyEvery updates of the critic per update of the policy
 * @param policyAfter updates of the critic before the first update of the policy
 * @param capacity rows of the replay buffer, including those that end episodes
 * @param warmUp environment steps before the first update; actions are uniformly random until then, unless there was
 *     pre-training
 * @param horizon n of the n-step returns; at least {@code chunk}
 * @param chunk actions per decision, which are executed one after the other
 * @param discount γ
 * @param rewardScale factor on rewards in learning; returns are reported unscaled
 * @param normalizeObservations whether observations are normalised, with the statistics of the demonstrations and of the
 *     steps before the first update
 * @param minDeviation smallest standard deviation by which a component of the observations is divided; 0 for no bound
 * @param observationBound bound of the magnitude of normalised observations; 0 for none
 * @param demonstrations file of demonstrations; empty for none
 * @param demonstrationShare fraction of every batch that is sampled from the demonstrations, if there are any
 * @param validationShare fraction of the demonstrated episodes held out for validation
 * @param pretrainUpdates updates on demonstrations only, before the first environment step
 * @param nonFinite how to handle NaN and infinity from an environment
 */
public record OffPolicyConfig(
        int envs,
        int unroll,
        int batchSize,
        double updatesPerStep,
        int policyEvery,
        long policyAfter,
        long capacity,
        long warmUp,
        int horizon,
        int chunk,
        double discount,
        double rewardScale,
        boolean normalizeObservations,
        double minDeviation,
        double observationBound,
        String demonstrations,
        double demonstrationShare,
        double validationShare,
        long pretrainUpdates,
        NonFinite nonFinite) {

    public OffPolicyConfig {
        ConfigChecks.atLeast("envs", envs, 1);
        ConfigChecks.atLeast("unroll", unroll, 1);
        ConfigChecks.atLeast("batchSize", batchSize, 1);
        ConfigChecks.positive("updatesPerStep", updatesPerStep);
        ConfigChecks.atLeast("policyEvery", policyEvery, 1);
        ConfigChecks.atLeast("policyAfter", policyAfter, 0);
        ConfigChecks.atLeast("capacity", capacity, 4L * envs);
        ConfigChecks.atLeast("chunk", chunk, 1);
        ConfigChecks.atLeast("warmUp", warmUp, (long) envs * chunk); // every environment has finished a decision
        ConfigChecks.atLeast("horizon", horizon, chunk);
        ConfigChecks.within("discount", discount, 0, 1);
        ConfigChecks.positive("rewardScale", rewardScale);
        ConfigChecks.within("minDeviation", minDeviation, 0, Double.POSITIVE_INFINITY);
        ConfigChecks.within("observationBound", observationBound, 0, Double.MAX_VALUE);
        ConfigChecks.within("demonstrationShare", demonstrationShare, 0, 1);
        ConfigChecks.within("validationShare", validationShare, 0, 0.9);
        ConfigChecks.atLeast("pretrainUpdates", pretrainUpdates, 0);
    }

    /** How the policy acts. */
    public Acting acting() {
        return new Acting(normalizeObservations, 0);
    }

    /** Environment steps per iteration, over all environments. */
    public long stepsPerIteration() {
        return (long) envs * unroll;
    }

    /** The total number of critic updates due after {@code steps} environment steps. */
    public long updatesDue(long steps) {
        return steps < warmUp ? 0 : (long) (updatesPerStep * (steps - warmUp) + 1e-9);
    }

    /** Whether an update of the policy is due after {@code updates} updates of the critic. */
    public boolean policyDue(long updates) {
        return updates > policyAfter && updates % policyEvery == 0;
    }
}
