package dev.advect.offpolicy;

import dev.advect.config.InvalidValueException;
import dev.advect.data.DemonstrationFile;
import dev.advect.data.Demonstrations;
import dev.advect.env.EnvFactory;
import dev.advect.env.EnvSpec;
import dev.advect.learner.AlgorithmSettings;
import dev.advect.nn.Workers;
import dev.advect.policy.Acting;
import dev.advect.random.Rng;
import org.jspecify.annotations.Nullable;

import java.util.List;

/** The settings of an off-policy algorithm; the algorithms differ only in the {@link Agent} they build. */
public interface OffPolicySettings extends AlgorithmSettings {
    /** Random streams of the seed for the initial weights of policy and critic, and for the agent. */
    long POLICY_STREAM = 9;
    long CRITIC_STREAM = 10;
    long AGENT_STREAM = 11;

    OffPolicyConfig loop();

    CriticConfig critic();

    /**
     * A new, untrained agent.
     *
     * @param workers those of one process, also in a run of several, each of which makes all updates by itself
     */
    Agent agent(EnvSpec spec, Workers workers, long seed);

    /** A new, untrained critic. */
    default CriticEnsemble critic(EnvSpec spec, long seed) {
        return new CriticEnsemble(critic(), spec.observationSize(), loop().chunk() * spec.actionSize(),
                new Rng(seed, CRITIC_STREAM));
    }

    @Override
    default OffPolicyLearner learner(EnvFactory factory, EnvSpec spec, Workers workers, long seed) {
        return learner(factory, spec, workers, seed,
                DemonstrationFile.configured("loop.demonstrations", loop().demonstrations()));
    }

    /** A new learner with the given demonstrations, instead of those of the configured file. */
    default OffPolicyLearner learner(EnvFactory factory, EnvSpec spec, Workers workers, long seed,
            @Nullable Demonstrations demonstrations) {
        if (!spec.fullyObserved()) {
            throw new InvalidValueException("environment '" + spec.name() + "' hides a part of the observation from policies, which "
                    + "off-policy algorithms cannot leave out; use fpo, fpo++, refpo, fpo-joint, dppo or ppo");
        }
        Demonstrations fitting = demonstrations == null ? null : demonstrations.fitTo(spec);
        return new OffPolicyLearner(factory, agent(spec, workers.ofThisProcess(), seed), loop(), fitting, workers, seed);
    }

    @Override
    default void requireSupported() {
        critic().products().require();
    }

    @Override
    default boolean beginsWithClone() {
        return loop().pretrainUpdates() > 0;
    }

    @Override
    default List<String> doubts() {
        return loop().demonstrations().isEmpty() || beginsWithClone() ? List.of()
                : List.of("the demonstrations are mixed into batches and not cloned: loop.pretrainUpdates is 0");
    }

    @Override
    default Acting acting() {
        return loop().acting();
    }

    @Override
    default ThreadLimit threadLimit() {
        return new ThreadLimit(loop().batchSize(),
                "loop.batchSize = " + loop().batchSize() + ", every thread needs a row");
    }
}
