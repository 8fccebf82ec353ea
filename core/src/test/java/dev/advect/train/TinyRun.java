package dev.advect.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.advect.io.JsonLines;
import dev.advect.onpolicy.DppoAlgorithm;
import dev.advect.onpolicy.DppoValues;
import dev.advect.onpolicy.FpoAlgorithm;
import dev.advect.onpolicy.FpoConfig;
import dev.advect.onpolicy.FpoValues;
import dev.advect.onpolicy.Loop;
import dev.advect.onpolicy.PpoAlgorithm;
import dev.advect.onpolicy.PpoConfig;
import dev.advect.onpolicy.TrustRegion;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A run of the tiny environment: 80 steps an iteration. */
final class TinyRun {
    /** Environment steps of an iteration. */
    static final int ITERATION = 80;

    private TinyRun() {}

    /** A configuration that evaluates every so many iterations and saves a checkpoint every so many minutes. */
    static RunConfig config(
            Algorithm algorithm, int threads, int iterations, int evaluationIterations, double checkpointMinutes) {
        Loop loop = new Loop();
        loop.envs = 8;
        loop.unroll = 5;
        loop.unrollsPerEnv = 2;
        loop.staggerEpisodes = true;
        loop.minibatches = 4;
        loop.epochs = 2;
        loop.learningRate = 3e-3;
        FpoValues fpo = new FpoValues();
        fpo.logRatioLimit = 3;
        if (algorithm == Algorithm.FPO_PLUS_PLUS) {
            loop.emaDecay = 0.5;
            fpo.ratio = FpoConfig.Ratio.PER_SAMPLE;
            fpo.trustRegion = TrustRegion.ASPO;
            fpo.zeroNoiseEvaluation = true;
        } else if (algorithm == Algorithm.REFPO) {
            fpo.reflow = 0.05;
        }
        PpoConfig ppo = new PpoConfig(0.3, 1e-2);
        return new RunConfig("tiny", algorithm, "cpu", 3, threads, (long) iterations * ITERATION, 0,
                (long) evaluationIterations * ITERATION, 8, algorithm == Algorithm.FPO_PLUS_PLUS, checkpointMinutes, 2,
                new HealthConfig(true, 0.5, 2, false), switch (algorithm) {
                    case FPO, FPO_PLUS_PLUS, REFPO -> new FpoAlgorithm(loop.build(), fpo.build());
                    case DPPO -> new DppoAlgorithm(loop.build(), new DppoValues().build());
                    case PPO -> new PpoAlgorithm(loop.build(), ppo);
                });
    }

    /** The lines of a file without what depends on the clock. */
    static List<String> timeless(Path file) throws IOException {
        List<String> lines = new ArrayList<>();
        for (JsonNode line : JsonLines.read(file)) {
            ObjectNode object = (ObjectNode) line;
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            names.removeIf(name -> !name.startsWith("time/"));
            object.remove(names);
            lines.add(object.toString());
        }
        return lines;
    }
}
