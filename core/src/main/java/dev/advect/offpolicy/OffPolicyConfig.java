package dev.advect.offpolicy;

import dev.advect.env.VectorEnv.NonFinite;
import dev.advect.learner.ConfigChecks;

/**
 * What all off-policy algorithms share: what is collected, and how much is learnt from it.
 *
 * @param envs environments side by side
 * @param unroll steps that each environment does before it is learnt from them
 * @param batchSize rows of a batch
 * @param updatesPerStep updates of the critic for every environment step
 * @param policyEvery updates of the critic for one of the policy
 * @param policyAfter updates that the critic does alone, before the policy's first
 * @param capacity rows of the replay buffer; those that end episodes count too
 * @param warmUp environment steps before the first update; actions are uniform at random until then, unless there was
 *     pre-training
 * @param horizon n of n-step returns; at least chunk
 * @param chunk actions that are decided on at once and taken one after the other
 * @param discount γ
 * @param rewardScale rewards are multiplied by this before learning; returns are reported unscaled
 * @param normalizeObservations whether observations pass the policy's normaliser, which sees the demonstrations and what
 *     is collected before the first update
 * @param demonstrations file of demonstrations; empty for none
 * @param demonstrationShare part of every batch that is drawn from the demonstrations, if there are any
 * @param validationShare part of the demonstrated episodes that is not learnt from
 * @param pretrainUpdates updates on demonstrations alone before the first step in the environment
 * @param nonFinite what a NaN from an environment leads to
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
        ConfigChecks.within("demonstrationShare", demonstrationShare, 0, 1);
        ConfigChecks.within("validationShare", validationShare, 0, 0.9);
        ConfigChecks.atLeast("pretrainUpdates", pretrainUpdates, 0);
    }

    /** Environment steps of an iteration. */
    public long stepsPerIteration() {
        return (long) envs * unroll;
    }

    /** Updates of the critic that are to be done after some environment steps. */
    public long updatesDue(long steps) {
        return steps < warmUp ? 0 : (long) (updatesPerStep * (steps - warmUp) + 1e-9);
    }

    /** Whether the policy is to be updated after so many updates of the critic. */
    public boolean policyDue(long updates) {
        return updates > policyAfter && updates % policyEvery == 0;
    }
}
