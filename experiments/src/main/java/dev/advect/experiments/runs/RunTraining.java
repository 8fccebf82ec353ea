package dev.advect.experiments.runs;

import dev.advect.env.EnvFactory;
import dev.advect.io.Checkpoint;
import dev.advect.train.ConfigYaml;
import dev.advect.train.RunConfig;
import dev.advect.train.RunDirectory;
import dev.advect.train.RunException;
import dev.advect.train.TrainListener;
import dev.advect.train.Trainer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The training of one run of an experiment, from its beginning or from where it stopped. */
final class RunTraining {
    private final EnvFactory factory;
    private final RunConfig config;
    private final RunDirectory directory;
    private final boolean isNew;

    /**
     * Opens or creates the run's folder.
     *
     * @param wanted the configuration with which the run should be trained
     */
    RunTraining(Path folder, RunConfig wanted, EnvFactory factory) throws IOException {
        this.factory = factory;
        isNew = !Files.exists(folder.resolve("config.yaml"));
        if (!isNew) {
            directory = RunDirectory.open(folder);
            config = continued(directory, wanted);
            if (!config.equals(directory.config())) {
                directory.updateConfig(config);
            }
        } else {
            config = wanted;
            directory = RunDirectory.create(folder, wanted);
        }
    }

    /**
     * The configuration of a run that exists, with the wanted budget.
     *
     * @throws RunException if the run was begun with a configuration that differs in anything but the budget and the threads
     */
    static RunConfig continued(RunDirectory run, RunConfig wanted) throws IOException {
        RunConfig old = run.config();
        RunConfig config = budgetOf(wanted, old);
        if (!config.equals(withThreads(wanted, old.threads()))) {
            throw new RunException(run.folder() + " was begun with another configuration: name another folder with --out");
        }
        return config;
    }

    private static RunConfig budgetOf(RunConfig wanted, RunConfig old) {
        return ConfigYaml.with(old, Map.of(
                "steps", Long.toString(wanted.steps()), "minutes", Double.toString(wanted.minutes())));
    }

    /**
     * Replaces the number of threads. A continued run keeps its number, since its result depends on it through
     * rounding.
     */
    private static RunConfig withThreads(RunConfig wanted, int threads) {
        return ConfigYaml.with(wanted, Map.of("threads", Integer.toString(threads)));
    }

    RunDirectory directory() {
        return directory;
    }

    /**
     * @param stopper receives an action that makes the training stop early
     */
    void run(TrainListener listener, Consumer<Runnable> stopper) throws IOException {
        try (Trainer trainer = isNew
                ? Trainer.begin(config, factory, directory, listener)
                : Trainer.resume(config, factory, directory, listener)) {
            stopper.accept(trainer::stop);
            trainer.run();
        }
    }

    /** The environment steps and the training time in seconds so far. */
    Spent spent() throws IOException {
        List<Checkpoint> all = directory.checkpoints().list();
        Checkpoint last = all.getLast();
        return new Spent(last.step(), ((Number) last.extras().getOrDefault("seconds", 0)).doubleValue());
    }

    /** The part of the budget that a run has used. */
    record Spent(long steps, double seconds) {}
}
