package dev.advect.app.run;

import dev.advect.app.console.StoppedException;
import dev.advect.app.console.Text;
import dev.advect.app.options.ClusterOption;
import dev.advect.app.options.Environments;
import dev.advect.config.InvalidValueException;
import dev.advect.env.EnvException;
import dev.advect.env.EnvFactory;
import dev.advect.io.Checkpoint;
import dev.advect.train.ConfigYaml;
import dev.advect.train.LearnerFactory;
import dev.advect.train.RunConfig;
import dev.advect.train.RunDirectory;
import dev.advect.train.RunRanks;
import dev.advect.train.Trainer;
import dev.advect.view.page.Browser;
import dev.advect.view.page.PageServer;
import dev.advect.view.page.View;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;

import static dev.advect.config.InvalidValueException.throwIf;

/** Trains a policy or resumes a run. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Trains a policy in an environment, or continues a run that was stopped.",
        footer = {
            "",
            "Examples:",
            "  advect train",
            "  advect train --algo=ppo --env=reacher-easy --minutes=5 --seed=1",
            "  advect train --set loop.envs=128 --set learningRate=5e-4",
            "  advect train --env=java:Puck               Puck.java in this folder",
            "  advect train --env=gym:gymnasium:Pendulum-v1",
            "  advect train --cluster=spark://10.0.0.1:7077 --workers=4 --run-dir=/shared/cheetah",
            "  advect train --resume runs/cheetah-run-fpo-1 --steps=4e7",
            "",
            "Ctrl-C saves and ends. Every value that --set can change stands in a run's config.yaml."
        })
public final class TrainCommand implements Callable<Integer> {
    /** Seconds. */
    private static final long WORKER_TIMEOUT = 60;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private TrainOptions options = new TrainOptions();

    @Option(names = "--run-dir", paramLabel = "DIR", description = "New folder for the run. Default: "
            + "runs/<env>-<algo>-<n>.")
    private @Nullable Path runDir;

    @Option(names = "--resume", paramLabel = "DIR",
            description = "Continue this run. Only --steps, --minutes and --set products can be changed.")
    private @Nullable Path resume;

    @Mixin
    private ClusterOption cluster = new ClusterOption();

    @Option(names = "--workers", paramLabel = "N", description = "With --cluster: processes that train the policy together, "
            + "which share the --threads. Default: one for each thread.")
    private @Nullable Integer workers;

    @Option(names = "--worker-timeout", paramLabel = "S",
            description = "With --cluster: seconds after which a worker that does not answer is given up. Default: "
                    + WORKER_TIMEOUT + ".")
    private @Nullable Long workerTimeout;

    @Option(names = "--view", description = "Show this run and those beside it in the browser, while it trains.")
    private boolean view;

    @Override
    public Integer call() throws IOException, StoppedException {
        throwIf(workers != null && !cluster.isGiven(), "--workers=" + workers + " needs --cluster=MASTER");
        throwIf(workers != null && workers < 1, "--workers=" + workers + " is not possible, it must be at least 1");
        throwIf(workerTimeout != null && !cluster.isGiven(), "--worker-timeout=" + workerTimeout + " needs --cluster=MASTER");
        throwIf(workerTimeout != null && workerTimeout < 1, "--worker-timeout=" + workerTimeout + " is not possible, it must be at least 1");
        return resume == null ? begin() : resume(resume);
    }

    private int begin() throws IOException, StoppedException {
        RunConfig config = cluster.isGiven() ? options.newRun(workers == null ? 1 : workers) : options.newRun();
        RunRanks.requirePossible(config, workersOf(config));
        EnvFactory factory = Environments.get(config.env()).factory();
        LearnerFactory.spec(factory); // fails before the folder is made
        LearnerFactory.requireSupported(config);
        RunDirectory directory = runDir == null
                ? RunDirectory.createNumbered(Path.of("runs"), config) : RunDirectory.create(runDir, config);
        out().println(Text.format("%s on %s, preset %s, %d threads, seed %d: %s", ConfigYaml.name(config.algo()),
                config.env(), config.preset(), config.threads(), config.seed(), directory.folder()));
        out().flush();
        if (cluster.isGiven()) {
            return trainOnCluster(directory, config, false);
        }
        return train(directory, listener -> {
            try {
                return Trainer.begin(config, factory, directory, listener);
            } catch (InvalidValueException e) {
                directory.discard(); // so that the corrected command can be run again
                throw e;
            } catch (IOException | EnvException | Error e) {
                throw new StoppedException(e, TrainingSession.howToGoOn(directory));
            }
        });
    }

    private int resume(Path folder) throws IOException, StoppedException {
        throwIf(runDir != null && !runDir.equals(folder), "--run-dir and --resume name different folders");
        RunDirectory directory = RunDirectory.open(folder);
        RunConfig old = directory.config();
        RunConfig config = options.resumedRun(old);
        EnvFactory factory = Environments.get(config.env()).factory();
        if (isComplete(directory, config)) {
            return ExitCode.OK;
        }
        out().println(Text.format("%s on %s, preset %s, %d threads, seed %d: %s, resumed",
                ConfigYaml.name(config.algo()), config.env(), config.preset(), config.threads(), config.seed(), folder));
        out().flush();
        if (cluster.isGiven()) {
            RunRanks.requirePossible(config, workersOf(config));
            directory.requireNotInUse();
            if (!config.equals(old)) {
                directory.updateConfig(config);
            }
            return trainOnCluster(directory, config, true);
        }
        return train(directory, listener -> {
            Trainer trainer = Trainer.resume(config, factory, directory, listener);
            if (!config.equals(old)) {
                directory.updateConfig(config);
            }
            return trainer;
        });
    }

    /** Returns whether the budget was already spent, and reports it in that case. */
    private boolean isComplete(RunDirectory directory, RunConfig config) throws IOException {
        Checkpoint last = directory.lastCheckpoint().orElse(null);
        if (last == null) {
            return false;
        }
        double seconds = ((Number) last.extras().getOrDefault("seconds", 0)).doubleValue();
        boolean timeIsUp = config.minutes() > 0 && seconds >= 60 * config.minutes();
        if (last.step() < config.lastStep() && !timeIsUp) {
            return false;
        }
        out().println(Text.format("%s is complete: %s steps in %s; to go on, give it more %s", directory.folder(),
                Text.steps(last.step()), Text.duration(seconds), timeIsUp ? "--minutes" : "--steps"));
        out().flush();
        return true;
    }

    /** The number of processes that train a run. */
    private int workersOf(RunConfig config) {
        return !cluster.isGiven() ? 1 : workers != null ? workers : config.threads();
    }

    private int trainOnCluster(RunDirectory directory, RunConfig config, boolean resumed) throws IOException, StoppedException {
        try (@Nullable PageServer _ = view ? dashboard(directory) : null) {
            return new TrainingSession(out(), spec.commandLine().getErr()).await(directory, (listener, stopper) -> cluster.train(
                    spec, directory.folder(), config, workersOf(config), Objects.requireNonNullElse(workerTimeout, WORKER_TIMEOUT), resumed, listener, stopper));
        } catch (StoppedException e) {
            if (resumed || directory.isBegun()) {
                throw e;
            }
            directory.discard(); // so that the corrected command can be run again
            throw new StoppedException(Objects.requireNonNull(e.getCause()), "nothing was trained, so that the same command can be "
                    + "given again");
        }
    }

    private int train(RunDirectory directory, TrainingSession.Maker maker) throws IOException, StoppedException {
        try (@Nullable PageServer _ = view ? dashboard(directory) : null) {
            return new TrainingSession(out(), spec.commandLine().getErr()).run(directory, maker);
        }
    }

    /** Serves the folder in which the run's folder lies. */
    private PageServer dashboard(RunDirectory directory) throws IOException {
        Path runs = directory.folder().toAbsolutePath().normalize().getParent();
        PageServer page = View.dashboard("127.0.0.1", 0, runs == null ? directory.folder() : runs,
                name -> Environments.get(name).factory());
        Browser.open(page.address());
        out().println("view  " + page.address());
        out().flush();
        return page;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
