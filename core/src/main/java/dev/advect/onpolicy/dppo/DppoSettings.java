package dev.advect.onpolicy.dppo;

import dev.advect.config.InvalidValueException;
import dev.advect.env.EnvSpec;
import dev.advect.onpolicy.KlEstimate;
import dev.advect.onpolicy.OnPolicyConfig;
import dev.advect.onpolicy.OnPolicySettings;
import dev.advect.onpolicy.Surrogate;
import dev.advect.policy.DenoisingPolicy;

import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;

/** The settings of {@link Dppo}. */
public record DppoSettings(OnPolicyConfig loop, DppoConfig dppo) implements OnPolicySettings {
    public DppoSettings {
        if (loop.klEstimate() != KlEstimate.RATIO) {
            throw new InvalidValueException("loop.klEstimate: " + loop.klEstimate().name().toLowerCase(Locale.ROOT)
                    + " is not possible with dppo, whose actions have no likelihood; its ratios are exact a step, use ratio");
        }
    }

    @Override
    public Surrogate surrogate(EnvSpec spec, int workers, RandomGenerator random) {
        DenoisingPolicy policy = new DenoisingPolicy(spec.observationSize(), spec.actionSize(), loop.policyHidden(),
                dppo.timeEmbedding(), dppo.outputScale(), dppo.noise(), dppo.flowSteps(), workers, random);
        policy.flow().setStochasticByDefault(!dppo.zeroNoiseEvaluation());
        return new Dppo(policy, dppo);
    }

    @Override
    public Map<String, Object> policyShape() {
        return Map.of("policy_hidden", policyHidden(), "time_embedding", dppo.timeEmbedding());
    }
}
