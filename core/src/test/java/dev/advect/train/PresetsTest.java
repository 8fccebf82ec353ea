package dev.advect.train;

import dev.advect.onpolicy.OnPolicyConfig;
import dev.advect.onpolicy.fpo.FpoSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Pins every key of a configuration, and every value of the paper's. */
class PresetsTest {
    private static final String HEAD = """
            env: cheetah-run
            algo: %s
            preset: paper
            seed: 0
            threads: %d
            steps: 60000000
            minutes: 0.0
            evaluationSteps: 6000000
            evaluationEpisodes: 64
            evaluateBothWays: %s
            checkpointMinutes: 2.0
            checkpointsKept: 3
            health:
              report: true
              cliff: 0.5
              cliffEvaluations: 2
              returnToBest: false
              stabilise: false
            """;
    private static final String LOOP = """
            loop:
              envs: 2048
              unroll: 30
              unrollsPerEnv: 16
              staggerEpisodes: false
              minibatches: 32
              epochs: 16
              discount: 0.995
              gaeLambda: 0.95
              rewardScale: 10.0
              learningRate: %s
              valueLearningRate: %s
              targetKl: 0.0
              klEstimate: ratio
              annealSteps: 0
              annealClip: 1.0
              annealKl: 1.0
              annealRate: 1.0
              annealNoise: 1.0
              skipWithoutReward: false
              policyAfter: 0
              maxGradNorm: 0.0
              valueCoefficient: 0.25
              actionBound: 0.0
              noiseCorrelation: 0.0
              noiseColor: 0.0
              noiseRestart: false
              normalizeObservations: true
              minDeviation: 0.0
              observationBound: 0.0
              emaDecay: 0.0
              emaWarmup: 0
              demonstrations: ""
              pretrainUpdates: 0
              cloningRate: 0.001
              policyHidden:
              - 32
              - 32
              - 32
              - 32
              policyOutputInit: 1.0
              critic: full
              valueHidden:
              - 256
              - 256
              - 256
              - 256
              - 256
              products: float32
              nonFinite: end_episode
            """;

    @Test
    void paper_fpo_everyKeyAndValue() {
        assertThat(ConfigYaml.write(Presets.of("paper", Algorithm.FPO, "cheetah-run")))
                .isEqualTo(HEAD.formatted("fpo", threads(), false) + LOOP.formatted("3.0E-4", "3.0E-4") + """
                        fpo:
                          samples: 8
                          parameterization: velocity
                          supervision: epsilon
                          reduction: mean
                          lossScale: 1.0
                          ratio: averaged
                          times: solver
                          timesMean: 0.0
                          timesDeviation: 1.0
                          trustRegion: clip
                          clip: 0.05
                          logRatioLimit: 0.0
                          logRatioClamp: both
                          lossClamp: 0.0
                          actionNoise: 0.0
                          actionNoiseCorrelation: 0.0
                          spreadFloor: 0.0
                          matching: 0.0
                          reflow: 0.0
                          entropyCoefficient: 0.0
                          entropyEstimate: cfm
                          sampler: euler
                          flowSteps: 10
                          schedule: uniform
                          sdeNoise: 1.0
                          zeroNoiseEvaluation: false
                          timeEmbedding: 8
                          outputScale: 0.25
                        """);
    }

    @Test
    void paper_fpoPlusPlus_everyKeyAndValue() {
        assertThat(ConfigYaml.write(Presets.of("paper", Algorithm.FPO_PLUS_PLUS, "cheetah-run")))
                .isEqualTo(HEAD.formatted("fpo++", threads(), true) + """
                        loop:
                          envs: 4096
                          unroll: 24
                          unrollsPerEnv: 1
                          staggerEpisodes: false
                          minibatches: 4
                          epochs: 16
                          discount: 0.99
                          gaeLambda: 0.95
                          rewardScale: 1.0
                          learningRate: 1.0E-4
                          valueLearningRate: 1.0E-4
                          targetKl: 0.0
                          klEstimate: ratio
                          annealSteps: 0
                          annealClip: 1.0
                          annealKl: 1.0
                          annealRate: 1.0
                          annealNoise: 1.0
                          skipWithoutReward: false
                          policyAfter: 0
                          maxGradNorm: 1.0
                          valueCoefficient: 1.0
                          actionBound: 0.0
                          noiseCorrelation: 0.0
                          noiseColor: 0.0
                          noiseRestart: false
                          normalizeObservations: true
                          minDeviation: 0.0
                          observationBound: 0.0
                          emaDecay: 0.95
                          emaWarmup: 500
                          demonstrations: ""
                          pretrainUpdates: 0
                          cloningRate: 0.001
                          policyHidden:
                          - 256
                          - 256
                          - 256
                          policyOutputInit: 1.0
                          critic: full
                          valueHidden:
                          - 768
                          - 768
                          - 768
                          products: float32
                          nonFinite: end_episode
                        fpo:
                          samples: 16
                          parameterization: velocity
                          supervision: velocity
                          reduction: sqrt
                          lossScale: 1.0
                          ratio: per_sample
                          times: uniform
                          timesMean: 0.0
                          timesDeviation: 1.0
                          trustRegion: aspo
                          clip: 0.05
                          logRatioLimit: 10.0
                          logRatioClamp: above
                          lossClamp: 20.0
                          actionNoise: 0.02
                          actionNoiseCorrelation: 0.0
                          spreadFloor: 0.0
                          matching: 0.0
                          reflow: 0.0
                          entropyCoefficient: 0.0
                          entropyEstimate: cfm
                          sampler: euler
                          flowSteps: 64
                          schedule: uniform
                          sdeNoise: 1.0
                          zeroNoiseEvaluation: true
                          timeEmbedding: 8
                          outputScale: 1.0
                        """);
    }

    @Test
    void paper_dppo_everyKeyAndValue() {
        assertThat(ConfigYaml.write(Presets.of("paper", Algorithm.DPPO, "cheetah-run")))
                .isEqualTo(HEAD.formatted("dppo", threads(), false) + LOOP.formatted("3.0E-4", "3.0E-4") + """
                        dppo:
                          clip: 0.05
                          logRatioLimit: 0.0
                          flowSteps: 10
                          trainedSteps: 10
                          stepNoise: fixed
                          sigma: 0.1
                          sigmaMin: 0.05
                          sigmaMax: 0.2
                          correlatedNoise: all
                          entropyCost: 0.01
                          denoisingDiscount: 1.0
                          density: sum
                          zeroNoiseEvaluation: false
                          timeEmbedding: 8
                          outputScale: 0.25
                        """);
    }

    @Test
    void refpo_bothPresets_areFposWithTheRegulariser() {
        for (String preset : Presets.names()) {
            RunConfig fpo = ConfigYaml.with(
                    Presets.of(preset, Algorithm.FPO, "cheetah-run"), Map.of("reflow", "0.05", "matching", "0", "algo", "refpo"));
            assertThat(Presets.of(preset, Algorithm.REFPO, "cheetah-run")).isEqualTo(fpo);
        }
    }

    @Test
    void paper_ppo_everyKeyAndValue() {
        assertThat(ConfigYaml.write(Presets.of("paper", Algorithm.PPO, "cheetah-run")))
                .isEqualTo(HEAD.formatted("ppo", threads(), false) + LOOP.formatted("0.001", "0.001") + """
                        ppo:
                          clip: 0.3
                          entropyCost: 0.01
                          deviation: state
                          fixedDeviation: 0.05
                        """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ball-in-cup", "finger-spin"})
    void paper_shortHorizon_discountsMore(String env) {
        for (Algorithm algorithm : List.of(Algorithm.FPO, Algorithm.REFPO, Algorithm.DPPO, Algorithm.PPO)) {
            RunConfig expected = ConfigYaml.with(Presets.of("paper", algorithm, "cheetah-run"),
                    Map.of("discount", "0.95", "env", env));
            assertThat(Presets.of("paper", algorithm, env)).isEqualTo(expected);
        }
    }

    @Test
    void paper_sizes_areThoseOfAMinibatchOf1024Unrolls() {
        RunConfig config = Presets.of("paper", Algorithm.FPO, "walker-run");
        OnPolicyConfig loop = ((FpoSettings) config.algorithm()).loop();
        assertThat(loop.unrollsPerMinibatch()).isEqualTo(1024);
        assertThat(loop.stepsPerIteration()).isEqualTo(2048L * 16 * 30);
    }

    @ParameterizedTest
    @EnumSource(Algorithm.class)
    void everyPreset_isPossible_andHasItsNameAndEnvironment(Algorithm algorithm) {
        assertThat(Presets.names()).containsExactly("cpu", "paper");
        assertThat(Presets.descriptions().keySet()).containsExactly("cpu", "paper");
        for (String preset : Presets.names()) {
            RunConfig config = Presets.of(preset, algorithm, "walker-walk");
            assertThat(config.preset()).isEqualTo(preset);
            assertThat(config.env()).isEqualTo("walker-walk");
            assertThat(config.algo()).isEqualTo(algorithm);
            assertThat(config.seed()).isZero();
            assertThat(config.algorithm()).isExactlyInstanceOf(algorithm.configType());
        }
    }

    @Test
    void of_unknownName_refusedWithAHint() {
        assertThatThrownBy(() -> Presets.of("papre", Algorithm.FPO, "walker-walk"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("unknown preset 'papre'; did you mean 'paper'? (known: cpu, paper)");
    }

    private static int threads() {
        return Math.min(Runtime.getRuntime().availableProcessors(), 1024);
    }
}
