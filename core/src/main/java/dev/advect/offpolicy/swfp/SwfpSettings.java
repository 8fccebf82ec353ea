package dev.advect.offpolicy.swfp;

import dev.advect.env.EnvSpec;
import dev.advect.nn.Workers;
import dev.advect.offpolicy.CriticConfig;
import dev.advect.offpolicy.OffPolicyConfig;
import dev.advect.offpolicy.OffPolicySettings;
import dev.advect.policy.StepwiseFlowPolicy;
import dev.advect.random.Rng;

import java.util.List;

/** The settings of a run with {@link Swfp}: those of the off-policy loop, the critic and the algorithm. */
public record SwfpSettings(OffPolicyConfig loop, CriticConfig critic, SwfpConfig swfp) implements OffPolicySettings {
    @Override
    public StepwiseFlowPolicy policy(EnvSpec spec, int workers, long seed) {
        return new StepwiseFlowPolicy(spec.observationSize(), spec.actionSize(), loop.chunk(), swfp.blocks(),
                swfp.innerSteps(), swfp.noiseScale(), swfp.hidden(), swfp.timeEmbedding(), workers, new Rng(seed, POLICY_STREAM));
    }

    @Override
    public Swfp agent(EnvSpec spec, Workers workers, long seed) {
        return new Swfp(swfp, policy(spec, workers.count(), seed), critic(spec, seed), workers,
                loop.batchSize(), new Rng(seed, AGENT_STREAM));
    }

    @Override
    public List<Integer> policyHidden() {
        return swfp.hidden();
    }
}
