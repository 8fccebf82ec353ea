package dev.advect.train;

import dev.advect.env.VectorEnv.NonFinite;
import dev.advect.learner.AlgorithmSettings;
import dev.advect.nn.Precision;
import dev.advect.offpolicy.CriticConfig;
import dev.advect.offpolicy.CriticConfig.PolicyValue;
import dev.advect.offpolicy.OffPolicyConfig;
import dev.advect.offpolicy.calql.CalQlConfig;
import dev.advect.offpolicy.calql.CalQlSettings;
import dev.advect.offpolicy.ibrl.IbrlConfig;
import dev.advect.offpolicy.ibrl.IbrlConfig.Selection;
import dev.advect.offpolicy.ibrl.IbrlSettings;
import dev.advect.offpolicy.rlpd.RlpdConfig;
import dev.advect.offpolicy.rlpd.RlpdSettings;
import dev.advect.offpolicy.swfp.SwfpConfig;
import dev.advect.offpolicy.swfp.SwfpConfig.Coupling;
import dev.advect.offpolicy.swfp.SwfpConfig.Mode;
import dev.advect.offpolicy.swfp.SwfpConfig.Regularizer;
import dev.advect.offpolicy.swfp.SwfpConfig.Shape;
import dev.advect.offpolicy.swfp.SwfpSettings;

import java.util.Collections;
import java.util.List;

/** The presets' values of off-policy algorithms. */
final class OffPolicyPresets {
    private OffPolicyPresets() {}

    /** Of small networks, with one update a step. */
    static AlgorithmSettings cpu(Algorithm algo) {
        OffPolicyConfig loop = loop(4, 16, 1, 1, 0, 1_000_000, 2_000, 1, true, 0);
        return switch (algo) {
            case SWFP -> new SwfpSettings(loop(4, 16, 1, 1, 3_000, 1_000_000, 2_000, 1, true, 0),
                    ensemble(PolicyValue.SUBSET), swfp());
            case RLPD -> new RlpdSettings(loop, ensemble(PolicyValue.MEAN), rlpd());
            case CALQL -> new CalQlSettings(loop, critic(2, 2, 256, 2, false, 3e-4, 0.005, PolicyValue.MIN), calql(4));
            case IBRL -> new IbrlSettings(loop(4, 16, 1, 2, 0, 1_000_000, 2_000, 3, true, 0),
                    critic(5, 2, 256, 2, true, 3e-4, 0.01, PolicyValue.MIN), ibrl(256, 2, 0.1, 3e-4));
            default -> throw onPolicy(algo);
        };
    }

    /** As the public references have it. */
    static AlgorithmSettings paper(Algorithm algo) {
        return switch (algo) {
            case SWFP -> new SwfpSettings(
                    loop(1, 50, 1, 1, 3_000, 1_000_000, 2_000, 1, true, 0), ensemble(PolicyValue.SUBSET), swfp());
            case RLPD -> new RlpdSettings(
                    loop(1, 50, 20, 20, 0, 1_000_000, 5_000, 1, false, 0), ensemble(PolicyValue.MEAN), rlpd());
            case CALQL -> new CalQlSettings(loop(1, 50, 1, 1, 0, 1_000_000, 1_000, 1, false, 1_000_000),
                    critic(2, 2, 256, 2, false, 3e-4, 0.005, PolicyValue.MIN), calql(10));
            case IBRL -> new IbrlSettings(loop(1, 50, 2.5, 5, 0, 200_000, 8_000, 3, false, 100_000),
                    critic(5, 2, 1024, 3, true, 1e-4, 0.01, PolicyValue.MIN), ibrl(1024, 3, 0.5, 1e-4));
            default -> throw onPolicy(algo);
        };
    }

    private static IllegalArgumentException onPolicy(Algorithm algo) {
        return new IllegalArgumentException(algo + " is on-policy");
    }

    private static OffPolicyConfig loop(int envs, int unroll, double updatesPerStep, int policyEvery, long policyAfter,
            long capacity, long warmUp, int horizon, boolean normalize, long pretrainUpdates) {
        return new OffPolicyConfig(envs, unroll, 256, updatesPerStep, policyEvery, policyAfter, capacity, warmUp, horizon, 1,
                0.99, 1, normalize, "", 0.5, 0.1, pretrainUpdates, NonFinite.END_EPISODE);
    }

    private static CriticConfig critic(int members, int subset, int width, int layers, boolean layerNorm,
            double learningRate, double targetRate, PolicyValue value) {
        return new CriticConfig(members, subset, Collections.nCopies(layers, width), layerNorm, learningRate, 0, targetRate,
                value, Precision.FLOAT32);
    }

    /** RLPD's critic. */
    private static CriticConfig ensemble(PolicyValue value) {
        return critic(10, 2, 256, 2, true, 3e-4, 0.005, value);
    }

    private static RlpdConfig rlpd() {
        return new RlpdConfig(List.of(256, 256), 3e-4, 1, 3e-4, -0.5, true);
    }

    private static CalQlConfig calql(int actions) {
        return new CalQlConfig(List.of(256, 256), 1e-4, -1, 1, 1e-4, -1, false, true, actions, 5, 5, true);
    }

    private static IbrlConfig ibrl(int width, int layers, double dropout, double learningRate) {
        List<Integer> hidden = Collections.nCopies(layers, width);
        return new IbrlConfig(hidden, dropout, learningRate, 0.01, hidden, dropout, learningRate, 100, 0.1, 0.1, 500_000,
                0.3, Selection.SOFT, 10);
    }

    private static SwfpConfig swfp() {
        return new SwfpConfig(5, 1, List.of(256, 256), 8, Mode.PARALLEL, Regularizer.W2, Coupling.SYNCHRONOUS, 1, 0.05, 0.01,
                0.01, Shape.CONSTANT, 100_000, 1, 50, 1, 0, 0, -0.5, 16, true, 0, 3e-4, 1e-3, 10);
    }
}
