package dev.advect.view.live;

import dev.advect.config.InvalidValueException;
import dev.advect.env.EnvSpec;
import dev.advect.runtime.Policy;
import dev.advect.runtime.PolicyFileException;
import dev.advect.view.play.FilePolicy;
import dev.advect.view.play.WatchedPolicy;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A source that reads an exported policy.
 *
 * @param file the policy file
 * @param env the environment in which it acts
 */
public record FileSource(Path file, EnvSpec env) implements PolicySource {
    @Override
    public WatchedPolicy open(Choice choice) throws IOException {
        Policy policy;
        try {
            policy = Policy.load(file);
        } catch (PolicyFileException e) {
            throw new InvalidValueException(file + ": " + e.getMessage(), e);
        }
        int actions = policy.actionSize() / policy.chunk();
        if (policy.observationSize() != env.observationSize() || actions != env.actionSize()) {
            throw new InvalidValueException(file + " observes " + policy.observationSize() + " numbers and acts with "
                    + actions + ", but " + env.name() + " has " + env.observationSize() + " and " + env.actionSize());
        }
        return new FilePolicy(policy, String.valueOf(file.getFileName()));
    }

    @Override
    public Choice first() {
        return Choice.of("");
    }
}
