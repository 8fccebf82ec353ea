package dev.advect.app.run;

import dev.advect.app.console.StoppedException;
import dev.advect.app.console.Text;
import dev.advect.app.options.CheckpointOption;
import dev.advect.app.options.Converters.Count;
import dev.advect.app.options.Environments;
import dev.advect.app.options.SamplingOptions;
import dev.advect.config.InvalidValueException;
import dev.advect.env.EnvException;
import dev.advect.env.EnvFactory;
import dev.advect.env.EnvSpec;
import dev.advect.flow.Sampler;
import dev.advect.flow.Sampling;
import dev.advect.flow.Schedule;
import dev.advect.policy.FlowPolicy;
import dev.advect.policy.LatentPolicy;
import dev.advect.policy.Policy;
import dev.advect.train.Algorithm;
import dev.advect.train.ConfigYaml;
import dev.advect.train.LearnerFactory;
import dev.advect.train.Presets;
import dev.advect.train.RunConfig;
import dev.advect.train.RunDirectory;
import dev.advect.train.TrainedPolicy;
import dev.advect.train.Trainer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;

import static dev.advect.config.InvalidValueException.throwIf;

/** Trains a latent actor on a run's frozen flow, which makes it a deterministic policy. */
@Command(
        name = "distill",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Trains an actor that chooses the noise of a run's flow, which is frozen. The new run's policy is "
                + "deterministic and acts on the flow's own modes; with --env it is fine-tuned to another task.",
        footer = {
            "",
            "Examples:",
            "  advect distill runs/cheetah-run-fpo-1 --out=runs/cheetah-latent",
            "  advect distill runs/reacher-easy-fpo-1 --env=reacher-hard --out=runs/reacher-hard-latent --steps=1e6",
            "",
            "The new run is one like any other: advect eval, export, plot and train --resume take its folder."
        })
public final class DistillCommand implements Callable<Integer> {
    private static final long STEPS = 1_000_000;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "The folder of the run whose flow is used.")
    @SuppressWarnings("NullAway.Init")
    private Path run;

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "New folder for the run.")
    @SuppressWarnings("NullAway.Init")
    private Path out;

    @Option(names = "--env", paramLabel = "NAME",
            description = "Environment with the same observations and actions. Default: the run's.")
    private @Nullable String env;

    @Option(names = "--steps", paramLabel = "N", description = "Environment steps. Default: 1,000,000.")
    private Count steps = new Count(STEPS);

    @Option(names = "--seed", paramLabel = "N", description = "Random seed. Default: the run's.")
    private @Nullable Count seed;

    @Option(names = "--threads", paramLabel = "N", description = "Cores to use. Default: all.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--set", paramLabel = "KEY=VALUE",
            description = "Set a value of the new run's configuration; repeatable. See advect list presets cpu --show=latent.")
    private Map<String, String> values = new LinkedHashMap<>();

    @Mixin
    private CheckpointOption checkpoint = new CheckpointOption();

    @Mixin
    private SamplingOptions sampling = new SamplingOptions();

    @Override
    public Integer call() throws IOException, StoppedException {
        sampling.check();
        throwIf(steps.value() < 1, "--steps must be at least 1");
        RunDirectory source = RunDirectory.open(run);
        RunConfig old = source.config();
        EnvFactory own = Environments.get(old.env()).factory();
        EnvFactory factory = env == null ? own : Environments.get(env).factory();
        requireSameShapes(LearnerFactory.spec(own), LearnerFactory.spec(factory));
        TrainedPolicy trained = TrainedPolicy.load(source, checkpoint.in(source), own, 1);
        try (Policy policy = trained.policy()) {
            trained.warning().ifPresent(warning -> spec.commandLine().getErr().println("warning: " + warning));
            sampling.applyTo(policy, old);
            if (!(policy instanceof FlowPolicy flow)) {
                throw new InvalidValueException("distill takes runs of fpo, fpo++, refpo and fpo-joint; this one's policy is that of "
                        + ConfigYaml.name(old.algo()));
            }
            return train(flow, trained, factory, config(flow, old));
        }
    }

    private int train(FlowPolicy flow, TrainedPolicy trained, EnvFactory factory, RunConfig config)
            throws IOException, StoppedException {
        LearnerFactory.requireSupported(config);
        RunDirectory directory = RunDirectory.create(out, config);
        PrintWriter stdout = spec.commandLine().getOut();
        stdout.println(Text.format("latent actor for %s on the flow of %s, step %s, %d threads, seed %d: %s", config.env(), run,
                Text.steps(trained.checkpoint().step()), config.threads(), config.seed(), out));
        stdout.flush();
        return new TrainingSession(stdout, spec.commandLine().getErr()).run(directory, view -> {
            try {
                return Trainer.begin(config, factory, directory, view, policy -> ((LatentPolicy) policy).takeFlow(flow));
            } catch (InvalidValueException e) {
                directory.discard(); // so that the corrected command can be run again
                throw e;
            } catch (IOException | EnvException | Error e) {
                throw new StoppedException(e, "nothing was trained: delete " + directory.folder() + " and begin anew");
            }
        });
    }

    /** The new run's configuration: the preset's, with the flow and the way of acting of the old run. */
    private RunConfig config(FlowPolicy flow, RunConfig old) {
        Sampling solver = flow.sampling();
        throwIf(solver.sampler() == Sampler.SDE,
                "distill needs a flow without noise along the way, this run's solver is sde; add --sampler=euler");
        throwIf(flow.predictsAction(), "distill needs a flow that predicts velocities, this run's predicts actions "
                + "(fpo.parameterization: data)");
        Schedule schedule = solver.schedule();
        Map<String, String> all = new LinkedHashMap<>();
        all.put("steps", Long.toString(steps.value()));
        all.put("seed", Long.toString(seed == null ? old.seed() : seed.value()));
        all.put("latent.flowHidden", flow.hidden().toString());
        all.put("latent.flowSampler", ConfigYaml.name(solver.sampler()));
        all.put("latent.flowSteps", Integer.toString(solver.steps()));
        all.put("latent.flowSchedule", schedule.given().isEmpty() ? schedule.toString() : schedule.given().toString());
        all.put("latent.timeEmbedding", Integer.toString(flow.embedding().size()));
        all.put("latent.outputScale", Double.toString(flow.outputScale()));
        all.put("loop.normalizeObservations", Boolean.toString(old.algorithm().acting().normalizeObservations()));
        all.put("loop.actionBound", Double.toString(old.algorithm().acting().actionBound()));
        values.keySet().forEach(key -> throwIf(
                all.keySet().stream().anyMatch(own -> own.equals(key) || own.endsWith("." + key)),
                "'" + key + "' is not for --set: the flow has its own, and --steps and --seed are options"));
        all.putAll(values);
        RunConfig one = ConfigYaml.with(
                Presets.of("cpu", Algorithm.LATENT, env == null ? old.env() : env), Map.of("threads", "1"));
        RunConfig config = ConfigYaml.with(one, all);
        int max = Math.min(threads, config.algorithm().threadLimit().max());
        return ConfigYaml.with(config, Map.of("threads", Integer.toString(max)));
    }

    private void requireSameShapes(EnvSpec own, EnvSpec other) {
        throwIf(own.observationSize() != other.observationSize() || own.actionSize() != other.actionSize(),
                Text.format("--env=%s has %d observations and %d actions, the flow has %d and %d", other.name(),
                        other.observationSize(), other.actionSize(), own.observationSize(), own.actionSize()));
    }
}
