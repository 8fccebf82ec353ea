package dev.advect.view.live;

import dev.advect.config.InvalidValueException;
import dev.advect.env.EnvFactory;
import dev.advect.flow.Sampler;
import dev.advect.flow.Sampling;
import dev.advect.io.Checkpoint;
import dev.advect.io.Checkpoints;
import dev.advect.policy.FlowPolicy;
import dev.advect.train.RunDirectory;
import dev.advect.train.SamplingOverrides;
import dev.advect.train.TrainedPolicy;
import dev.advect.view.play.RunPolicy;
import dev.advect.view.play.WatchedPolicy;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * A source that loads the checkpoints of a run, which may still be in training in another process.
 *
 * @param directory the run
 * @param factory creates the run's environment
 * @param checkpoint the checkpoint to begin with
 */
public record RunSource(RunDirectory directory, EnvFactory factory, String checkpoint) implements PolicySource {

    /** A source that begins with the newest checkpoint and follows the training. */
    public static RunSource following(RunDirectory directory, EnvFactory factory) {
        return new RunSource(directory, factory, Choice.NEWEST);
    }

    @Override
    public WatchedPolicy open(Choice choice) throws IOException {
        String which = choice.isNewest() ? "latest" : choice.checkpoint();
        TrainedPolicy trained = TrainedPolicy.load(directory, which, factory, 1);
        try {
            if (trained.policy() instanceof FlowPolicy flow) {
                flow.sampleWith(asked(flow.sampling(), choice));
            }
            return new RunPolicy(trained);
        } catch (RuntimeException e) {
            trained.policy().close();
            throw e;
        }
    }

    /** Returns the run's own sampling with what was chosen replaced. */
    private static Sampling asked(Sampling own, Choice choice) {
        String name = choice.sampler();
        Integer steps = choice.flowSteps() > 0 ? choice.flowSteps() : null;
        return new SamplingOverrides(name == null ? null : sampler(name), steps, null, null).over(own);
    }

    private static Sampler sampler(String name) {
        for (Sampler sampler : Sampler.values()) {
            if (sampler.name().toLowerCase(Locale.ROOT).equals(name)) {
                return sampler;
            }
        }
        throw new InvalidValueException("there is no sampler '" + name + "'");
    }

    @Override
    public Choice first() {
        return Choice.of(checkpoint);
    }

    @Override
    public List<Long> checkpoints() throws IOException {
        Checkpoints checkpoints = directory.checkpoints();
        return checkpoints.isEmpty() ? List.of() : checkpoints.list().stream().map(Checkpoint::step).toList();
    }

    @Override
    public boolean canSample() {
        return true;
    }
}
