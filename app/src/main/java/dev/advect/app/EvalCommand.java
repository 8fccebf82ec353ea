package dev.advect.app;

import dev.advect.app.Converters.Count;
import dev.advect.env.EnvFactory;
import dev.advect.flow.Sampler;
import dev.advect.flow.Sampling;
import dev.advect.flow.Schedule;
import dev.advect.nn.Workers;
import dev.advect.policy.FlowPolicy;
import dev.advect.policy.GaussianPolicy;
import dev.advect.policy.Policy;
import dev.advect.train.ConfigException;
import dev.advect.train.ConfigYaml;
import dev.advect.train.Evaluation;
import dev.advect.train.Evaluator;
import dev.advect.train.RunConfig;
import dev.advect.train.RunDirectory;
import dev.advect.train.TrainedPolicy;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/** Runs whole episodes with a trained policy. */
@Command(
        name = "eval",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Runs whole episodes with the policy of a run, with the run's own configuration and normaliser.",
        footer = {
            "",
            "Examples:",
            "  advect eval runs/cheetah-run-fpo-1",
            "  advect eval runs/cheetah-run-fpo-1 --episodes=256 --sampler=heun --flow-steps=5 --json",
            "  advect eval runs/cheetah-run-fpo-1 --zero-noise --checkpoint=latest"
        })
final class EvalCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "The run's folder.")
    @SuppressWarnings("NullAway.Init")
    private Path run;

    @Option(names = "--episodes", paramLabel = "N", description = "How many. Default: ${DEFAULT-VALUE}.")
    private int episodes = 64;

    @Option(names = "--seed", paramLabel = "N", description = "Of the episodes and actions. Default: 0.")
    private Count seed = new Count(0);

    @Option(names = "--sampler", paramLabel = "NAME",
            description = "Solver that draws a flow policy's actions: euler, heun, midpoint, rk4 or sde. "
                    + "Default: the run's.")
    private @Nullable Sampler sampler;

    @Option(names = "--flow-steps", paramLabel = "K", description = "Steps of the solver. Default: the run's.")
    private @Nullable Integer flowSteps;

    @Option(names = "--schedule", paramLabel = "TIMES", description = "Where the solver's steps begin and end: uniform, "
            + "cosine, or times such as 1,0.6,0.3,0. Default: the run's.")
    private @Nullable Schedule schedule;

    @Option(names = "--sde-noise", paramLabel = "ETA", description = "How much noise the solver sde adds on the way. "
            + "Default: the run's.")
    private @Nullable Double sdeNoise;

    @Option(names = "--zero-noise", description = "Take the policy's central action instead of drawing one; a "
            + "Gaussian policy does so anyway.")
    private boolean zeroNoise;

    @Option(names = "--sampled", description = "Draw actions, also where the run's evaluations take the central one.")
    private boolean sampled;

    @Option(names = "--checkpoint", paramLabel = "WHICH", description = "best, latest, or a step. Default: best, "
            + "and latest where none is marked as the best yet.")
    private @Nullable String checkpoint;

    @Option(names = "--threads", paramLabel = "N", description = "Cores to use. Default: all.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        refuseIf(episodes < 1, "--episodes=" + episodes + " is not possible, it must be at least 1");
        refuseIf(threads < 1, "--threads=" + threads + " is not possible, it must be at least 1");
        refuseIf(flowSteps != null && flowSteps < 1,
                "--flow-steps=" + flowSteps + " is not possible, it must be at least 1");
        refuseIf(zeroNoise && sampled, "--zero-noise and --sampled exclude each other");
        refuseIf(checkpoint != null && !checkpoint.matches("best|latest|\\d{1,18}"),
                "--checkpoint=" + checkpoint + " is neither best nor latest nor a step");
        RunDirectory directory = RunDirectory.open(run);
        RunConfig config = directory.config();
        EnvFactory factory = Environments.get(config.env()).factory();
        int workers = Math.min(threads, episodes);
        TrainedPolicy trained = TrainedPolicy.load(directory, which(directory), factory, workers);
        try (Policy policy = trained.policy()) {
            String how = sampleAsAsked(policy, config);
            try (Workers pool = new Workers(workers);
                    Evaluator evaluator = new Evaluator(
                            factory, policy, pool, episodes, config.algorithm().acting())) {
                Evaluation evaluation = evaluator.evaluate(policy, seed.value(), draws(policy));
                print(evaluation, trained, how);
            }
        }
        return ExitCode.OK;
    }

    private String which(RunDirectory directory) throws IOException {
        if (checkpoint != null) {
            return checkpoint;
        }
        return directory.checkpoints().best().isPresent() ? "best" : "latest";
    }

    private String sampleAsAsked(Policy policy, RunConfig config) {
        if (!(policy instanceof FlowPolicy flow)) {
            refuseIf(sampler != null || flowSteps != null || schedule != null || sdeNoise != null,
                    "--sampler, --flow-steps, --schedule and --sde-noise are for flow policies; this run's policy is "
                            + (policy instanceof GaussianPolicy ? "Gaussian" : "a chain of steps of its own") + " (" + ConfigYaml.name(config.algo()) + ")");
            return draws(policy) ? "sampled actions" : "central actions";
        }
        Sampling asked = asked(flow.sampling());
        flow.sampleWith(asked);
        String spacing = asked.schedule().equals(Schedule.UNIFORM) ? "" : " (" + asked.schedule() + ")";
        return Text.format("%s, %d flow steps%s, %s", ConfigYaml.name(asked.sampler()), asked.steps(), spacing,
                draws(flow) ? "sampled actions" : "zero noise");
    }

    /** Whether actions are drawn. */
    private boolean draws(Policy policy) {
        return sampled || (!zeroNoise && policy.sampledByDefault());
    }

    /** The run's own way of drawing actions, with what was asked for in its place. */
    private Sampling asked(Sampling own) {
        Schedule spacing = schedule == null ? own.schedule() : schedule;
        int steps = flowSteps != null ? flowSteps
                : schedule != null && !schedule.given().isEmpty() ? schedule.given().size() - 1 : own.steps();
        if (schedule == null && steps != own.steps()) {
            spacing = spacing.given().isEmpty() ? spacing : Schedule.UNIFORM; // its times are for other steps
        }
        try {
            return new Sampling(sampler == null ? own.sampler() : sampler, steps, spacing,
                    sdeNoise == null ? own.noiseLevel() : sdeNoise);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(String.valueOf(e.getMessage()));
        }
    }

    private void print(Evaluation evaluation, TrainedPolicy trained, String how) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            Json.print(out, Json.object("mean", evaluation.mean(), "se", evaluation.se(), "min", evaluation.min(),
                    "max", evaluation.max(), "episodes", evaluation.episodes(), "ci95", evaluation.ci95()));
            return;
        }
        out.println(Text.format("%s, step %s, %s", trained.config().env(),
                Text.steps(trained.checkpoint().step()), how));
        out.println(Text.format("return  %s ± %s (95 %%, %d episodes)  se %s  min %s  max %s",
                Text.number(evaluation.mean()), Text.number(evaluation.ci95()), evaluation.episodes(),
                Text.number(evaluation.se()), Text.number(evaluation.min()), Text.number(evaluation.max())));
        out.flush();
    }

    private static void refuseIf(boolean bad, String why) {
        if (bad) {
            throw new ConfigException(why);
        }
    }
}
