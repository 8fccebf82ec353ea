package dev.advect.app.run;

import dev.advect.app.console.Json;
import dev.advect.app.console.Text;
import dev.advect.app.options.CheckpointOption;
import dev.advect.app.options.Converters.Count;
import dev.advect.app.options.Environments;
import dev.advect.app.options.SamplingOptions;
import dev.advect.env.EnvFactory;
import dev.advect.flow.Sampling;
import dev.advect.flow.Schedule;
import dev.advect.nn.Workers;
import dev.advect.policy.FlowPolicy;
import dev.advect.policy.Policy;
import dev.advect.train.ConfigYaml;
import dev.advect.train.Evaluation;
import dev.advect.train.Evaluator;
import dev.advect.train.RunConfig;
import dev.advect.train.RunDirectory;
import dev.advect.train.TrainedPolicy;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Collections;
import java.util.concurrent.Callable;

import static dev.advect.app.options.Refusals.refuseNoThreads;
import static dev.advect.config.InvalidValueException.throwIf;

/** Evaluates a trained policy over whole episodes. */
@Command(
        name = "eval",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Evaluates a run's policy over whole episodes, with the run's own configuration and normaliser.",
        footer = {
            "",
            "Examples:",
            "  advect eval runs/cheetah-run-fpo-1",
            "  advect eval runs/cheetah-run-fpo-1 --episodes=256 --sampler=heun --flow-steps=5 --json",
            "  advect eval runs/cheetah-run-fpo-1 --deterministic --checkpoint=latest"
        })
public final class EvalCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "The run's folder.")
    @SuppressWarnings("NullAway.Init")
    private Path run;

    @Option(names = "--episodes", paramLabel = "N", description = "Number of episodes. Default: ${DEFAULT-VALUE}.")
    private int episodes = 64;

    @Option(names = "--seed", paramLabel = "N", description = "Random seed of the episodes and actions. Default: 0.")
    private Count seed = new Count(0);

    @Mixin
    private SamplingOptions sampling = new SamplingOptions();

    @Option(names = {"--deterministic", "--zero-noise"},
            description = "Use deterministic actions: a flow's from zero noise, a Gaussian's mean. Default: as in the "
                    + "run's evaluations.")
    private boolean deterministic;

    @Option(names = {"--stochastic", "--sampled"},
            description = "Use stochastic actions, as in training. Default: as in the run's evaluations.")
    private boolean stochastic;

    @Mixin
    private CheckpointOption checkpoint = new CheckpointOption();

    @Option(names = "--threads", paramLabel = "N", description = "Cores to use. Default: all.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--json", description = "Print one JSON object, with every episode's return and length.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        throwIf(episodes < 1, "--episodes=" + episodes + " is not possible, it must be at least 1");
        refuseNoThreads(threads);
        throwIf(deterministic && stochastic, "--deterministic and --stochastic exclude each other");
        sampling.check();
        RunDirectory directory = RunDirectory.open(run);
        RunConfig config = directory.config();
        EnvFactory factory = Environments.get(config.env()).factory();
        int workers = Math.min(threads, episodes);
        TrainedPolicy trained = TrainedPolicy.load(directory, checkpoint.in(directory), factory, workers);
        try (Policy policy = trained.policy()) {
            trained.warning().ifPresent(warning -> spec.commandLine().getErr().println("warning: " + warning));
            String how = sampleAsAsked(policy, config);
            try (Workers pool = new Workers(workers);
                    Evaluator evaluator = new Evaluator(
                            factory, policy, pool, episodes, config.algorithm().acting())) {
                Evaluation evaluation = evaluator.evaluate(policy, seed.value(), isStochastic(policy));
                print(evaluation, trained, how);
            }
        }
        return ExitCode.OK;
    }

    private String sampleAsAsked(Policy policy, RunConfig config) {
        sampling.applyTo(policy, config);
        if (!(policy instanceof FlowPolicy flow)) {
            return actions(policy);
        }
        Sampling asked = flow.sampling();
        String spacing = asked.schedule().equals(Schedule.UNIFORM) ? "" : " (" + asked.schedule() + ")";
        return Text.format("%s, %d flow steps%s, %s", ConfigYaml.name(asked.sampler()), asked.steps(), spacing,
                actions(flow));
    }

    private String actions(Policy policy) {
        return isStochastic(policy) ? "stochastic actions" : "deterministic actions";
    }

    private boolean isStochastic(Policy policy) {
        return stochastic || (!deterministic && policy.stochasticByDefault());
    }

    private void print(Evaluation evaluation, TrainedPolicy trained, String how) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            Json.print(out, Json.object("mean", evaluation.mean(), "se", evaluation.se(), "min", evaluation.min(),
                    "max", evaluation.max(), "episodes", evaluation.episodes(), "ci95", evaluation.ci95(),
                    "returns", evaluation.returns(), "lengths", evaluation.lengths()));
            return;
        }
        out.println(Text.format("%s, step %s, %s", trained.config().env(),
                Text.steps(trained.checkpoint().step()), how));
        String returns = Text.returns(evaluation.mean(), evaluation.ci95(), evaluation.episodes());
        out.println("return  " + returns + (evaluation.episodes() == 1 ? "" : Text.format("  se %s  min %s  max %s",
                Text.number(evaluation.se()), Text.number(evaluation.min()), Text.number(evaluation.max()))));
        long shortest = Collections.min(evaluation.lengths());
        long longest = Collections.max(evaluation.lengths());
        if (shortest < longest) {
            out.println(Text.format("length  %s steps  min %d  max %d", Text.number(evaluation.meanLength()), shortest, longest));
        }
        out.flush();
    }
}
