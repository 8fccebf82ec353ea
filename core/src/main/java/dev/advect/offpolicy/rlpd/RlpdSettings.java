package dev.advect.offpolicy.rlpd;

import dev.advect.env.EnvSpec;
import dev.advect.nn.Workers;
import dev.advect.offpolicy.CriticConfig;
import dev.advect.offpolicy.OffPolicyConfig;
import dev.advect.offpolicy.OffPolicySettings;
import dev.advect.policy.TanhGaussianPolicy;
import dev.advect.random.Rng;

import java.util.List;

/** The settings of {@link Rlpd}. */
public record RlpdSettings(OffPolicyConfig loop, CriticConfig critic, RlpdConfig rlpd) implements OffPolicySettings {
    @Override
    public TanhGaussianPolicy policy(EnvSpec spec, int workers, long seed) {
        return new TanhGaussianPolicy(spec.observationSize(), spec.actionSize(), loop.chunk(), rlpd.hidden(), 0, workers,
                new Rng(seed, POLICY_STREAM));
    }

    @Override
    public Rlpd agent(EnvSpec spec, Workers workers, long seed) {
        return new Rlpd(rlpd, policy(spec, workers.count(), seed), critic(spec, seed), workers,
                loop.batchSize(), new Rng(seed, AGENT_STREAM));
    }

    /** Demonstrations in every batch are the algorithm. */
    @Override
    public List<String> doubts() {
        return List.of();
    }

    @Override
    public List<Integer> policyHidden() {
        return rlpd.hidden();
    }
}
