package dev.advect.offpolicy.ibrl;

import dev.advect.env.EnvSpec;
import dev.advect.nn.Workers;
import dev.advect.offpolicy.CriticConfig;
import dev.advect.offpolicy.OffPolicyConfig;
import dev.advect.offpolicy.OffPolicySettings;
import dev.advect.random.Rng;

import java.util.List;

/** The settings of {@link Ibrl}. */
public record IbrlSettings(OffPolicyConfig loop, CriticConfig critic, IbrlConfig ibrl) implements OffPolicySettings {
    @Override
    public IbrlPolicy policy(EnvSpec spec, int workers, long seed) {
        // an imitation policy that is never cloned has nothing to say
        return new IbrlPolicy(loop.pretrainUpdates() > 0 ? ibrl : ibrl.withoutImitation(), spec.observationSize(), spec.actionSize(), loop.chunk(), critic(spec, seed),
                workers, new Rng(seed, POLICY_STREAM));
    }

    @Override
    public Ibrl agent(EnvSpec spec, Workers workers, long seed) {
        return new Ibrl(ibrl, policy(spec, workers.count(), seed), workers, loop.batchSize(), new Rng(seed, AGENT_STREAM));
    }

    @Override
    public List<Integer> policyHidden() {
        return ibrl.hidden();
    }
}
