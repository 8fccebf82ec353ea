package dev.advect.experiments.humanoid;

import dev.advect.experiments.grid.Variant;
import dev.advect.onpolicy.fpo.FpoSettings;
import dev.advect.train.Algorithm;
import dev.advect.train.Presets;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The settings of the experiment's runs. What the algorithms share is the same for all; both kinds of policy begin with
 * actions of the same small deviation around the standing pose.
 */
public final class TrackingSettings {
    /** The settings of every run. */
    public static final Map<String, String> COMMON = common();

    /** The standard deviation of the actions' noise: the largest of those tried with which both algorithms learn. */
    private static final double DEVIATION = 0.1;

    /** The algorithms whose evaluations are deterministic. */
    private static final List<String> DETERMINISTIC = Stream.of(Algorithm.PPO, Algorithm.FPO, Algorithm.FPO_PLUS_PLUS)
            .filter(TrackingSettings::isDeterministic).map(Algorithm::toString).toList();

    private TrackingSettings() {}

    private static Map<String, String> common() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("evaluationSteps", "500000");
        values.put("loop.envs", "128");
        values.put("loop.unroll", "30");
        values.put("loop.unrollsPerEnv", "1");
        values.put("loop.minibatches", "8");
        values.put("loop.epochs", "4");
        values.put("loop.discount", "0.98");
        values.put("loop.gaeLambda", "0.95");
        values.put("loop.rewardScale", "0.2");
        values.put("loop.learningRate", "5e-4");
        values.put("loop.valueLearningRate", "5e-4");
        values.put("loop.targetKl", "0.03"); // at a constant rate, iterations soon move the policy by 0.2 nats, and it falls
        values.put("loop.maxGradNorm", "1");
        values.put("loop.noiseCorrelation", "0");
        values.put("loop.actionBound", "2");
        values.put("loop.emaDecay", "0");
        values.put("loop.policyHidden", "[128, 128, 128]");
        values.put("loop.policyOutputInit", "0");
        values.put("loop.valueHidden", "[256, 256]");
        return values;
    }

    /** An algorithm with its own settings. */
    public static Variant variant(Algorithm algo) {
        Map<String, String> values = new LinkedHashMap<>();
        values.putAll(noise(algo, DEVIATION));
        if (algo == Algorithm.PPO) {
            values.put("ppo.deviation", "fixed");
            values.put("ppo.entropyCost", "0");
            values.put("ppo.clip", "0.2");
        } else {
            values.put("fpo.parameterization", "data");
            values.put("fpo.supervision", "data");
            values.put("fpo.outputScale", "1");
            values.put("fpo.reduction", "sum");
            values.put("fpo.times", "logit_normal");
            values.put("fpo.timesMean", "-1.2");
            values.put("fpo.timesDeviation", "1.2");
            values.put("fpo.lossClamp", "0"); // the loss is in units of the noise here, half the number of hinges at first
            values.put("fpo.samples", "4");
            values.put("fpo.flowSteps", "10");
            values.put("fpo.matching", "0"); // this and the next two are in presets for tasks where the flow itself must explore
            values.put("fpo.reflow", "0");
            values.put("fpo.spreadFloor", "0");
            if (algo == Algorithm.FPO) {
                values.put("fpo.ratio", "averaged");
                values.put("fpo.clip", "0.2");
            }
        }
        return new Variant(algo.toString(), algo, values);
    }

    /**
     * Whether an algorithm's own evaluations take deterministic actions: PPO's take its mean, a flow's what its preset says.
     *
     * @param variant the name of the algorithm, or of a trial of it with other settings
     */
    static boolean isDeterministic(String variant) {
        return DETERMINISTIC.stream().anyMatch(algo -> variant.equals(algo) || variant.startsWith(algo + "-"));
    }

    private static boolean isDeterministic(Algorithm algo) {
        return !(Presets.of("cpu", algo, "humanoid-track-root").algorithm() instanceof FpoSettings flow)
                || flow.fpo().zeroNoiseEvaluation();
    }

    /**
     * The settings that give an algorithm's actions a deviation: PPO's Gaussian, or the perturbation of FPO's actions, whose loss is
     * then in units of its variance.
     */
    static Map<String, String> noise(Algorithm algo, double deviation) {
        return algo == Algorithm.PPO ? Map.of("ppo.fixedDeviation", Double.toString(deviation))
                : Map.of("fpo.actionNoise", Double.toString(deviation),
                        "fpo.lossScale", Double.toString(Math.round(1000 / (2 * deviation * deviation)) / 1000.0));
    }
}
