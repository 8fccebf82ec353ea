package dev.advect.train;

import dev.advect.env.VectorEnv.NonFinite;
import dev.advect.learner.AlgorithmConfig;
import dev.advect.offpolicy.CriticConfig;
import dev.advect.offpolicy.CriticConfig.PolicyValue;
import dev.advect.offpolicy.OffPolicyConfig;
import dev.advect.offpolicy.SwfpAlgorithm;
import dev.advect.offpolicy.SwfpConfig;
import dev.advect.offpolicy.SwfpConfig.Coupling;
import dev.advect.offpolicy.SwfpConfig.Mode;
import dev.advect.offpolicy.SwfpConfig.Regularizer;
import dev.advect.offpolicy.SwfpConfig.Shape;

import java.util.List;

/** The presets' values of off-policy algorithms. */
final class OffPolicyPresets {
    private OffPolicyPresets() {}

    static AlgorithmConfig cpu(Algorithm algo) {
        return algorithm(algo, loop(4, 16, 1, 1));
    }

    static AlgorithmConfig paper(Algorithm algo) {
        return algorithm(algo, loop(1, 50, 1, 1));
    }

    private static AlgorithmConfig algorithm(Algorithm algo, OffPolicyConfig loop) {
        return switch (algo) {
            case SWFP -> new SwfpAlgorithm(loop, critic(), swfp());
            case FPO, PPO -> throw new IllegalArgumentException(algo + " is on-policy");
        };
    }

    private static OffPolicyConfig loop(int envs, int unroll, double updatesPerStep, int policyEvery) {
        return new OffPolicyConfig(envs, unroll, 256, updatesPerStep, policyEvery, 1_000_000, 2_000, 1, 1, 0.99, 1, true, "",
                0.5, 0.1, 0, NonFinite.END_EPISODE);
    }

    /** RLPD's critic. */
    private static CriticConfig critic() {
        return new CriticConfig(10, 2, List.of(256, 256), true, 3e-4, 0, 0.005, PolicyValue.SUBSET);
    }

    private static SwfpConfig swfp() {
        return new SwfpConfig(5, 1, List.of(256, 256), 8, Mode.PARALLEL, Regularizer.W2, Coupling.SYNCHRONOUS, 1, 0.05, 0.5,
                0.5, Shape.CONSTANT, 100_000, 1, 50, 1, 0, 0, -0.5, 16, true, 3e-4, 3e-4, 10);
    }
}
