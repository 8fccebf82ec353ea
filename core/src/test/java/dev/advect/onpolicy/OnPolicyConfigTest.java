package dev.advect.onpolicy;

import dev.advect.onpolicy.fpo.FpoConfig;
import dev.advect.onpolicy.fpo.FpoValues;
import dev.advect.onpolicy.ppo.PpoConfig;
import dev.advect.onpolicy.ppo.PpoConfig.Deviation;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class OnPolicyConfigTest {

    @Test
    void derivedValues_ofThePapersSizes() {
        OnPolicyConfig config = config(2048, 30, 16, 32, 0.995, 1, List.of(32));
        assertThat(config.unrolls()).isEqualTo(32768);
        assertThat(config.unrollsPerMinibatch()).isEqualTo(1024);
        assertThat(config.stepsPerIteration()).isEqualTo(983_040);
    }

    @Test
    void constructor_impossibleValues_refusedByKeyAndValue() {
        refused(() -> config(0, 30, 1, 1, 0.9, 1, List.of(1)), "envs: 0 is not possible, it must be at least 1");
        refused(() -> config(4, 0, 1, 1, 0.9, 1, List.of(1)), "unroll: 0 is");
        refused(() -> config(4, 1, -2, 1, 0.9, 1, List.of(1)), "unrollsPerEnv: -2 is");
        refused(() -> config(4, 1, 1, 0, 0.9, 1, List.of(1)), "minibatches: 0 is");
        refused(() -> config(4, 1, 1, 3, 0.9, 1, List.of(1)),
                "minibatches: 3 does not divide envs · unrollsPerEnv = 4");
        refused(() -> config(4, 1, 1, 1, 1.1, 1, List.of(1)), "discount: 1.1 is not possible, it must lie in [0.0, 1.0]");
        refused(() -> config(4, 1, 1, 1, Double.NaN, 1, List.of(1)), "discount: NaN is");
        refused(() -> config(4, 1, 1, 1, 0.9, 0, List.of(1)), "learningRate: 0.0 is not possible, it must be positive");
        refused(() -> config(4, 1, 1, 1, 0.9, -1, List.of(1)), "learningRate: -1.0 is");
        refused(() -> config(4, 1, 1, 1, 0.9, Double.POSITIVE_INFINITY, List.of(1)), "learningRate: Infinity is");
        refused(() -> config(4, 1, 1, 1, 0.9, 1, List.of()), "policyHidden: [] is");
        refused(() -> config(4, 1, 1, 1, 0.9, 1, List.of(8, 0)), "policyHidden: [8, 0] is");
    }

    /** 65536² would be 0 as an int, and 2147483639 is the most. */
    @Test
    void constructor_moreStepsThanCanBeNumbered_refused() {
        refused(() -> config(65536, 1, 65536, 1, 0.9, 1, List.of(1)),
                "envs: 65536 · unrollsPerEnv 65536 · unroll 1 are too many steps between updates, at most 2147483639");
        refused(() -> config(32768, 3, 32768, 1, 0.9, 1, List.of(1)), "envs: 32768 · unrollsPerEnv 32768 · unroll 3 are");
        refused(() -> config(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE, 1, 0.9, 1, List.of(1)),
                "envs: 2147483647 ·");
        assertThat(config(32768, 2, 32767, 1, 0.9, 1, List.of(1)).stepsPerIteration()).isEqualTo(2_147_418_112);
    }

    @Test
    void constructor_everyOtherImpossibleValue_refused() {
        refused(loop -> loop.epochs = 0, "epochs: 0 is");
        refused(loop -> loop.gaeLambda = -0.1, "gaeLambda: -0.1 is");
        refused(loop -> loop.rewardScale = 0, "rewardScale: 0.0 is");
        refused(loop -> loop.valueLearningRate = Double.NaN, "valueLearningRate: NaN is");
        refused(loop -> loop.targetKl = -1, "targetKl: -1.0 is");
        refused(loop -> loop.maxGradNorm = Double.NaN, "maxGradNorm: NaN is");
        refused(loop -> loop.valueCoefficient = -1, "valueCoefficient: -1.0 is");
        refused(loop -> loop.actionBound = -2, "actionBound: -2.0 is");
        refused(loop -> loop.noiseCorrelation = -0.1, "noiseCorrelation: -0.1 is not possible, it must lie in [0.0, 0.999]");
        refused(loop -> loop.noiseCorrelation = 1, "noiseCorrelation: 1.0 is");
        refused(loop -> loop.noiseColor = 2, "noiseColor: 2.0 is not possible, it must lie in [0.0, 1.5]");
        refused(loop -> {
            loop.noiseCorrelation = 0.5;
            loop.noiseColor = 1;
        }, "noiseColor: 1.0 is not possible with noiseCorrelation = 0.5");
        refused(loop -> loop.annealSteps = -1, "annealSteps: -1 is");
        refused(loop -> loop.annealClip = 0, "annealClip: 0.0 is not possible, it must lie in (0, 1]");
        refused(loop -> loop.annealKl = 1.1, "annealKl: 1.1 is");
        refused(loop -> loop.annealRate = Double.NaN, "annealRate: NaN is");
        refused(loop -> loop.annealNoise = -1, "annealNoise: -1.0 is");
        refused(loop -> loop.valueHidden = List.of(-1), "valueHidden: [-1] is");
    }

    @Test
    void annealed_isLinearUpToItsSteps() {
        Loop loop = new Loop();
        assertThat(loop.build().annealed(0.2, 1000)).isEqualTo(1);
        loop.annealSteps = 1000;
        OnPolicyConfig config = loop.build();
        assertThat(config.annealed(0.2, 0)).isEqualTo(1);
        assertThat(config.annealed(0.2, 500)).isCloseTo(0.6, within(1e-12));
        assertThat(config.annealed(0.2, 1000)).isCloseTo(0.2, within(1e-12));
        assertThat(config.annealed(0.2, 5000)).isCloseTo(0.2, within(1e-12));
        assertThat(config.annealed(1, 700)).isEqualTo(1);
    }

    @Test
    void fpoConfig_impossibleValues_refused() {
        refused(() -> fpo(0, 0.05, 0, 10, 8, 0.25), "samples: 0 is");
        refused(() -> fpo(8, 0, 0, 10, 8, 0.25), "clip: 0.0 is");
        refused(() -> fpo(8, 0.05, -1, 10, 8, 0.25), "logRatioLimit: -1.0 is");
        refused(() -> fpo(8, 0.05, 0, 0, 8, 0.25), "flowSteps: 0 is");
        refused(() -> fpo(8, 0.05, 0, 10, 0, 0.25), "timeEmbedding: 0 is");
        refused(() -> fpo(8, 0.05, 0, 10, 7, 0.25), "timeEmbedding: 7 is");
        refused(() -> fpo(8, 0.05, 0, 10, 62, 0.25), "timeEmbedding: 62 is");
        refused(() -> fpo(8, 0.05, 0, 10, 8, 0), "outputScale: 0.0 is");
    }

    @Test
    void ppoConfig_impossibleValues_refused() {
        refused(() -> new PpoConfig(-0.1, 0, Deviation.STATE), "clip: -0.1 is");
        refused(() -> new PpoConfig(0.1, -1, Deviation.STATE), "entropyCost: -1.0 is");
        assertThat(new PpoConfig(0.1, 0, Deviation.STATE).entropyCost()).isZero();
    }

    @Test
    void constructor_lists_areCopies() {
        List<Integer> widths = new ArrayList<>(List.of(8, 9));
        OnPolicyConfig config = config(4, 1, 1, 1, 0.9, 1, widths);
        widths.set(0, 77);
        assertThat(config.policyHidden()).containsExactly(8, 9);
    }

    private static OnPolicyConfig config(int envs, int unroll, int unrollsPerEnv, int minibatches, double discount,
            double learningRate, List<Integer> hidden) {
        Loop loop = new Loop();
        loop.envs = envs;
        loop.unroll = unroll;
        loop.unrollsPerEnv = unrollsPerEnv;
        loop.minibatches = minibatches;
        loop.discount = discount;
        loop.learningRate = learningRate;
        loop.policyHidden = hidden;
        return loop.build();
    }

    private static void refused(Consumer<Loop> change, String message) {
        Loop loop = new Loop();
        change.accept(loop);
        refused(loop::build, message);
    }

    private static FpoConfig fpo(
            int samples, double clip, double limit, int flowSteps, int timeEmbedding, double outputScale) {
        FpoValues values = new FpoValues();
        values.samples = samples;
        values.clip = clip;
        values.logRatioLimit = limit;
        values.flowSteps = flowSteps;
        values.timeEmbedding = timeEmbedding;
        values.outputScale = outputScale;
        return values.build();
    }

    private static void refused(Runnable construction, String message) {
        assertThatThrownBy(construction::run).isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }
}
