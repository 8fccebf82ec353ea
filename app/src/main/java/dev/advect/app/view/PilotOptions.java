package dev.advect.app.view;

import dev.advect.app.options.CheckpointOption;
import dev.advect.app.options.ClipArguments;
import dev.advect.app.options.Environments;
import dev.advect.config.InvalidValueException;
import dev.advect.env.EnvFactory;
import dev.advect.envs.humanoid.TrackingTask;
import dev.advect.experiments.Experts;
import dev.advect.train.RunConfig;
import dev.advect.train.RunDirectory;
import dev.advect.train.TrainedPolicy;
import dev.advect.view.live.FileSource;
import dev.advect.view.play.FixedActions;
import dev.advect.view.play.Pilot;
import dev.advect.view.play.RunPolicy;
import dev.advect.view.play.WatchedPolicy;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import static dev.advect.config.InvalidValueException.throwIf;

/** The options that say who acts in which environment. */
public final class PilotOptions {
    @Parameters(paramLabel = "DIR|FILE.policy", arity = "0..1",
            description = "The run's folder, or a file written by advect export, which needs --env as well.")
    private @Nullable Path source;

    @Option(names = "--env", paramLabel = "NAME", description = "Environment, when no run is given; several with commas between them are shown together.")
    private @Nullable String env;

    @Mixin
    private NoPolicyOptions noPolicy = new NoPolicyOptions();

    @Option(names = {"--deterministic", "--zero-noise"},
            description = "Use deterministic actions: a flow's from zero noise, a Gaussian's mean. Default: as in the "
                    + "run's evaluations.")
    private boolean deterministic;

    @Option(names = "--clip", paramLabel = "CLIP",
            description = "Of humanoid-track-…: the motion that is tracked, from its first frame: a name such as wave-left or "
                    + "cmu-walk, or a file as for data clip. Default: random frames of those of the environment.")
    private @Nullable String clip;

    @Mixin
    private CheckpointOption checkpoint = new CheckpointOption();

    /**
     * Who acts where.
     *
     * @param env the environment's name
     * @param factory creates its instances
     * @param pilots creates the pilots
     * @param label what acts, in a few words
     * @param stochastic whether the actions have noise of their own, so that the same beginning may end differently
     * @param closer closes what the pilots share
     */
    public record Cast(String env, EnvFactory factory, Pilot.Factory pilots, String label, boolean stochastic, Runnable closer)
            implements AutoCloseable {
        @Override
        public void close() {
            closer.run();
        }
    }

    /**
     * Reads the policy, or whatever else acts; several only if several environments were named.
     *
     * @param warn receives warnings for the user
     */
    public List<Cast> casts(Consumer<String> warn) throws IOException {
        noPolicy.check(source == null);
        if (source == null) {
            throwIf(deterministic, "--deterministic is for a policy");
            checkpoint.refuse();
            String names = requireEnv("a run's folder is needed, or --env=NAME");
            List<Cast> casts = new ArrayList<>();
            for (String name : names.split(",", -1)) {
                casts.add(withoutPolicy(name));
            }
            return casts;
        }
        return List.of(Files.isDirectory(source) || !source.toString().endsWith(".policy") ? ofRun(source, warn) : ofFile(source));
    }

    /** The policy of another run, which acts as this one does. */
    public Cast other(Path run, Consumer<String> warn) throws IOException {
        return ofRun(run, warn);
    }

    /** The run or the file whose policy acts; null if none does. */
    @Nullable Path source() {
        return source;
    }

    private Cast withoutPolicy(String name) throws IOException {
        EnvFactory factory = factory(name);
        if (noPolicy.expert()) {
            return new Cast(name, factory, (instance, _) -> Pilot.expert(Experts.require(instance)), "expert", false, () -> {});
        }
        FixedActions.Rule rule = noPolicy.rule();
        Pilot.Factory pilots = (instance, random) -> new Pilot(new FixedActions(rule, instance.spec().actionSize(), random), null);
        return new Cast(name, factory, pilots, rule.text() + " actions", rule.isRandom(), () -> {});
    }

    private EnvFactory factory(String name) throws IOException {
        EnvFactory factory = Environments.get(name).factory();
        if (clip == null) {
            return factory;
        }
        if (!(factory instanceof TrackingTask task)) {
            throw new InvalidValueException("--clip is for environments humanoid-track-…, not for " + name);
        }
        return task.with(ClipArguments.read(clip, false)).forEvaluation();
    }

    private String requireEnv(String why) {
        if (env == null) {
            throw new InvalidValueException(why);
        }
        return env;
    }

    private Cast ofFile(Path file) throws IOException {
        checkpoint.refuse();
        String name = requireEnv("a policy file does not say its environment: --env=NAME is needed");
        FileSource policy = new FileSource(file, Environments.get(name).spec());
        return ofPolicy(name, factory(name), policy.open(policy.first()), String.valueOf(file.getFileName()));
    }

    private Cast ofRun(Path run, Consumer<String> warn) throws IOException {
        RunDirectory directory = RunDirectory.open(run);
        RunConfig config = directory.config();
        throwIf(env != null && !env.equals(config.env()), "--env=" + env + " is not the " + config.env() + " of the run");
        EnvFactory factory = factory(config.env());
        TrainedPolicy trained = TrainedPolicy.load(directory, checkpoint.in(directory), factory, 1);
        trained.warning().ifPresent(warn);
        return ofPolicy(config.env(), factory, new RunPolicy(trained),
                String.valueOf(run.toAbsolutePath().normalize().getFileName()));
    }

    private Cast ofPolicy(String name, EnvFactory factory, WatchedPolicy policy, String label) {
        boolean stochastic = !deterministic && policy.stochasticByDefault();
        return new Cast(name, factory, (instance, random) -> new Pilot(policy, stochastic ? random : null), label,
                stochastic, policy::close);
    }
}
