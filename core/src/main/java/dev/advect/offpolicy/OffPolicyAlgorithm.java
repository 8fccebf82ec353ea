package dev.advect.offpolicy;

import dev.advect.data.DemonstrationFile;
import dev.advect.data.Demonstrations;
import dev.advect.env.EnvFactory;
import dev.advect.env.EnvSpec;
import dev.advect.learner.AlgorithmConfig;
import dev.advect.nn.Workers;
import dev.advect.random.Rng;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What all off-policy algorithms make of their values; they differ in the agent only. */
public interface OffPolicyAlgorithm extends AlgorithmConfig {
    /** The streams of the seed from which first weights, and what an agent draws, come. */
    long POLICY_STREAM = 9;
    long CRITIC_STREAM = 10;
    long AGENT_STREAM = 11;

    OffPolicyConfig loop();

    CriticConfig critic();

    /** The algorithm at its beginning. */
    Agent agent(EnvSpec spec, Workers workers, long seed);

    /** A critic at its beginning. */
    default CriticEnsemble critic(EnvSpec spec, int workers, long seed) {
        return new CriticEnsemble(critic(), spec.observationSize(), loop().chunk() * spec.actionSize(), workers,
                new Rng(seed, CRITIC_STREAM));
    }

    @Override
    default OffPolicyLearner learner(EnvFactory factory, EnvSpec spec, Workers workers, long seed) {
        return learner(factory, spec, workers, seed, demonstrations());
    }

    /** A learner at its beginning, with demonstrations that need not come from the file that is configured. */
    default OffPolicyLearner learner(EnvFactory factory, EnvSpec spec, Workers workers, long seed,
            @Nullable Demonstrations demonstrations) {
        return new OffPolicyLearner(factory, agent(spec, workers, seed), loop(), demonstrations, workers, seed);
    }

    /** Those of the configured file. */
    private @Nullable Demonstrations demonstrations() {
        if (loop().demonstrations().isEmpty()) {
            return null;
        }
        try {
            return DemonstrationFile.read(Path.of(loop().demonstrations()));
        } catch (IOException e) {
            String why = e instanceof NoSuchFileException ? "there is no file " + e.getMessage() : e.getMessage();
            throw new UncheckedIOException("loop.demonstrations: " + why, e);
        }
    }

    @Override
    default boolean normalizesObservations() {
        return loop().normalizeObservations();
    }

    @Override
    default ThreadLimit threadLimit() {
        return new ThreadLimit(loop().batchSize(),
                "loop.batchSize = " + loop().batchSize() + ", every thread needs a row");
    }
}
