package dev.advect.onpolicy.latent;

import dev.advect.config.InvalidValueException;
import dev.advect.env.EnvSpec;
import dev.advect.onpolicy.KlEstimate;
import dev.advect.onpolicy.OnPolicyConfig;
import dev.advect.onpolicy.OnPolicySettings;
import dev.advect.onpolicy.Surrogate;
import dev.advect.policy.LatentPolicy;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/** The settings of {@link LatentPpo}; {@code loop.policyHidden} are the widths of the actor. */
public record LatentSettings(OnPolicyConfig loop, LatentConfig latent) implements OnPolicySettings {
    public LatentSettings {
        InvalidValueException.throwIf(loop.klEstimate() != KlEstimate.RATIO, "loop.klEstimate: only ratio is possible with "
                + "latent, whose ratios are exact already");
        InvalidValueException.throwIf(loop.pretrainUpdates() > 0, "loop.pretrainUpdates: " + loop.pretrainUpdates()
                + " is not possible with latent, whose flow stays as it is");
    }

    @Override
    public Surrogate surrogate(EnvSpec spec, int workers, RandomGenerator random) {
        LatentPolicy policy = new LatentPolicy(spec.observationSize(), spec.actionSize(), loop.policyHidden(),
                latent.flow(), latent.initialDeviation(), workers, random);
        return new LatentPpo(policy, latent);
    }

    @Override
    public Map<String, Object> policyShape() {
        Map<String, Object> shape = new LinkedHashMap<>();
        shape.put("policy_hidden", policyHidden());
        shape.put("flow_hidden", latent.flowHidden());
        shape.put("time_embedding", latent.timeEmbedding());
        return shape;
    }
}
