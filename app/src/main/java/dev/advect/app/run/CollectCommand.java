package dev.advect.app.run;

import dev.advect.app.console.Text;
import dev.advect.app.options.CheckpointOption;
import dev.advect.app.options.Converters.Count;
import dev.advect.app.options.Environments;
import dev.advect.app.options.ExpertNoiseOptions;
import dev.advect.data.DemonstrationFile;
import dev.advect.data.DemonstrationSummary;
import dev.advect.data.Demonstrations;
import dev.advect.env.Env;
import dev.advect.env.EnvFactory;
import dev.advect.experiments.ExpertNoise;
import dev.advect.experiments.ExpertRollout;
import dev.advect.experiments.Experts;
import dev.advect.policy.Acting;
import dev.advect.policy.Policy;
import dev.advect.train.DemonstrationRollout;
import dev.advect.train.RunConfig;
import dev.advect.train.RunDirectory;
import dev.advect.train.TrainedPolicy;
import org.jspecify.annotations.Nullable;
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
import java.util.concurrent.Callable;

import static dev.advect.config.InvalidValueException.throwIf;

/** Records whole episodes as demonstrations. */
@Command(
        name = "collect",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Records episodes of a trained policy, of a scripted expert or of random actions as a file of "
                + "demonstrations.",
        footer = {
            "",
            "Examples:",
            "  advect collect runs/point-mass-rlpd-1 --episodes=20 --out=demo.hdf5",
            "  advect collect --env=point-mass --episodes=20 --out=random.safetensors",
            "  advect collect --env=can --expert --noise=0.3 --episodes=200 --out=can.hdf5"
        })
public final class CollectCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "DIR", arity = "0..1", description = "The run's folder. Without it, actions are random.")
    private @Nullable Path run;

    @Option(names = "--env", paramLabel = "NAME", description = "Environment, when no run is given.")
    private @Nullable String env;

    @Option(names = "--episodes", paramLabel = "N", description = "Number of episodes. Default: ${DEFAULT-VALUE}.")
    private int episodes = 20;

    @Option(names = "--out", required = true, paramLabel = "FILE",
            description = "File to write: .hdf5 (robomimic's format) or .safetensors.")
    @SuppressWarnings("NullAway.Init")
    private Path out;

    @Option(names = "--seed", paramLabel = "N", description = "Random seed of the episodes and actions. Default: 0.")
    private Count seed = new Count(0);

    @Option(names = {"--stochastic", "--sampled"},
            description = "Use stochastic actions, also of a policy that is evaluated with deterministic ones.")
    private boolean stochastic;

    @Option(names = "--expert", description = "Record the environment's scripted expert. Failed episodes are kept.")
    private boolean expert;

    @Mixin
    private ExpertNoiseOptions noise = new ExpertNoiseOptions();

    @Mixin
    private CheckpointOption checkpoint = new CheckpointOption();

    @Override
    public Integer call() throws IOException {
        throwIf(episodes < 1, "--episodes=" + episodes + " is not possible, it must be at least 1");
        throwIf(expert && run != null, "--expert needs no run: give its environment by --env=NAME");
        throwIf(noise.given() && !expert, "--noise is added to the actions of an expert: --expert is missing");
        if (run == null) {
            throwIf(stochastic, "--stochastic is for a run's policy");
            checkpoint.refuse();
        }
        DataCommand.requireWritable(out);
        if (expert) {
            throwIf(env == null, "--expert needs an environment: --env=NAME");
            writeExpert(String.valueOf(env), noise.noise(0));
            return ExitCode.OK;
        }
        if (run == null) {
            throwIf(env == null, "a run's folder is needed, or --env=NAME for random actions");
            write(Environments.get(String.valueOf(env)).factory(), null, new Acting(false, 0), true, String.valueOf(env));
            return ExitCode.OK;
        }
        RunDirectory directory = RunDirectory.open(run);
        RunConfig config = directory.config();
        throwIf(env != null && !env.equals(config.env()), "--env=" + env + " is not the " + config.env() + " of the run");
        EnvFactory factory = Environments.get(config.env()).factory();
        TrainedPolicy trained = TrainedPolicy.load(directory, checkpoint.in(directory), factory, 1);
        try (Policy policy = trained.policy()) {
            trained.warning().ifPresent(warning -> spec.commandLine().getErr().println("warning: " + warning));
            write(factory, policy, config.algorithm().acting(), stochastic || policy.stochasticByDefault(),
                    config.env());
        }
        return ExitCode.OK;
    }

    private void write(EnvFactory factory, @Nullable Policy policy, Acting acting, boolean drawn, String environment)
            throws IOException {
        try (DemonstrationRollout rollout =
                new DemonstrationRollout(factory, policy, acting, episodes, seed.value(), drawn)) {
            Demonstrations all = rollout.run();
            DemonstrationFile.write(out, all, environment);
            PrintWriter print = spec.commandLine().getOut();
            print.println(Text.format("%s, %d episodes, %s steps, mean return %s: %s", environment, all.episodes(),
                    Text.steps(all.steps()), Text.number(DemonstrationSummary.of(all).returns().getAverage()), out));
            print.flush();
        }
    }

    private void writeExpert(String environment, ExpertNoise disturbance) throws IOException {
        try (Env simulation = Environments.get(environment).factory().create()) {
            ExpertRollout rollout = new ExpertRollout(Experts.require(simulation), disturbance, seed.value());
            rollout.run(episodes);
            Demonstrations all = rollout.demonstrations();
            DemonstrationFile.write(out, all, environment);
            PrintWriter print = spec.commandLine().getOut();
            print.println(Text.format("%s, %d episodes, %d successful and %d not, %s steps: %s", environment, episodes,
                    rollout.successes(), episodes - rollout.successes(), Text.steps(all.steps()), out));
            if (rollout.divergences() > 0) {
                print.println(Text.format("%d episodes ended as the simulation blew up", rollout.divergences()));
            }
            print.flush();
        }
    }
}
