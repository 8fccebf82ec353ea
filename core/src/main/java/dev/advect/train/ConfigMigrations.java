package dev.advect.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The changes that make older configuration files complete. Keys that they lack get the values that those runs
 * implicitly had, and one obsolete key is removed.
 */
final class ConfigMigrations {
    private static final Map<String, JsonNode> VALUES = new LinkedHashMap<>();
    /** The keys of {@code loop} here that off-policy loops have as well; the others are those of on-policy loops alone. */
    private static final Set<String> EVERY_LOOP =
            Set.of("loop.policyAfter", "loop.minDeviation", "loop.observationBound");

    static {
        VALUES.put("evaluateBothWays", BooleanNode.FALSE);
        VALUES.put("health.report", BooleanNode.FALSE);
        VALUES.put("health.cliff", DoubleNode.valueOf(0));
        VALUES.put("health.cliffEvaluations", IntNode.valueOf(2));
        VALUES.put("health.returnToBest", BooleanNode.FALSE);
        VALUES.put("health.stabilise", BooleanNode.FALSE);
        VALUES.put("loop.klEstimate", TextNode.valueOf("ratio"));
        VALUES.put("loop.annealSteps", IntNode.valueOf(0));
        VALUES.put("loop.annealClip", DoubleNode.valueOf(1));
        VALUES.put("loop.annealKl", DoubleNode.valueOf(1));
        VALUES.put("loop.annealRate", DoubleNode.valueOf(1));
        VALUES.put("loop.annealNoise", DoubleNode.valueOf(1));
        VALUES.put("loop.skipWithoutReward", BooleanNode.FALSE);
        VALUES.put("loop.noiseCorrelation", DoubleNode.valueOf(0));
        VALUES.put("loop.policyOutputInit", DoubleNode.valueOf(1));
        VALUES.put("loop.critic", TextNode.valueOf("full"));
        VALUES.put("loop.noiseColor", DoubleNode.valueOf(0));
        VALUES.put("loop.noiseRestart", BooleanNode.FALSE);
        VALUES.put("loop.emaDecay", DoubleNode.valueOf(0));
        VALUES.put("loop.emaWarmup", IntNode.valueOf(0));
        VALUES.put("loop.demonstrations", TextNode.valueOf(""));
        VALUES.put("loop.pretrainUpdates", IntNode.valueOf(0));
        VALUES.put("loop.cloningRate", DoubleNode.valueOf(1e-3));
        VALUES.put("loop.products", TextNode.valueOf("float32"));
        VALUES.put("loop.policyAfter", IntNode.valueOf(0));
        VALUES.put("loop.minDeviation", DoubleNode.valueOf(0));
        VALUES.put("loop.observationBound", DoubleNode.valueOf(0));
        VALUES.put("swfp.anchor", DoubleNode.valueOf(0));
        VALUES.put("swfp.noiseScale", DoubleNode.valueOf(1));
        VALUES.put("swfp.selfImitationRate", DoubleNode.valueOf(0));
        VALUES.put("critic.products", TextNode.valueOf("float32"));
        VALUES.put("fpo.reduction", TextNode.valueOf("mean"));
        VALUES.put("fpo.parameterization", TextNode.valueOf("velocity"));
        VALUES.put("fpo.lossScale", DoubleNode.valueOf(1));
        VALUES.put("fpo.timesMean", DoubleNode.valueOf(0));
        VALUES.put("fpo.timesDeviation", DoubleNode.valueOf(1));
        VALUES.put("fpo.trustRegion", TextNode.valueOf("clip"));
        VALUES.put("fpo.lossClamp", DoubleNode.valueOf(0));
        VALUES.put("fpo.logRatioClamp", TextNode.valueOf("both"));
        VALUES.put("fpo.actionNoise", DoubleNode.valueOf(0));
        VALUES.put("fpo.actionNoiseCorrelation", DoubleNode.valueOf(0));
        VALUES.put("fpo.spreadFloor", DoubleNode.valueOf(0));
        VALUES.put("fpo.matching", DoubleNode.valueOf(0));
        VALUES.put("fpo.reflow", DoubleNode.valueOf(0));
        VALUES.put("fpo.entropyCoefficient", DoubleNode.valueOf(0));
        VALUES.put("fpo.entropyEstimate", TextNode.valueOf("cfm"));
        VALUES.put("fpo.zeroNoiseEvaluation", BooleanNode.FALSE);
        VALUES.put("fpo.schedule", TextNode.valueOf("uniform"));
        VALUES.put("fpo.sdeNoise", DoubleNode.valueOf(1));
        VALUES.put("dppo.correlatedNoise", TextNode.valueOf("all"));
        VALUES.put("ppo.deviation", TextNode.valueOf("state"));
        VALUES.put("ppo.fixedDeviation", DoubleNode.valueOf(0.05));
    }

    private ConfigMigrations() {}

    /** Adds missing keys to the run's own values and to those algorithm sections that are present. */
    static void complete(ObjectNode tree) {
        if (!tree.has("health")) {
            tree.putObject("health");
        }
        if (tree.get("loop") instanceof ObjectNode loop && loop.path("actionNoise").asDouble(1) == 0) {
            loop.remove("actionNoise");
        }
        VALUES.forEach((path, value) -> {
            int dot = path.indexOf('.');
            JsonNode section = dot < 0 ? tree : tree.get(path.substring(0, dot));
            String key = path.substring(dot + 1);
            boolean onPolicy = tree.path("loop").has("gaeLambda");
            boolean otherLoop = path.startsWith("loop.") && !onPolicy && !EVERY_LOOP.contains(path);
            if (!otherLoop && section instanceof ObjectNode object && !object.has(key)) {
                object.set(key, value);
            }
        });
    }
}
