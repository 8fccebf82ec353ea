package dev.advect.onpolicy.dppo;

import dev.advect.env.TinyEnv;
import dev.advect.env.VectorEnv;
import dev.advect.nn.DoubleMlp;
import dev.advect.nn.Tensors;
import dev.advect.nn.Workers;
import dev.advect.onpolicy.Collector;
import dev.advect.onpolicy.KlEstimate;
import dev.advect.onpolicy.Loop;
import dev.advect.onpolicy.OnPolicyLearner;
import dev.advect.onpolicy.PassComparison;
import dev.advect.onpolicy.PolicyPass;
import dev.advect.onpolicy.RolloutBuffer;
import dev.advect.onpolicy.Surrogate;
import dev.advect.onpolicy.UpdateMetrics;
import dev.advect.onpolicy.dppo.DppoConfig.Density;
import dev.advect.onpolicy.dppo.DppoConfig.Noise;
import dev.advect.policy.DenoisingPolicy;
import dev.advect.random.Rng;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class DppoTest {
    private static final int ROWS = 5;
    private static final int S = 3;
    private static final int D = 2;
    private static final int HIDDEN = 7;

    private final Rng random = new Rng(8, 0);
    private final DppoValues values = new DppoValues();

    @Test
    void evaluate_ofAStillField_equalsTheClosedForm() {
        // v = 0: x_{k+1} ~ N(x_k, 0.5²); two steps of one action
        values.flowSteps = 2;
        values.trainedSteps = 2;
        values.sigma = 0.5;
        Dppo dppo = still(values.build());
        Tensor chain = Tensors.of(new float[] {0, 0, 0.5f, -1, 0.5f, 0}, 1, 6);
        Surrogate.Evaluation found = dppo.evaluate(0, Tensors.of(new float[S], 1, S), Tensors.of(new float[D], 1, D), chain);
        // −½·(1 + 4) and −½·(0 + 4); − 2·log 0.5 − log 2π = 1.386294 − 1.837877
        assertThat(Tensors.floats(found.statistic()))
                .containsExactly(new float[] {-2.951583f, -2.451583f}, within(1e-5f));
        // 2·(½ + ½·log 2π + log 0.5) = 1 + 1.837877 − 1.386294
        assertThat(Objects.requireNonNull(found.entropy()).item_double()).isCloseTo(1.451583, within(1e-5));

        values.density = Density.MEAN;
        values.trainedSteps = 1;
        Tensor last = still(values.build())
                .evaluate(0, Tensors.of(new float[S], 1, S), Tensors.of(new float[D], 1, D), chain).statistic();
        assertThat(Tensors.floats(last)).containsExactly(new float[] {-1.2257916f}, within(1e-5f));
    }

    @Test
    void evaluate_learntNoise_liesHalfwayBetweenItsBounds() {
        values.stepNoise = Noise.LEARNT;
        values.sigmaMin = 0.25;
        values.sigmaMax = 1;
        Dppo dppo = still(values.build()); // sigmoid(0) = ½: σ = √(0.25·1) = 0.5
        Tensor chain = Tensors.of(new float[5 * D], 1, 5 * D);
        float[] found = Tensors.floats(dppo.evaluate(0, Tensors.of(new float[S], 1, S),
                Tensors.of(new float[D], 1, D), chain).statistic());
        assertThat(found).containsExactly(
                new float[] {-0.451583f, -0.451583f, -0.451583f, -0.451583f}, within(1e-5f));
    }

    @Test
    void loss_handComputed() {
        values.flowSteps = 2;
        values.trainedSteps = 2;
        values.denoisingDiscount = 0.5;
        Dppo dppo = still(values.build());
        Tensor old = Tensors.of(new float[] {-1, -1}, 1, 2);
        Tensor now = Tensors.of(new float[] {-0.8f, -1.05f}, 1, 2);
        Surrogate.Evaluation evaluation = new Surrogate.Evaluation(now, null, null);
        // ρ = e^0.2 = 1.221403, e^−0.05 = 0.951229; A = 2: ½·2·... first step's advantage 1, clipped at 1.1; last's 2
        Surrogate.Loss good = dppo.loss(evaluation, old, Tensors.of(new float[] {2}, 1));
        assertThat(good.sum().item_double()).isCloseTo(-(1.1 * 1 + 0.951229 * 2) / 2, within(1e-5));
        // A = −2: 1.221403 is worse than clipped and stays; 0.951229 is within
        Surrogate.Loss bad = dppo.loss(evaluation, old, Tensors.of(new float[] {-2}, 1));
        assertThat(bad.sum().item_double()).isCloseTo((1.221403 * 1 + 0.951229 * 2) / 2, within(1e-5));
        assertThat(bad.ratio().numel()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"FIXED, SUM, 4, 1, 0", "FIXED, MEAN, 2, 0.9, 0", "LEARNT, SUM, 4, 0.8, 0.05", "LEARNT, MEAN, 1, 1, 0"})
    void loss_gradient_equalsFiniteDifferences(Noise noise, Density density, int trained, double discount, double cost) {
        values.stepNoise = noise;
        values.density = density;
        values.trainedSteps = trained;
        values.denoisingDiscount = discount;
        values.entropyCost = cost;
        DppoConfig config = values.build();
        Dppo dppo = dppo(config);
        float[] states = Tensors.normal(random, ROWS * S);
        Tensor s = Tensors.of(states, ROWS, S);
        float[] chain = Tensors.floats(dppo.policy().chain(0, s, Tensors.of(
                Tensors.normal(random, ROWS * 5 * D), ROWS, 5 * D)).detach());
        double[] parameters = Tensors.widen(dppo.policy().parameters().values().toArray());
        float[] old = new float[ROWS * trained];
        for (int row = 0; row < ROWS; row++) {
            double[][] now = steps(config, parameters, row(states, row, S), row(chain, row, 5 * D));
            for (int k = 0; k < trained; k++) {
                old[row * trained + k] = (float) (now[0][k] + 0.1 * random.nextGaussian());
            }
        }
        float[] advantages = {1, -1, 0.5f, -2, 1.5f};

        Surrogate.Loss loss = dppo.loss(dppo.evaluate(0, s, Tensors.of(new float[ROWS * D], ROWS, D),
                Tensors.of(chain, ROWS, 5 * D)), Tensors.of(old, ROWS, trained), Tensors.of(advantages, ROWS));
        dppo.policy().parameters().zeroGradients();
        loss.sum().backward();
        dppo.policy().parameters().sumGradients();

        ToDoubleFunction<double[]> total = moved -> {
            double sum = 0;
            for (int row = 0; row < ROWS; row++) {
                double[][] now = steps(config, moved, row(states, row, S), row(chain, row, 5 * D));
                for (int k = 0; k < trained; k++) {
                    double ratio = Math.exp(now[0][k] - old[row * trained + k]);
                    double a = advantages[row] * Math.pow(discount, trained - 1 - k);
                    sum -= Math.min(ratio * a, Math.clamp(ratio, 0.9, 1.1) * a) / trained + cost * now[1][k] / trained;
                }
            }
            return sum;
        };
        assertThat(loss.sum().item_double()).isCloseTo(total.applyAsDouble(parameters), within(1e-3));
        double[] expected = DoubleMlp.gradient(total, parameters);
        double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
        assertThat(largest).isGreaterThan(0.05);
        assertThat(Tensors.widen(dppo.policy().parameters().gradient().toArray()))
                .containsExactly(expected, within(1e-3 * largest));
    }

    /** Log-likelihoods and entropies of the trained steps, by their definitions in double precision. */
    private double[][] steps(DppoConfig config, double[] parameters, double[] s, double[] chain) {
        boolean learnt = config.stepNoise() == Noise.LEARNT;
        DoubleMlp network = new DoubleMlp(S + D + 4, HIDDEN, learnt ? 2 * D : D);
        int trained = config.trainedSteps();
        double[][] found = new double[2][trained];
        for (int k = 0; k < trained; k++) {
            int step = 4 - trained + k;
            double t = 1 - step / 4.0;
            double[] in = new double[S + D + 4];
            System.arraycopy(s, 0, in, 0, S);
            System.arraycopy(chain, step * D, in, S, D);
            double[] embedding = {Math.cos(t), Math.cos(2 * t), Math.sin(t), Math.sin(2 * t)};
            System.arraycopy(embedding, 0, in, S + D, 4);
            double[] out = network.forward(parameters, in);
            for (int j = 0; j < D; j++) {
                double mean = chain[step * D + j] - 0.5 * out[j] / 4;
                double sigma = learnt ? 0.1 * Math.pow(4, 1 / (1 + Math.exp(-out[D + j]))) : 0.2;
                double z = (chain[(step + 1) * D + j] - mean) / sigma;
                double log = -z * z / 2 - Math.log(sigma * Math.sqrt(2 * Math.PI));
                found[0][k] += config.density() == Density.SUM ? log : log / D;
                found[1][k] += 0.5 + Math.log(sigma * Math.sqrt(2 * Math.PI));
            }
        }
        return found;
    }

    @ParameterizedTest
    @CsvSource({"FIXED, SUM, 4, 1, 0, 3", "FIXED, MEAN, 3, 0.9, 0, 0", "LEARNT, SUM, 2, 0.8, 0.05, 0.1"})
    void pass_writtenOut_equalsAutograd(
            Noise noise, Density density, int trained, double discount, double cost, double limit) {
        values.stepNoise = noise;
        values.density = density;
        values.trainedSteps = trained;
        values.denoisingDiscount = discount;
        values.entropyCost = cost;
        values.logRatioLimit = limit;
        values.sigma = 2; // chains of that comparison are noise without order
        values.sigmaMin = 1;
        values.sigmaMax = 4;
        PassComparison.require(dppo(values.build()), 0.03);
    }

    @Test
    void complete_keepsTheChainThatLedToTheAction_andRatiosAre1BeforeTheFirstUpdate() {
        for (Noise noise : Noise.values()) {
            values.stepNoise = noise;
            Loop loop = new Loop();
            loop.envs = 8;
            loop.normalizeObservations = false;
            Dppo dppo = new Dppo(new DenoisingPolicy(2, 1, List.of(HIDDEN), 4, 0.5, values.build().noise(), 4, 2,
                    new Rng(5, 0)), values.build());
            try (Workers workers = new Workers(2);
                    RolloutBuffer data = new RolloutBuffer(8, 5, 2, 1, 5, dppo.statisticSize());
                    VectorEnv envs = new VectorEnv(TinyEnv::new, 8, 1, loop.nonFinite);
                    Collector collector = new Collector(envs, workers, dppo, loop.build(), data, 4)) {
                collector.reset();
                collector.collect(0);
                float[] actions = data.action.toArray();
                dppo.complete(0, data, 0, 3);
                dppo.complete(1, data, 3, 5);
                PolicyPass pass = dppo.pass(0, data);
                pass.begin();
                pass.statistics(0, 8);
                for (int row = 0; row < actions.length; row++) {
                    assertThat(data.draws.get(5L * row + 4)).isCloseTo(actions[row], within(1e-5f));
                }
                UpdateMetrics.Part part = new UpdateMetrics.Part();
                dppo.policy().parameters().zeroGradients();
                pass.gradient(new int[] {1, 7, 0}, Tensors.normal(random, 15), 0, 1, part);
                UpdateMetrics metrics = new UpdateMetrics();
                metrics.add(new UpdateMetrics.Part[] {part}, 1, 15);
                assertThat(metrics.summary(new VectorEnv.Episodes(0, 0, 0, 0)))
                        .containsEntry("policy/ratio_min", 1.0).containsEntry("policy/ratio_max", 1.0);
            }
            dppo.policy().close();
        }
    }

    @Test
    void learner_someIterations_findsTheGoal() {
        Loop loop = new Loop();
        loop.envs = 32;
        loop.minibatches = 4;
        loop.epochs = 4;
        loop.learningRate = 3e-3;
        loop.valueLearningRate = 3e-3;
        loop.policyHidden = List.of(16, 16);
        values.outputScale = 1;
        try (Workers workers = new Workers(2);
                OnPolicyLearner learner = new DppoSettings(loop.build(), values.build())
                        .learner(TinyEnv::new, TinyEnv.SPEC, workers, 7)) {
            double first = 0;
            double last = 0;
            for (int i = 0; i < 120; i++) {
                learner.collect();
                Map<String, Double> metrics = learner.update();
                double mean = metrics.getOrDefault("episode/return", 0.0);
                first += i < 20 ? mean / 20 : 0;
                last += i >= 100 ? mean / 20 : 0;
                assertThat(metrics).containsEntry("update/skipped", 0.0);
            }
            assertThat(last).isGreaterThan(first + 0.3 * Math.abs(first));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            5 | 0.4 | trainedSteps: 5 is not possible, it must lie in [1, flowSteps = 4]
            0 | 0.4 | trainedSteps: 0 is not possible
            4 | 0.1 | sigmaMax: 0.1 is not possible, it must be above sigmaMin = 0.1
            """)
    void config_impossibleValues_areRefusedByTheirKey(int trained, double most, String message) {
        values.trainedSteps = trained;
        values.sigmaMax = most;
        assertThatThrownBy(values::build).isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith(message);
    }

    @Test
    void algorithm_exactKl_isRefused() {
        Loop loop = new Loop();
        loop.klEstimate = KlEstimate.EXACT;
        assertThatThrownBy(() -> new DppoSettings(loop.build(), values.build()))
                .isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith("loop.klEstimate: exact");
    }

    private static Dppo still(DppoConfig config) {
        Dppo dppo = dppo(config);
        dppo.policy().parameters().values().segment().fill((byte) 0);
        return dppo;
    }

    private static Dppo dppo(DppoConfig config) {
        return new Dppo(new DenoisingPolicy(S, D, List.of(HIDDEN), config.timeEmbedding(), config.outputScale(),
                config.noise(), config.flowSteps(), 1, new Rng(5, 0)), config);
    }

    private static double[] row(float[] values, int row, int width) {
        return Tensors.widen(Arrays.copyOfRange(values, row * width, (row + 1) * width));
    }
}
