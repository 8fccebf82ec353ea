package dev.advect.train;

import dev.advect.learner.AlgorithmSettings;

import static dev.advect.config.InvalidValueException.throwIf;

/**
 * Everything that determines a run; written completely to its {@code config.yaml}.
 *
 * @param env name of the environment
 * @param algo the algorithm
 * @param preset the preset that the other values started from
 * @param seed of all randomness
 * @param threads workers; the result depends on their number by rounding only, but it does
 * @param steps environment steps after which the run ends; 0 for no limit, for which there must be one of minutes
 * @param minutes minutes after which it ends, if that comes first; 0 for no limit
 * @param evaluationSteps environment steps between evaluations
 * @param evaluationEpisodes episodes of an evaluation
 * @param evaluateBothWays whether evaluations are done with drawn actions and with those of zero noise; the one that is not
 *     the algorithm's own is written down beside it
 * @param checkpointMinutes minutes between checkpoints
 * @param checkpointsKept checkpoints kept beside the best
 * @param health what is watched, and what is done about it
 * @param algorithm what is the algorithm's own, of the type that {@code algo} has; its components stand in the file as
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
        throwIf(threads > limit.most(), "threads: " + threads + " is not possible with " + limit.why());
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

    /** The step at which the run ends, if time does not run out first. */
    public long lastStep() {
        return steps > 0 ? steps : Long.MAX_VALUE;
    }
}
