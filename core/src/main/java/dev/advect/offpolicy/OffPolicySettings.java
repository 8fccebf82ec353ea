package dev.advect.offpolicy;

import dev.advect.data.DemonstrationFile;
import dev.advect.data.Demonstrations;
import dev.advect.env.EnvFactory;
import dev.advect.env.EnvSpec;
import dev.advect.learner.AlgorithmSettings;
import dev.advect.nn.Workers;
import dev.advect.policy.Acting;
import dev.advect.random.Rng;
import org.jspecify.annotations.Nullable;

/** What all off-policy algorithms make of their values; they differ in the agent only. */
public interface OffPolicySettings extends AlgorithmSettings {
    /** The streams of the seed from which first weights, and what an agent draws, come. */
    long POLICY_STREAM = 9;
    long CRITIC_STREAM = 10;
    long AGENT_STREAM = 11;

    OffPolicyConfig loop();

    CriticConfig critic();

    /** The algorithm at its beginning. */
    Agent agent(EnvSpec spec, Workers workers, long seed);

    /** A critic at its beginning. */
    default CriticEnsemble critic(EnvSpec spec, long seed) {
        return new CriticEnsemble(critic(), spec.observationSize(), loop().chunk() * spec.actionSize(),
                new Rng(seed, CRITIC_STREAM));
    }

    @Override
    default OffPolicyLearner learner(EnvFactory factory, EnvSpec spec, Workers workers, long seed) {
        return learner(factory, spec, workers, seed,
                DemonstrationFile.configured("loop.demonstrations", loop().demonstrations()));
    }

    /** A learner at its beginning, with demonstrations that need not come from the file that is configured. */
    default OffPolicyLearner learner(EnvFactory factory, EnvSpec spec, Workers workers, long seed,
            @Nullable Demonstrations demonstrations) {
        Demonstrations fitting = demonstrations == null ? null : demonstrations.fitTo(spec);
        return new OffPolicyLearner(factory, agent(spec, workers, seed), loop(), fitting, workers, seed);
    }

    @Override
    default void requireSupported() {
        critic().products().require();
    }

    @Override
    default Acting acting() {
        return new Acting(loop().normalizeObservations(), 0);
    }

    @Override
    default ThreadLimit threadLimit() {
        return new ThreadLimit(loop().batchSize(),
                "loop.batchSize = " + loop().batchSize() + ", every thread needs a row");
    }
}
