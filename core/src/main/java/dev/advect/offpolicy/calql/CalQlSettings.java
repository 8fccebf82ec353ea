package dev.advect.offpolicy.calql;

import dev.advect.env.EnvSpec;
import dev.advect.nn.Workers;
import dev.advect.offpolicy.CriticConfig;
import dev.advect.offpolicy.OffPolicyConfig;
import dev.advect.offpolicy.OffPolicySettings;
import dev.advect.policy.TanhGaussianPolicy;
import dev.advect.random.Rng;

import java.util.List;

/** The settings of {@link CalQl}. */
public record CalQlSettings(OffPolicyConfig loop, CriticConfig critic, CalQlConfig calql) implements OffPolicySettings {
    @Override
    public TanhGaussianPolicy policy(EnvSpec spec, int workers, long seed) {
        return new TanhGaussianPolicy(spec.observationSize(), spec.actionSize(), loop.chunk(), calql.hidden(),
                calql.logStdOffset(), workers, new Rng(seed, POLICY_STREAM));
    }

    @Override
    public CalQl agent(EnvSpec spec, Workers workers, long seed) {
        return new CalQl(calql, policy(spec, workers.count(), seed), critic(spec, seed), workers,
                loop.batchSize(), new Rng(seed, AGENT_STREAM));
    }

    @Override
    public List<Integer> policyHidden() {
        return calql.hidden();
    }
}
