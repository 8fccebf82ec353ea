package dev.advect.experiments.runs;

import dev.advect.env.EnvFactory;
import dev.advect.experiments.CheckpointEvaluator;
import dev.advect.experiments.runs.Measured.Policies;
import dev.advect.io.Checkpoints.Best;
import dev.advect.train.Evaluation;
import dev.advect.train.RunConfig;
import dev.advect.train.RunDirectory;
import dev.advect.train.RunException;
import dev.advect.train.TrainListener;
import dev.advect.train.TrainingHistory;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The execution of runs in this process.
 *
 * @param environments the environments by name
 * @param parallel the number of runs at the same time
 */
public record LocalRuns(Function<String, EnvFactory> environments, int parallel) implements RunExecutor {

    @Override
    public @Nullable Measured run(RunJob job, TrainListener listener, Consumer<Runnable> stopper) throws IOException {
        EnvFactory factory = environments.apply(job.config().env());
        RunTraining training = new RunTraining(job.folder(), job.config(), factory);
        AtomicBoolean stopped = new AtomicBoolean();
        training.run(listener, stop -> stopper.accept(() -> {
            stopped.set(true);
            stop.run();
        }));
        if (stopped.get()) {
            return null; // it continues another time
        }
        RunTraining.Spent spent = training.spent();
        return new Measured(spent.steps(), spent.seconds(), TrainingHistory.of(training.directory()),
                job.episodes() == 0 ? null : measure(job, training.directory(), factory, spent.steps()));
    }

    /**
     * Rejects the results of a run of another configuration.
     *
     * @throws RunException if the run was begun with a configuration that differs in anything but the budget and the threads
     */
    public static void requireSame(RunDirectory run, RunConfig wanted) throws IOException {
        RunTraining.continued(run, wanted);
    }

    /**
     * Evaluates the last and the best checkpoint of a run.
     *
     * @param steps the step of the last checkpoint
     */
    public static Policies measure(RunJob job, RunDirectory directory, EnvFactory factory, long steps) throws IOException {
        boolean stochasticByDefault;
        Evaluation stochastic;
        Evaluation deterministic;
        try (CheckpointEvaluator last = evaluator(job, directory, "latest", factory)) {
            stochasticByDefault = last.policy().stochasticByDefault();
            stochastic = last.evaluate(job.episodeSeed(), true);
            deterministic = last.evaluate(job.episodeSeed(), false);
        }
        long bestStep = directory.checkpoints().best().map(Best::step).orElse(steps);
        if (bestStep == steps) {
            return new Policies(stochasticByDefault, stochastic, deterministic, steps,
                    stochasticByDefault ? stochastic : deterministic);
        }
        try (CheckpointEvaluator best = evaluator(job, directory, "best", factory)) {
            return new Policies(stochasticByDefault, stochastic, deterministic, bestStep, best.evaluate(job.episodeSeed()));
        }
    }

    private static CheckpointEvaluator evaluator(RunJob job, RunDirectory directory, String which, EnvFactory factory)
            throws IOException {
        return new CheckpointEvaluator(directory, which, factory, job.threads(), job.episodes());
    }
}
