package dev.advect.offpolicy.fql;

import dev.advect.env.EnvSpec;
import dev.advect.nn.Workers;
import dev.advect.offpolicy.CriticConfig;
import dev.advect.offpolicy.OffPolicyConfig;
import dev.advect.offpolicy.OffPolicySettings;
import dev.advect.policy.StepwiseFlowPolicy;
import dev.advect.random.Rng;

import java.util.List;

/** The settings of {@link Fql}. */
public record FqlSettings(OffPolicyConfig loop, CriticConfig critic, FqlConfig fql) implements OffPolicySettings {
    /** The one-step policy's time is always 0, which needs no larger embedding. */
    private static final int NO_TIME = 2;

    /** The one-step policy. */
    @Override
    public StepwiseFlowPolicy policy(EnvSpec spec, int workers, long seed) {
        return new StepwiseFlowPolicy(spec.observationSize(), spec.actionSize(), loop.chunk(), 1, 1, fql.hidden(), NO_TIME,
                workers, new Rng(seed, POLICY_STREAM));
    }

    @Override
    public Fql agent(EnvSpec spec, Workers workers, long seed) {
        Rng random = new Rng(seed, AGENT_STREAM);
        StepwiseFlowPolicy flow = new StepwiseFlowPolicy(spec.observationSize(), spec.actionSize(), loop.chunk(), 1,
                fql.flowSteps(), fql.hidden(), fql.timeEmbedding(), workers.count(), random);
        return new Fql(fql, policy(spec, workers.count(), seed), flow, critic(spec, seed), workers, loop.batchSize(), random);
    }

    @Override
    public List<Integer> policyHidden() {
        return fql.hidden();
    }
}
