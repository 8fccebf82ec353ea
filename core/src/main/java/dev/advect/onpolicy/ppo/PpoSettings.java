package dev.advect.onpolicy.ppo;

import dev.advect.env.EnvSpec;
import dev.advect.onpolicy.OnPolicyConfig;
import dev.advect.onpolicy.OnPolicySettings;
import dev.advect.onpolicy.Surrogate;
import dev.advect.onpolicy.ppo.PpoConfig.Deviation;
import dev.advect.policy.GaussianPolicy;

import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;

/** The settings of {@link GaussianPpo}. */
public record PpoSettings(OnPolicyConfig loop, PpoConfig ppo) implements OnPolicySettings {
    @Override
    public Surrogate surrogate(EnvSpec spec, int workers, RandomGenerator random) {
        GaussianPolicy policy = new GaussianPolicy(spec.observationSize(), spec.actionSize(), loop.policyHidden(),
                ppo.deviation() != Deviation.STATE, workers, random);
        if (ppo.deviation() == Deviation.FIXED) {
            policy.holdDeviation(ppo.fixedDeviation());
        }
        return new GaussianPpo(policy, ppo);
    }

    /**
     * The network's shape and the kind of deviation. The tensors have the same shapes with both kinds, but their
     * meaning differs.
     */
    @Override
    public Map<String, Object> policyShape() {
        return Map.of("policy_hidden", policyHidden(), "deviation", ppo.deviation().name().toLowerCase(Locale.ROOT));
    }
}
