package dev.advect.train;

import dev.advect.env.EnvFactory;
import dev.advect.env.EnvSpec;
import dev.advect.io.Checkpoint;
import dev.advect.io.CheckpointException;
import dev.advect.io.Checkpoints;
import dev.advect.io.Closer;
import dev.advect.io.Safetensors;
import dev.advect.io.StateDict;
import dev.advect.learner.Failure;
import dev.advect.learner.Learner;
import dev.advect.nn.Workers;
import dev.advect.nn.vector.Vectors;
import dev.advect.policy.Policy;
import dev.advect.ranks.Ranks;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The training loop around a learner: it collects, updates and logs, and evaluates and saves from time to time, until
 * the budget is spent or the run is stopped. Whatever depends on the clock (checkpoints, the end) has no effect on
 * learning: a run that was killed and resumed continues bit for bit.
 */
public final class Trainer implements AutoCloseable {
    /**
     * The offset of the evaluation seed. It is constant, so that all evaluations see the same episodes and can be
     * compared.
     */
    private static final long EVALUATION_SEED = 0x5eed;

    private static final Logger LOG = LoggerFactory.getLogger(Trainer.class);
    /** The manifest's key for the sizes of the log files. */
    private static final String LOG_SIZES = "log_bytes";

    private final RunConfig config;
    private final EnvSpec spec;
    private final Physics physics;
    private final TrainListener listener;
    private final Closer closer = new Closer();
    private final Leader leader;
    private final Learner learner;
    private final Evaluator evaluator;
    private final Checkpoints checkpoints;
    private final RunLog log;
    private final RunDirectory directory;
    private final CliffAlarm cliffAlarm;
    private final RecentReturns recent = new RecentReturns();
    private final boolean resumed;
    private final double secondsBefore;
    private long evaluatedStep = -1;
    private double bestMean = Double.NEGATIVE_INFINITY;
    private @Nullable Evaluation lastEvaluation;
    private volatile boolean stopped;

    private Trainer(RunConfig config, EnvFactory factory, RunDirectory directory, TrainListener listener, boolean resume,
            Ranks ranks) throws IOException {
        this.config = config;
        this.listener = listener;
        this.directory = directory;
        leader = new Leader(ranks);
        cliffAlarm = new CliffAlarm(config.health(), config.algorithm().beginsWithClone());
        closer.add(directory.lock());
        try {
            checkpoints = Checkpoints.open(directory.folder().resolve("checkpoints"), config.checkpointsKept());
            resumed = resume && !checkpoints.isEmpty();
            if (!resumed) {
                directory.requireUntrained();
            }
            EnvFacts facts = EnvFacts.of(factory);
            spec = facts.spec();
            physics = facts.physics();
            Workers workers = closer.add(new Workers(RunRanks.threads(config, ranks), ranks));
            Learner own = closer.add(LearnerFactory.learner(config, factory, workers));
            learner = ranks.areOne() ? own : new LeadingLearner(own, ranks, leader);
            learner.keepFilesIn(RunDirectory.replay(directory.folder()));
            evaluator = closer.add(new Evaluator(factory, learner.policy(), workers, config.evaluationEpisodes(),
                    learner.acting()));
            if (resumed) {
                Checkpoints.Loaded loaded = loadLatest();
                CheckpointMatch.requireTraining(loaded.checkpoint(), config, spec);
                physics.requireSame(loaded.checkpoint());
                boolean exact = learner.load(loaded.state());
                secondsBefore = ((Number) loaded.checkpoint().extras().getOrDefault("seconds", 0)).doubleValue();
                Map<String, Long> sizes = sizes(loaded.checkpoint());
                List<String> shortened = sizes == null ? List.of() : RunLog.shortened(directory, sizes);
                log = closer.add(RunLog.resume(directory, learner.steps(), sizes));
                if (!shortened.isEmpty()) {
                    warn("rows from before the checkpoint are missing: " + String.join(", ", shortened));
                }
                if (!exact) {
                    warn("the state of " + spec.name() + " is not part of a checkpoint: its environments begin new episodes");
                }
                restoreBest();
            } else {
                secondsBefore = 0;
                log = closer.add(RunLog.create(directory));
                if (resume && config.algo() == Algorithm.LATENT) {
                    throw new RunException(directory.folder() + " has no checkpoint yet, and the flow that its actor is for is another "
                            + "run's: delete it, and begin anew with advect distill");
                }
                if (resume) {
                    warn("no checkpoint had been saved yet: the run begins from its start");
                }
            }
            directory.notePhysics(physics.engine());
        } catch (IOException | RuntimeException | Error e) {
            closer.closeAfter(e);
            throw e;
        }
        listener.computing(Vectors.describe());
        if (!Vectors.present()) {
            LOG.warn("networks are computed by {}", Vectors.describe());
        }
    }

    /** Loads the checkpoint to continue from, or says how to continue from another one. */
    private Checkpoints.Loaded loadLatest() throws IOException {
        try {
            return checkpoints.load("latest");
        } catch (CheckpointException e) {
            if (e.intact().isEmpty()) {
                throw e;
            }
            long step = e.intact().getFirst();
            throw new CheckpointException(e.getMessage() + "; hint: to go on from step " + step + ", replace the content of "
                    + checkpoints.folder().resolve("latest") + " by " + Checkpoint.name(step), e.intact(), e);
        }
    }

    /** The sizes of the log files when a checkpoint was saved; null if the checkpoint does not record them. */
    private static @Nullable Map<String, Long> sizes(Checkpoint checkpoint) {
        if (!(checkpoint.extras().get(LOG_SIZES) instanceof Map<?, ?> recorded)) {
            return null;
        }
        Map<String, Long> sizes = new LinkedHashMap<>();
        recorded.forEach((name, size) -> {
            if (size instanceof Number bytes && bytes.longValue() >= 0) {
                sizes.put(String.valueOf(name), bytes.longValue());
            }
        });
        return sizes;
    }

    /** Starts a new run in a new folder. */
    public static Trainer begin(RunConfig config, EnvFactory factory, RunDirectory directory, TrainListener listener)
            throws IOException {
        return begin(config, factory, directory, listener, Ranks.alone());
    }

    /**
     * Starts a new run of several processes in a new folder.
     *
     * @param ranks the processes, of which this is rank 0; in the others a {@link TrainingFollower} takes part
     */
    public static Trainer begin(RunConfig config, EnvFactory factory, RunDirectory directory, TrainListener listener,
            Ranks ranks) throws IOException {
        return new Trainer(config, factory, directory, listener, false, ranks);
    }

    /**
     * Starts a new run in a new folder with a policy that is not the newly initialised one.
     *
     * @param change changes the policy before the first checkpoint is saved, from which a resumed run has it
     */
    public static Trainer begin(RunConfig config, EnvFactory factory, RunDirectory directory, TrainListener listener,
            Consumer<Policy> change) throws IOException {
        Trainer trainer = begin(config, factory, directory, listener);
        trainer.learner.prepare(change);
        return trainer;
    }

    /** Continues from the latest checkpoint, or from the start if the run was stopped before its first one. */
    public static Trainer resume(RunConfig config, EnvFactory factory, RunDirectory directory, TrainListener listener)
            throws IOException {
        return resume(config, factory, directory, listener, Ranks.alone());
    }

    /** Continues a run with several processes, see {@link #begin(RunConfig, EnvFactory, RunDirectory, TrainListener, Ranks)}. */
    public static Trainer resume(RunConfig config, EnvFactory factory, RunDirectory directory, TrainListener listener,
            Ranks ranks) throws IOException {
        return new Trainer(config, factory, directory, listener, true, ranks);
    }

    /**
     * Restores the best evaluation from the log, as a killed process may have evaluated without marking the best
     * checkpoint.
     */
    private void restoreBest() throws IOException {
        long bestStep = -1;
        for (RunLog.Row row : log.evaluations()) {
            if (row.mean() > bestMean) {
                bestMean = row.mean();
                bestStep = row.step();
            }
            cliffAlarm.raisedInLogBy(row.mean(), row.ci95());
            if (row.step() == learner.steps()) {
                evaluatedStep = row.step(); // the run had finished: do not evaluate again
            }
        }
        long step = bestStep;
        boolean marked = checkpoints.best().map(best -> best.step() == step).orElse(step < 0);
        if (!marked && checkpoints.list().stream().anyMatch(checkpoint -> checkpoint.step() == step)) {
            checkpoints.markBest(step, bestMean);
        }
    }

    /** Ends {@link #run} after the current iteration. This method may be called from any thread. */
    public void stop() {
        stopped = true;
    }

    /** The last evaluation; null before the first. */
    public @Nullable Evaluation lastEvaluation() {
        return lastEvaluation;
    }

    /** The number of environment steps done. */
    public long steps() {
        return learner.steps();
    }

    /**
     * Trains until the budget is spent or {@link #stop} is called; then evaluates, unless it was stopped, and saves.
     */
    public void run() throws IOException {
        Stopwatch clock = new Stopwatch(secondsBefore);
        double limit = config.minutes() > 0 ? config.minutes() * 60 : Double.POSITIVE_INFINITY;
        if (!resumed) {
            for (String doubt : config.algorithm().doubts()) {
                warn(doubt); // before the checkpoint, at which a resumed run cuts its logs
            }
            save(clock.seconds());
        }
        double savedAt = clock.seconds();
        while (!stopped && learner.steps() < config.lastStep() && clock.seconds() < limit) {
            long before = learner.steps();
            iterate(clock);
            long step = learner.steps();
            // pre-training does not advance the step count
            boolean due = learner.phaseEnded() || step / config.evaluationSteps() > before / config.evaluationSteps();
            if (due) {
                evaluate(clock);
                evaluatedStep = step;
                savedAt = clock.seconds();
            } else if (clock.seconds() - savedAt >= config.checkpointMinutes() * 60) {
                save(clock.seconds());
                savedAt = clock.seconds();
            }
            listener.progress(new Progress(recent.pretrained(), step, config.lastStep(), clock.seconds(), limit, recent.stepsPerSecond(),
                    recent.meanReturn(), lastEvaluation));
        }
        if (!stopped && evaluatedStep != learner.steps()) {
            evaluate(clock);
        } else {
            save(clock.seconds());
            log.curve(config);
        }
    }

    private void iterate(Stopwatch clock) throws IOException {
        double begin = clock.seconds();
        learner.collect();
        double collected = clock.seconds();
        Map<String, Double> metrics = new LinkedHashMap<>(learner.update());
        double updated = clock.seconds();
        recent.add(learner.steps(), updated, metrics);
        metrics.put("time/seconds", updated);
        metrics.put("time/collect", collected - begin);
        metrics.put("time/update", updated - collected);
        metrics.put("time/steps_per_second", recent.stepsPerSecond());
        log.metrics(learner.steps(), metrics);
        for (String warning : learner.drainWarnings()) {
            warn(warning);
        }
        Failure failure = learner.failure();
        double skipped = metrics.getOrDefault("update/skipped", 0.0);
        if (failure != null && config.health().report()) {
            report(failure);
        } else if (skipped > 0) {
            warn("updates were skipped, their gradient was not finite: " + (long) skipped);
        }
    }

    private void warn(String message) throws IOException {
        tell(new RunWarning(learner.steps(), false, message));
    }

    private void alarm(String message) throws IOException {
        tell(new RunWarning(learner.steps(), true, message));
    }

    private void tell(RunWarning warning) throws IOException {
        log.warning(warning);
        warning.tell(listener);
    }

    /** Tells the first failure, and saves the first of a run, with everything needed to investigate it. */
    private void report(Failure failure) throws IOException {
        Path file = directory.failure();
        if (!Files.exists(file)) { // or it was saved before the run was resumed
            Files.createDirectories(directory.folder().resolve("debug"));
            Safetensors.write(file, failure.replay(), Map.of(
                    "step", Long.toString(learner.steps()), "what", failure.what()));
        }
        alarm(RunWarning.NOT_FINITE + ": " + failure.what()
                + "; look into it with: advect debug " + ShellWord.quote(directory.folder()));
    }

    private void evaluate(Stopwatch clock) throws IOException {
        boolean stochastic = learner.policy().stochasticByDefault();
        Evaluation evaluation = evaluate(stochastic);
        Evaluation other = config.evaluateBothWays() ? evaluate(!stochastic) : null;
        lastEvaluation = evaluation;
        long step = learner.steps();
        log.evaluation(step, clock.seconds(), evaluation, other, stochastic ? "zero_noise" : "sampled");
        if (cliffAlarm.raisedBy(evaluation.mean(), evaluation.ci95())) {
            handleFall(evaluation);
        }
        save(clock.seconds());
        boolean best = evaluation.mean() > bestMean;
        if (best) {
            bestMean = evaluation.mean();
            checkpoints.markBest(step, bestMean);
        }
        log.curve(config);
        listener.evaluated(step, evaluation, best);
    }

    private Evaluation evaluate(boolean stochastic) {
        long seed = config.seed() + EVALUATION_SEED;
        byte[] argument = ByteBuffer.allocate(Long.BYTES + 1).putLong(seed).put((byte) (stochastic ? 1 : 0)).array();
        return leader.together(RankCommand.EVALUATE, argument, () -> evaluator.evaluate(learner.policy(), seed, stochastic));
    }

    /** Reacts to a lasting fall of the return. */
    private void handleFall(Evaluation evaluation) throws IOException {
        String what = String.format(Locale.ROOT, "the return fell from %.1f to %.1f, %d evaluations in a row",
                cliffAlarm.best(), evaluation.mean(), config.health().cliffEvaluations());
        if (!config.health().returnToBest() && !config.health().stabilise()) {
            alarm(what + "; the best checkpoint is kept, see docs/guides/health.md for what to do");
            return;
        }
        alarm(what + returned() + stabilised());
    }

    /** Returns to the best checkpoint if that is configured, and says what came of it. */
    private String returned() throws IOException {
        if (!config.health().returnToBest()) {
            return "";
        }
        if (!learner.returnTo(checkpoints.load("best").state())) {
            return "; this algorithm cannot go back to the best checkpoint, which is kept";
        }
        cliffAlarm.recovered();
        return "; back to the best checkpoint, at half the learning rate";
    }

    /** Switches to stable settings if that is configured, and says what came of it. */
    private String stabilised() {
        if (!config.health().stabilise()) {
            return "";
        }
        return learner.stabilise() ? "; from here on a moving average of 0.99, half the epochs, advantages as they are"
                : "; this algorithm has no stable settings";
    }

    private void save(double seconds) throws IOException {
        StateDict state = new StateDict();
        learner.save(state);
        Map<String, Object> extras = CheckpointMatch.extras(config, spec);
        physics.putInto(extras);
        extras.put("seconds", seconds);
        log.force(); // a checkpoint that outlives a power failure must find the rows that it counts
        extras.put(LOG_SIZES, log.sizes());
        Checkpoint saved = checkpoints.save(learner.steps(), state, extras);
        learner.saved();
        listener.saved(saved.step(), checkpoints.folder());
    }

    @Override
    public void close() throws IOException {
        leader.end();
        try {
            closer.close();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** A clock of training seconds that includes the time before a resumption. */
    private record Stopwatch(double before, long start) {
        Stopwatch(double before) {
            this(before, System.nanoTime());
        }

        double seconds() {
            return before + (System.nanoTime() - start) * 1e-9;
        }
    }

    /** A moving window over the speed and returns of the last iterations. */
    private static final class RecentReturns {
        private static final int ITERATIONS = 20;

        private record Entry(long steps, double seconds, double returns, double episodes) {}

        private final Deque<Entry> entries = new ArrayDeque<>();
        private double pretrained = 1;

        void add(long steps, double seconds, Map<String, Double> metrics) {
            pretrained = metrics.getOrDefault("pretrain/done", 1.0);
            if (metrics.containsKey("pretrain/done")) {
                entries.clear(); // the speed is that of environment steps
            }
            double episodes = metrics.getOrDefault("episode/count", 0.0);
            entries.add(new Entry(steps, seconds, metrics.getOrDefault("episode/return", 0.0) * episodes, episodes));
            // enough iterations that some episodes have ended in them
            while (entries.size() > ITERATIONS
                    && entries.stream().skip(1).mapToDouble(Entry::episodes).sum() >= 32) {
                entries.removeFirst();
            }
        }

        /** The fraction of pre-training that is done; 1 if there is none. */
        double pretrained() {
            return pretrained;
        }

        double meanReturn() {
            double episodes = entries.stream().mapToDouble(Entry::episodes).sum();
            return entries.stream().mapToDouble(Entry::returns).sum() / episodes;
        }

        double stepsPerSecond() {
            if (entries.size() < 2) {
                return Double.NaN;
            }
            Entry first = entries.getFirst();
            Entry last = entries.getLast();
            return (last.steps() - first.steps()) / (last.seconds() - first.seconds());
        }
    }
}
