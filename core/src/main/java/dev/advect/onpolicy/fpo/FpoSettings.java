package dev.advect.onpolicy.fpo;

import dev.advect.env.EnvSpec;
import dev.advect.onpolicy.OnPolicyConfig;
import dev.advect.onpolicy.OnPolicySettings;
import dev.advect.onpolicy.Surrogate;
import dev.advect.policy.FlowPolicy;

import java.util.Map;
import java.util.random.RandomGenerator;

/** The settings of {@link Fpo}. */
public record FpoSettings(OnPolicyConfig loop, FpoConfig fpo) implements OnPolicySettings {
    @Override
    public Surrogate surrogate(EnvSpec spec, int workers, RandomGenerator random) {
        FlowPolicy policy = new FlowPolicy(spec.observationSize(), spec.actionSize(), loop.policyHidden(),
                fpo.timeEmbedding(), fpo.outputScale(), fpo.sampling(), workers, random);
        policy.setStochasticByDefault(!fpo.zeroNoiseEvaluation());
        return new Fpo(policy, fpo);
    }

    @Override
    public Map<String, Object> policyShape() {
        return Map.of("policy_hidden", policyHidden(), "time_embedding", fpo.timeEmbedding());
    }
}
