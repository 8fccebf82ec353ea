package dev.advect.train;

import dev.advect.learner.AlgorithmSettings;

import java.util.Map;

import static dev.advect.config.InvalidValueException.throwIf;

/**
 * The complete configuration of a run, which is written to its {@code config.yaml}.
 *
 * @param env the name of the environment
 * @param algo the algorithm
 * @param preset the preset that supplied the other values
 * @param seed the random seed of the run
 * @param threads the number of worker threads; results with different numbers differ, though only through rounding
 * @param steps the environment steps after which the run ends; 0 for no limit, in which case {@code minutes} must be
 *     set
 * @param minutes the minutes after which the run ends, if that comes first; 0 for no limit
 * @param evaluationSteps the environment steps between evaluations
 * @param evaluationEpisodes the episodes of an evaluation
 * @param evaluateBothWays whether evaluations run with both stochastic and zero-noise actions; the mode that is not the
 *     algorithm's default is recorded beside it
 * @param checkpointMinutes the minutes between checkpoints
 * @param checkpointsKept the number of checkpoints kept besides the best
 * @param health the health checks and the reaction to them
 * @param algorithm the algorithm's own settings, of the type that {@code algo} defines; in the file its components are
 *     sections beside the values above
 */
public record RunConfig(
        String env,
        Algorithm algo,
        String preset,
        long seed,
        int threads,
        long steps,
        double minutes,
        long evaluationSteps,
        int evaluationEpisodes,
        boolean evaluateBothWays,
        double checkpointMinutes,
        int checkpointsKept,
        HealthConfig health,
        AlgorithmSettings algorithm) {

    public RunConfig {
        throwIf(env.isBlank(), "env: an environment's name is needed");
        throwIf(!algo.configType().isInstance(algorithm), "algo: " + algo + " is not the algorithm of these values");
        throwIf(threads < 1 || threads > 1024, "threads: " + threads + " is not possible, it must lie in [1, 1024]");
        AlgorithmSettings.ThreadLimit limit = algorithm.threadLimit();
        throwIf(threads > limit.max(), "threads: " + threads + " is not possible with " + limit.why());
        throwIf(steps < 0, "steps: " + steps + " is not possible, it must be positive, or 0 for no limit");
        throwIf(!(minutes >= 0), "minutes: " + minutes + " is not possible, it must be positive, or 0 for no limit");
        throwIf(steps == 0 && minutes == 0, "steps: 0 is no limit; then minutes must be given, or the run would never end");
        throwIf(evaluationSteps < 1, "evaluationSteps: " + evaluationSteps + " is not possible, it must be at least 1");
        throwIf(evaluationEpisodes < 2,
                "evaluationEpisodes: " + evaluationEpisodes + " is not possible, it must be at least 2");
        throwIf(!(checkpointMinutes > 0),
                "checkpointMinutes: " + checkpointMinutes + " is not possible, it must be positive");
        throwIf(checkpointsKept < 1, "checkpointsKept: " + checkpointsKept + " is not possible, it must be at least 1");
    }

    /** A copy with a thread for each core of this machine, or as many as the algorithm's settings allow. */
    public RunConfig onAllCores() {
        int cores = Math.min(Runtime.getRuntime().availableProcessors(), algorithm.threadLimit().max());
        return ConfigYaml.with(this, Map.of("threads", Integer.toString(cores)));
    }

    /** The step at which the run ends, if the time limit is not reached first. */
    public long lastStep() {
        return steps > 0 ? steps : Long.MAX_VALUE;
    }
}
