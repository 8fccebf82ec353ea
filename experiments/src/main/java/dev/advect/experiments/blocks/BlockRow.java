package dev.advect.experiments.blocks;

import com.fasterxml.jackson.databind.JsonNode;
import dev.advect.env.EnvFactory;
import dev.advect.export.Exports;
import dev.advect.io.JsonLines;
import dev.advect.policy.Acting;
import dev.advect.policy.Policy;
import dev.advect.train.RunDirectory;
import dev.advect.train.TrainedPolicy;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What a finished run of SWFP says about its blocks. JKO steps are averaged over the second half of the online phase; a number
 * that was not logged is NaN.
 *
 * @param parameters of the policy
 * @param microseconds the time of one decision by the exported policy
 * @param w2 the measured Wasserstein distance of a JKO step
 * @param bound the upper bound of it by the triangle inequality
 * @param pathRatio the length of the particles' paths over the straight distance
 * @param staleness how far a block's input has drifted, relative to its own displacement
 * @param modes clusters of actions given the state
 */
public record BlockRow(long parameters, double microseconds, double w2, double bound, double pathRatio, double staleness,
        double modes) {
    private static final int DECISIONS = 400;
    private static final int REPETITIONS = 25;
    private static final double WARM_UP_SECONDS = 5;

    public static BlockRow of(RunDirectory run, EnvFactory factory) throws IOException {
        List<JsonNode> steps = JsonLines.read(run.metrics()).stream().filter(row -> row.path("swfp/w2").isNumber()).toList();
        List<JsonNode> late = steps.subList(steps.size() / 2, steps.size());
        try (Policy policy = TrainedPolicy.load(run, "latest", factory, 1).policy()) {
            return new BlockRow(policy.parameters().size(), microseconds(policy, run.config().algorithm().acting()),
                    mean(late, "swfp/w2"), mean(late, "swfp/w2_bound"), mean(late, "swfp/path_ratio"),
                    mean(late, "swfp/staleness"), mean(late, "swfp/modes"));
        }
    }

    private static double mean(List<JsonNode> rows, String key) {
        return rows.stream().mapToDouble(row -> row.path(key).asDouble(Double.NaN)).average().orElse(Double.NaN);
    }

    /** The median over repetitions, since other programs may use the processor too. */
    private static double microseconds(Policy policy, Acting acting) {
        dev.advect.runtime.Policy exported = dev.advect.runtime.Policy.of(Exports.file(policy, acting, Map.of()));
        float[] observation = new float[exported.observationSize()];
        float[] noise = new float[exported.noiseSize()];
        float[] action = new float[exported.actionSize()];
        exported.warmUp(WARM_UP_SECONDS);
        double[] times = new double[REPETITIONS];
        for (int i = 0; i < REPETITIONS; i++) {
            long start = System.nanoTime();
            for (int j = 0; j < DECISIONS; j++) {
                exported.act(observation, noise, action, 1);
            }
            times[i] = (System.nanoTime() - start) * 1e-3 / DECISIONS;
        }
        Arrays.sort(times);
        return times[REPETITIONS / 2];
    }
}
