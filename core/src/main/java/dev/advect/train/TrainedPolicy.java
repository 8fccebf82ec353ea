package dev.advect.train;

import dev.advect.env.EnvFactory;
import dev.advect.env.EnvSpec;
import dev.advect.io.Checkpoint;
import dev.advect.io.Checkpoints;
import dev.advect.policy.Policy;

import java.io.IOException;
import java.util.Optional;

/**
 * A policy as a run's checkpoint holds it, with the run's own normaliser.
 *
 * @param config of the run
 * @param policy to be closed by the caller
 * @param checkpoint it was read from
 * @param warning what to tell the user: that it was trained with another version of the physics engine
 */
public record TrainedPolicy(RunConfig config, Policy policy, Checkpoint checkpoint, Optional<String> warning) {

    /**
     * @param which {@code best}, {@code latest} or a step
     * @param workers how many threads will compute with it at once
     */
    public static TrainedPolicy load(RunDirectory directory, String which, EnvFactory factory, int workers)
            throws IOException {
        RunConfig config = directory.config();
        EnvFacts facts = EnvFacts.of(factory);
        EnvSpec spec = facts.spec();
        Checkpoints.Loaded loaded = directory.checkpoints().load(which);
        CheckpointMatch.requirePolicy(loaded.checkpoint(), config, spec);
        Policy policy = LearnerFactory.policy(config, spec, workers);
        try {
            policy.load(loaded.state().child("policy"));
        } catch (RuntimeException e) {
            policy.close();
            throw e;
        }
        return new TrainedPolicy(config, policy, loaded.checkpoint(), facts.physics().warning(loaded.checkpoint()));
    }
}
