package dev.advect.train;

import dev.advect.env.EnvFactory;
import dev.advect.env.EnvSpec;
import dev.advect.io.Checkpoint;
import dev.advect.io.Checkpoints;
import dev.advect.policy.Policy;

import java.io.IOException;
import java.util.Optional;

/**
 * A policy that was loaded from a run's checkpoint, with its own observation normaliser.
 *
 * @param config the run's configuration
 * @param policy the policy, to be closed by the caller
 * @param checkpoint the checkpoint that it was read from
 * @param warning a warning for the user if the policy was trained with another version of the physics engine
 */
public record TrainedPolicy(RunConfig config, Policy policy, Checkpoint checkpoint, Optional<String> warning) {

    /**
     * Loads the policy of a checkpoint.
     *
     * @param which {@code best}, {@code latest} or a step
     * @param workers the number of threads that will compute with the policy at once
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
