package dev.advect.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.advect.env.VectorEnv.NonFinite;
import dev.advect.flow.Sampler;
import dev.advect.flow.Schedule;
import dev.advect.io.JsonLines;
import dev.advect.nn.Precision;
import dev.advect.offpolicy.CriticConfig;
import dev.advect.offpolicy.CriticConfig.PolicyValue;
import dev.advect.offpolicy.OffPolicyConfig;
import dev.advect.offpolicy.calql.CalQlConfig;
import dev.advect.offpolicy.calql.CalQlSettings;
import dev.advect.offpolicy.fql.FqlConfig;
import dev.advect.offpolicy.fql.FqlSettings;
import dev.advect.offpolicy.ibrl.IbrlConfig;
import dev.advect.offpolicy.ibrl.IbrlConfig.Selection;
import dev.advect.offpolicy.ibrl.IbrlSettings;
import dev.advect.offpolicy.qc.QcConfig;
import dev.advect.offpolicy.qc.QcSettings;
import dev.advect.offpolicy.rlpd.RlpdConfig;
import dev.advect.offpolicy.rlpd.RlpdSettings;
import dev.advect.offpolicy.swfp.SwfpConfig;
import dev.advect.offpolicy.swfp.SwfpConfig.Coupling;
import dev.advect.offpolicy.swfp.SwfpConfig.Mode;
import dev.advect.offpolicy.swfp.SwfpConfig.Regularizer;
import dev.advect.offpolicy.swfp.SwfpConfig.Shape;
import dev.advect.offpolicy.swfp.SwfpSettings;
import dev.advect.onpolicy.Loop;
import dev.advect.onpolicy.TrustRegion;
import dev.advect.onpolicy.dppo.DppoSettings;
import dev.advect.onpolicy.dppo.DppoValues;
import dev.advect.onpolicy.fpo.FpoConfig;
import dev.advect.onpolicy.fpo.FpoSettings;
import dev.advect.onpolicy.fpo.FpoValues;
import dev.advect.onpolicy.joint.JointConfig;
import dev.advect.onpolicy.joint.JointSettings;
import dev.advect.onpolicy.latent.LatentConfig;
import dev.advect.onpolicy.latent.LatentSettings;
import dev.advect.onpolicy.ppo.PpoConfig;
import dev.advect.onpolicy.ppo.PpoConfig.Deviation;
import dev.advect.onpolicy.ppo.PpoSettings;

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
        PpoConfig ppo = new PpoConfig(0.3, 1e-2, Deviation.STATE);
        return new RunConfig("tiny", algorithm, "cpu", 3, threads, (long) iterations * ITERATION, 0,
                (long) evaluationIterations * ITERATION, 8, algorithm == Algorithm.FPO_PLUS_PLUS, checkpointMinutes, 2,
                new HealthConfig(true, 0.5, 2, false, false), switch (algorithm) {
                    case FPO, FPO_PLUS_PLUS, REFPO -> new FpoSettings(loop.build(), fpo.build());
                    case FPO_JOINT -> new JointSettings(
                            loop.build(), new JointConfig(TrustRegion.CLIP, 0.2, 3, 0.3, 4, false, 8, 0.25));
                    case DPPO -> new DppoSettings(loop.build(), new DppoValues().build());
                    case PPO -> new PpoSettings(loop.build(), ppo);
                    case LATENT -> new LatentSettings(loop.build(), new LatentConfig(0.3, 0, 1, List.of(8), Sampler.EULER, 4,
                            Schedule.UNIFORM, 8, 0.25));
                    case SWFP -> swfp();
                    case RLPD -> new RlpdSettings(offPolicy(), critic(PolicyValue.MEAN),
                            new RlpdConfig(List.of(8), 1e-3, 0.1, 1e-3, -0.5, true));
                    case CALQL -> new CalQlSettings(offPolicy(), critic(PolicyValue.MIN), new CalQlConfig(
                            List.of(8), 1e-3, -1, 0.1, 1e-3, -1, false, true, 3, 5, 5, true));
                    case IBRL -> new IbrlSettings(offPolicy(), critic(PolicyValue.MIN), new IbrlConfig(
                            List.of(8), 0.5, 1e-3, 0.05, List.of(8), 0.5, 1e-3, 100, 0.2, 0.1, 50, 0.3, Selection.SOFT, 10));
                    case FQL -> new FqlSettings(offPolicy(), critic(PolicyValue.MEAN),
                            new FqlConfig(List.of(8), 4, 3, 1, true, PolicyValue.MEAN, 1e-3));
                    case QC -> new QcSettings(offPolicy(), critic(PolicyValue.SUBSET),
                            new QcConfig(List.of(8), 4, 3, 4, PolicyValue.MEAN, 1e-3));
                });
    }

    /** 80 steps an iteration, from which half as many updates follow after the first. */
    private static OffPolicyConfig offPolicy() {
        return new OffPolicyConfig(4, 20, 8, 0.5, 2, 0, 4000, 80, 3, 2, 0.9, 1, true, 0.01, 3, "", 0.5, 0, 0, NonFinite.END_EPISODE);
    }

    private static CriticConfig critic(PolicyValue value) {
        return new CriticConfig(3, 2, List.of(8), true, 1e-3, 0, 0.05, value, Precision.FLOAT32);
    }

    private static SwfpSettings swfp() {
        SwfpConfig swfp = new SwfpConfig(2, 1, 0.8, List.of(8), 4, Mode.PARALLEL, Regularizer.W2, Coupling.SYNCHRONOUS, 1, 0.05,
                0.5, 0.5, Shape.CONSTANT, 100, 1, 0.1, 7, 1, 0.1, 1e-3, -0.5, 8, true, 10, 1e-3, 1e-3, 1e-3, 10);
        return new SwfpSettings(offPolicy(), critic(PolicyValue.SUBSET), swfp);
    }

    /** The lines of a file without what depends on the clock, or on the distribution of threads over processes. */
    static List<String> timeless(Path file) throws IOException {
        List<String> lines = new ArrayList<>();
        for (JsonNode line : JsonLines.read(file)) {
            ObjectNode object = (ObjectNode) line;
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            names.removeIf(name -> !name.startsWith("time/") && !name.startsWith("exchange/"));
            object.remove(names);
            lines.add(object.toString());
        }
        return lines;
    }
}
