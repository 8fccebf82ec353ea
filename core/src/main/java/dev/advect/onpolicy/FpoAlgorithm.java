package dev.advect.onpolicy;

import dev.advect.env.EnvSpec;
import dev.advect.policy.FlowPolicy;

import java.util.random.RandomGenerator;

/** {@link Fpo} and its values. */
public record FpoAlgorithm(OnPolicyConfig loop, FpoConfig fpo) implements OnPolicyAlgorithm {
    @Override
    public Surrogate surrogate(EnvSpec spec, int workers, RandomGenerator random) {
        FlowPolicy policy = new FlowPolicy(spec.observationSize(), spec.actionSize(), loop.policyHidden(),
                fpo.timeEmbedding(), fpo.outputScale(), fpo.sampling(), workers, random);
        policy.sampleByDefault(!fpo.zeroNoiseEvaluation());
        return new Fpo(policy, fpo);
    }
}
