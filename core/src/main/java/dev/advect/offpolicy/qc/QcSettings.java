package dev.advect.offpolicy.qc;

import dev.advect.env.EnvSpec;
import dev.advect.nn.Workers;
import dev.advect.offpolicy.CriticConfig;
import dev.advect.offpolicy.OffPolicyConfig;
import dev.advect.offpolicy.OffPolicySettings;
import dev.advect.policy.StepwiseFlowPolicy;
import dev.advect.random.Rng;

import java.util.List;

/** The settings of {@link Qc}. */
public record QcSettings(OffPolicyConfig loop, CriticConfig critic, QcConfig qc) implements OffPolicySettings {
    @Override
    public QcPolicy policy(EnvSpec spec, int workers, long seed) {
        Rng random = new Rng(seed, POLICY_STREAM);
        StepwiseFlowPolicy flow = new StepwiseFlowPolicy(spec.observationSize(), spec.actionSize(), loop.chunk(), 1,
                qc.flowSteps(), qc.hidden(), qc.timeEmbedding(), workers, random);
        return new QcPolicy(flow, critic(spec, seed), qc.samples(), random);
    }

    @Override
    public Qc agent(EnvSpec spec, Workers workers, long seed) {
        return new Qc(qc, policy(spec, workers.count(), seed), workers, loop.batchSize(), new Rng(seed, AGENT_STREAM));
    }

    @Override
    public List<Integer> policyHidden() {
        return qc.hidden();
    }
}
