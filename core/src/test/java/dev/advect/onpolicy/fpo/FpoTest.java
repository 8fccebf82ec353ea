package dev.advect.onpolicy.fpo;

import dev.advect.nn.DoubleMlp;
import dev.advect.nn.Tensors;
import dev.advect.onpolicy.Surrogate;
import dev.advect.onpolicy.fpo.FpoConfig.Ratio;
import dev.advect.onpolicy.fpo.FpoConfig.Supervision;
import dev.advect.onpolicy.fpo.FpoConfig.Times;
import dev.advect.policy.FlowPolicy;
import dev.advect.random.Rng;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class FpoTest {
    private static final int ROWS = 6;
    private static final int S = 3;
    private static final int D = 2;
    private static final int N = 4;
    private static final int HIDDEN = 7;

    private final Rng random = new Rng(8, 0);
    private final float[] states = Tensors.normal(random, ROWS * S);
    private final float[] actions = Tensors.normal(random, ROWS * D);
    private final float[] draws = new float[ROWS * N * (1 + D)];

    @ParameterizedTest
    @EnumSource(Supervision.class)
    void flowMatchingLoss_equalsHandWrittenLoop(Supervision supervision) {
        FpoConfig config = config(supervision, Ratio.AVERAGED, 0);
        Fpo fpo = fpo(config);
        float[] losses = Tensors.floats(fpo.flowMatchingLoss(0, states(), actions(), draws()));
        double[][] expected = losses(config, Tensors.widen(fpo.policy().parameters().values().toArray()));
        assertThat(losses).hasSize(ROWS * N);
        for (int row = 0; row < ROWS; row++) {
            for (int i = 0; i < N; i++) {
                assertThat((double) losses[row * N + i]).isCloseTo(expected[row][i], within(1e-5));
            }
        }
        assertThat(Tensors.floats(fpo.evaluate(0, states(), actions(), draws()).statistic())[5])
                .isEqualTo(-losses[5]);
        assertThat(fpo.evaluate(0, states(), actions(), draws()).entropy()).isNull();
    }

    @Test
    void flowMatchingLoss_ofTheTrueVelocity_isZero() {
        // v = 0 is right where ε = a; with ε = a + 2 the velocity's error is 4, the noise's (1 − t)²·4
        Fpo velocity = fpo(config(Supervision.VELOCITY, Ratio.AVERAGED, 0));
        Fpo epsilon = fpo(config(Supervision.EPSILON, Ratio.AVERAGED, 0));
        velocity.policy().parameters().values().segment().fill((byte) 0);
        epsilon.policy().parameters().values().segment().fill((byte) 0);
        Tensor s = Tensors.of(new float[S], 1, S);
        Tensor a = Tensors.of(new float[] {0.5f, -1}, 1, D);
        Tensor z = Tensors.of(new float[] {0.25f, 0.5f, 0.75f, 1, 0.5f, -1, 2.5f, 1, 2.5f, 1, 2.5f, 1}, 1, 12);
        assertThat(Tensors.floats(velocity.flowMatchingLoss(0, s, a, z))).containsExactly(0, 4, 4, 4);
        assertThat(Tensors.floats(epsilon.flowMatchingLoss(0, s, a, z)))
                .containsExactly(new float[] {0, 1, 0.25f, 0}, within(1e-6f));
    }

    @Test
    void ratio_averagedAndPerSample_equalHandComputedNumbers() {
        Tensor now = Tensors.of(new float[] {-1, -2, -3, -3, -1, -2, -3, -3}, 2, 4);
        Tensor old = Tensors.of(new float[] {-1.5f, -1, -3, -3, -1, -2, -3, -3}, 2, 4);
        // ℓ_old − ℓ_θ = (0.5, −1, 0, 0), mean −0.125; the second row did not change
        assertThat(Tensors.floats(fpo(config(Supervision.EPSILON, Ratio.AVERAGED, 0)).ratio(now, old)))
                .containsExactly(new float[] {0.8824969f, 1}, within(1e-6f));
        assertThat(Tensors.floats(fpo(config(Supervision.EPSILON, Ratio.PER_SAMPLE, 0)).ratio(now, old)))
                .containsExactly(new float[] {1.6487213f, 0.3678794f, 1, 1, 1, 1, 1, 1}, within(1e-6f));
    }

    @Test
    void ratio_logRatioLimit_holdsTheExponentWithinBounds() {
        Tensor now = Tensors.of(new float[] {-1, -2, -3, -3}, 1, 4);
        Tensor old = Tensors.of(new float[] {-1.5f, -1, -3, -3}, 1, 4);
        // e^±0.3 a sample; the mean −0.125 lies within ±0.3, but not within ±0.1
        assertThat(Tensors.floats(fpo(config(Supervision.EPSILON, Ratio.PER_SAMPLE, 0.3)).ratio(now, old)))
                .containsExactly(new float[] {1.3498588f, 0.7408182f, 1, 1}, within(1e-6f));
        assertThat(Tensors.floats(fpo(config(Supervision.EPSILON, Ratio.AVERAGED, 0.3)).ratio(now, old)))
                .containsExactly(new float[] {0.8824969f}, within(1e-6f));
        assertThat(Tensors.floats(fpo(config(Supervision.EPSILON, Ratio.AVERAGED, 0.1)).ratio(now, old)))
                .containsExactly(new float[] {0.9048374f}, within(1e-6f));
        Tensor far = Tensors.of(new float[] {-1000, -1000, -1000, -1000}, 1, 4);
        assertThat(Tensors.floats(fpo(config(Supervision.EPSILON, Ratio.AVERAGED, 3)).ratio(now, far)))
                .containsExactly(new float[] {20.085537f}, within(1e-4f));
        assertThat(Tensors.floats(fpo(config(Supervision.EPSILON, Ratio.AVERAGED, 0)).ratio(now, far)))
                .containsExactly(Float.POSITIVE_INFINITY);
    }

    @ParameterizedTest
    @CsvSource({
        "VELOCITY, AVERAGED, 0", "EPSILON, AVERAGED, 0", "VELOCITY, PER_SAMPLE, 0", "EPSILON, PER_SAMPLE, 0.2"})
    void loss_gradient_equalsFiniteDifferences(Supervision supervision, Ratio ratio, double limit) {
        FpoConfig config = config(supervision, ratio, limit);
        Fpo fpo = fpo(config);
        double[] parameters = Tensors.widen(fpo.policy().parameters().values().toArray());
        double[][] losses = losses(config, parameters);
        float[] old = new float[ROWS * N];
        for (int i = 0; i < old.length; i++) {
            // some ratios within the clip and some beyond it
            old[i] = (float) (-losses[i / N][i % N] + 0.1 * random.nextGaussian());
        }
        float[] advantages = {1, -1, 0.5f, -2, 1.5f, 0.1f};
        DoubleFpo reference = new DoubleFpo(config, S, D, HIDDEN);
        double[] wideOld = Tensors.widen(old);

        Surrogate.Loss loss = fpo.loss(fpo.evaluate(0, states(), actions(), draws()), Tensors.of(old, ROWS, N),
                Tensors.of(advantages, ROWS));
        fpo.policy().parameters().zeroGradients();
        loss.sum().backward();
        fpo.policy().parameters().sumGradients();

        ToDoubleFunction<double[]> total = moved -> {
            double sum = 0;
            double[][] now = losses(config, moved);
            for (int row = 0; row < ROWS; row++) {
                sum += reference.objective(now[row], Arrays.copyOfRange(wideOld, row * N, row * N + N),
                        advantages[row]);
            }
            return sum;
        };
        assertThat(loss.sum().item_double()).isCloseTo(total.applyAsDouble(parameters), within(1e-5));
        double[] expected = DoubleMlp.gradient(total, parameters);
        assertThat(Tensors.widen(fpo.policy().parameters().gradient().toArray()))
                .containsExactly(expected, within(1e-5));
        assertThat(Arrays.stream(expected).map(Math::abs).max().orElseThrow()).isGreaterThan(0.05);
        assertThat(loss.ratio().numel()).isEqualTo(ratio == Ratio.AVERAGED ? ROWS : ROWS * N);
    }

    @Test
    void draw_timesOfTheSolver_andStandardNormalNoise() {
        Fpo fpo = fpo(config(Supervision.EPSILON, Ratio.AVERAGED, 0));
        assertThat(fpo.drawSize()).isEqualTo(N * (1 + D));
        assertThat(fpo.statisticSize()).isEqualTo(N);
        Map<Float, Integer> times = new TreeMap<>();
        double[] power = new double[5];
        float[] out = new float[fpo.drawSize()];
        int calls = 10_000;
        for (int k = 0; k < calls; k++) {
            fpo.draw(random, out);
            for (int i = 0; i < N; i++) {
                times.merge(out[i], 1, Integer::sum);
            }
            for (int i = N; i < out.length; i++) {
                for (int p = 1; p <= 4; p++) {
                    power[p] += Math.pow(out[i], p) / (calls * N * D);
                }
            }
        }
        assertThat(times.keySet()).usingElementComparator(
                (a, b) -> Math.abs(a - b) < 1e-6 ? 0 : Float.compare(a, b)).containsExactly(
                0.1f, 0.2f, 0.3f, 0.4f, 0.5f, 0.6f, 0.7f, 0.8f, 0.9f, 1f);
        // 40000 draws in ten classes: 4000 each, standard deviation 60
        assertThat(times.values()).allSatisfy(count -> assertThat(count).isBetween(3700, 4300));
        double n = calls * N * D;
        assertThat(power[1]).isCloseTo(0, within(5 / Math.sqrt(n)));
        assertThat(power[2]).isCloseTo(1, within(5 * Math.sqrt(2 / n)));
        assertThat(power[4]).isCloseTo(3, within(5 * Math.sqrt(96 / n)));
    }

    @Test
    void draw_uniformTimes_fillTheInterval() {
        FpoValues values = values();
        values.times = Times.UNIFORM;
        Fpo fpo = fpo(values.build());
        float[] out = new float[fpo.drawSize()];
        int[] bins = new int[20];
        for (int k = 0; k < 5000; k++) {
            fpo.draw(random, out);
            for (int i = 0; i < N; i++) {
                assertThat(out[i]).isBetween(0f, 1f);
                bins[(int) Math.min(19, out[i] * 20)]++;
            }
        }
        // 20000 draws in twenty classes: 1000 each, standard deviation 31
        assertThat(Arrays.stream(bins).boxed()).allSatisfy(count -> assertThat(count).isBetween(845, 1155));
    }

    @Test
    void productsPerStep_isOneForwardPassASample() {
        Fpo fpo = fpo(config(Supervision.EPSILON, Ratio.AVERAGED, 0));
        assertThat(fpo.productsPerStep()).isEqualTo(N * ((S + D + 4) * HIDDEN + HIDDEN * D));
    }

    private static FpoConfig config(Supervision supervision, Ratio ratio, double limit) {
        FpoValues values = values();
        values.supervision = supervision;
        values.ratio = ratio;
        values.logRatioLimit = limit;
        return values.build();
    }

    private static FpoValues values() {
        FpoValues values = new FpoValues();
        values.samples = N;
        values.flowSteps = 10;
        values.outputScale = 0.5;
        return values;
    }

    private Fpo fpo(FpoConfig config) {
        FlowPolicy policy = new FlowPolicy(S, D, List.of(HIDDEN), config.timeEmbedding(), config.outputScale(),
                config.sampling(), 1, new Rng(5, 0));
        Fpo fpo = new Fpo(policy, config);
        float[] one = new float[fpo.drawSize()];
        Rng drawing = new Rng(6, 0);
        for (int row = 0; row < ROWS; row++) {
            fpo.draw(drawing, one);
            System.arraycopy(one, 0, draws, row * one.length, one.length);
        }
        return fpo;
    }

    private double[][] losses(FpoConfig config, double[] parameters) {
        DoubleFpo reference = new DoubleFpo(config, S, D, HIDDEN);
        int width = N * (1 + D);
        double[][] losses = new double[ROWS][];
        for (int row = 0; row < ROWS; row++) {
            losses[row] = reference.losses(parameters,
                    Tensors.widen(Arrays.copyOfRange(states, row * S, row * S + S)),
                    Tensors.widen(Arrays.copyOfRange(actions, row * D, row * D + D)),
                    Tensors.widen(Arrays.copyOfRange(draws, row * width, row * width + width)));
        }
        return losses;
    }

    private Tensor states() {
        return Tensors.of(states, ROWS, S);
    }

    private Tensor actions() {
        return Tensors.of(actions, ROWS, D);
    }

    private Tensor draws() {
        return Tensors.of(draws, ROWS, N * (1 + D));
    }
}
