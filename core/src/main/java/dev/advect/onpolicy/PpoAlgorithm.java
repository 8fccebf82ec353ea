package dev.advect.onpolicy;

import dev.advect.env.EnvSpec;
import dev.advect.onpolicy.PpoConfig.Deviation;
import dev.advect.policy.GaussianPolicy;

import java.util.random.RandomGenerator;

/** {@link GaussianPpo} and its values. */
public record PpoAlgorithm(OnPolicyConfig loop, PpoConfig ppo) implements OnPolicyAlgorithm {
    @Override
    public Surrogate surrogate(EnvSpec spec, int workers, RandomGenerator random) {
        return new GaussianPpo(new GaussianPolicy(spec.observationSize(), spec.actionSize(), loop.policyHidden(),
                ppo.deviation() == Deviation.SHARED, workers, random), ppo);
    }
}
