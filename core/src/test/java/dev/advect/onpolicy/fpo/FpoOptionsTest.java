package dev.advect.onpolicy.fpo;

import dev.advect.nn.DoubleMlp;
import dev.advect.nn.Tensors;
import dev.advect.onpolicy.RolloutBuffer;
import dev.advect.onpolicy.Surrogate;
import dev.advect.onpolicy.TrustRegion;
import dev.advect.onpolicy.fpo.FpoConfig.EntropyEstimate;
import dev.advect.onpolicy.fpo.FpoConfig.LogRatioClamp;
import dev.advect.onpolicy.fpo.FpoConfig.Ratio;
import dev.advect.onpolicy.fpo.FpoConfig.Reduction;
import dev.advect.onpolicy.fpo.FpoConfig.Supervision;
import dev.advect.onpolicy.fpo.FpoConfig.Times;
import dev.advect.policy.FlowPolicy;
import dev.advect.random.Rng;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** What FPO++ and ReFPO add, and the entropy bonus. */
class FpoOptionsTest {
    private static final int ROWS = 6;
    private static final int S = 3;
    private static final int D = 2;
    private static final int HIDDEN = 7;

    private final Rng random = new Rng(8, 0);
    private final float[] states = Tensors.normal(random, ROWS * S);
    private final float[] actions = Tensors.normal(random, ROWS * D);
    private final FpoValues values = new FpoValues();

    /** Samples stand for stretches of time that are one unit together: the mean of 1/p(t), by quadrature over t's normal number. */
    @ParameterizedTest
    @CsvSource({"0, 1", "-1.2, 1.2", "0.5, 2"})
    void entropy_logitNormalTimes_standForTheWholeTime(double mean, double deviation) {
        values.times = Times.LOGIT_NORMAL;
        values.timesMean = mean;
        values.timesDeviation = deviation;
        Fpo fpo = fpo(values.build());
        EntropyBonus bonus = new EntropyBonus(fpo.policy(), values.build());
        double total = 0;
        for (double z = -7; z < 7; z += 0.01) {
            double t = 1 / (1 + Math.exp(-mean - deviation * z));
            total += 0.01 * Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI) * bonus.length(t);
        }
        assertThat(total).isCloseTo(1, within(0.01));
        assertThat(bonus.length(1)).isFinite();
        assertThat(bonus.length(0)).isFinite();
    }

    @ParameterizedTest
    @CsvSource({
        "MEAN, CLIP, 0,   0, 0", "SQRT, ASPO, 0,   0,  0.2", "SUM,  SPO,  0,   0, 0",
        "SQRT, ASPO, 1.5, 0, 0.4", "MEAN, CLIP, 0, 0.3, 0", "SQRT, ASPO, 2, 0.1, 0.2", "MEAN, CLIP, 0, 0, 0.3"})
    void loss_gradient_equalsFiniteDifferences(
            Reduction reduction, TrustRegion region, double clamp, double reflow, double matching) {
        values.supervision = Supervision.VELOCITY;
        values.ratio = Ratio.PER_SAMPLE;
        values.reduction = reduction;
        values.trustRegion = region;
        values.lossClamp = clamp;
        values.reflow = reflow;
        values.matching = matching;
        FpoConfig config = values.build();
        Fpo fpo = fpo(config);
        float[] draws = draws(fpo);
        double[] parameters = Tensors.widen(fpo.policy().parameters().values().toArray());
        float[] old = new float[ROWS * values.samples];
        for (int row = 0; row < ROWS; row++) {
            double[] losses = losses(config, draws, parameters, row);
            for (int i = 0; i < losses.length; i++) {
                old[row * losses.length + i] = (float) (-losses[i] + 0.1 * random.nextGaussian());
            }
        }
        float[] advantages = {1, -1, 0.5f, -2, 1.5f, 0.1f};

        Surrogate.Loss loss = fpo.loss(evaluate(fpo, draws), Tensors.of(old, ROWS, values.samples),
                Tensors.of(advantages, ROWS));
        fpo.policy().parameters().zeroGradients();
        loss.sum().backward();
        fpo.policy().parameters().sumGradients();

        DoubleFpo reference = new DoubleFpo(config, S, D, HIDDEN);
        double[] wideOld = Tensors.widen(old);
        ToDoubleFunction<double[]> total = moved -> {
            double sum = 0;
            for (int row = 0; row < ROWS; row++) {
                double[] losses = losses(config, draws, moved, row);
                sum += reference.objective(losses,
                        Arrays.copyOfRange(wideOld, row * values.samples, (row + 1) * values.samples), advantages[row]);
                sum += matching * Arrays.stream(losses).map(l -> clamp > 0 ? Math.min(l, clamp) : l).average().orElseThrow();
                if (reflow > 0) {
                    int end = (row + 1) * width(fpo);
                    sum += reflow * reference.reflow(moved, row(states, row, S), row(actions, row, D),
                            draws[end - D - 1], Tensors.widen(Arrays.copyOfRange(draws, end - D, end)));
                }
            }
            return sum;
        };
        assertThat(loss.sum().item_double()).isCloseTo(total.applyAsDouble(parameters), within(1e-4));
        double[] expected = DoubleMlp.gradient(total, parameters);
        assertThat(Tensors.widen(fpo.policy().parameters().gradient().toArray()))
                .containsExactly(expected, within(1e-4));
        assertThat(Arrays.stream(expected).map(Math::abs).max().orElseThrow()).isGreaterThan(0.05);
    }

    @Test
    void loss_matching_addsTheMeanLoss_byHand() {
        values.matching = 0.1;
        values.lossClamp = 4;
        Tensor now = Tensors.of(new float[] {-1, -2, -3, -6}, 1, 4);
        Surrogate.Evaluation evaluation = new Surrogate.Evaluation(now, null, null);
        // without a change of the losses the ratio is 1 and the objective A = 2; the mean of 1, 2, 3 and 4 is 2.5
        assertThat(fpo(values.build()).loss(evaluation, now, Tensors.of(new float[] {2}, 1)).sum().item_double())
                .isCloseTo(-2 + 0.1 * 2.5, within(1e-6));
    }

    @Test
    void ratio_lossClamp_holdsOldAndNew() {
        values.ratio = Ratio.PER_SAMPLE;
        values.lossClamp = 2;
        Tensor now = Tensors.of(new float[] {-1, -3, -5, -2.5f}, 1, 4);
        Tensor old = Tensors.of(new float[] {-1.5f, -1, -9, -1.5f}, 1, 4);
        // ℓ_old − ℓ: 1.5 − 1, 1 − 2, 2 − 2, 1.5 − 2
        assertThat(Tensors.floats(fpo(values.build()).ratio(now, old))).containsExactly(
                new float[] {1.6487212f, 0.36787945f, 1, 0.6065307f}, within(1e-6f));
    }

    @Test
    void ratio_logRatioClamp_onBothSidesOrAboveOnly() {
        values.ratio = Ratio.PER_SAMPLE;
        values.logRatioLimit = 1;
        Tensor now = Tensors.of(new float[] {-1, -5, -2.5f}, 1, 3);
        Tensor old = Tensors.of(new float[] {-4, -3, -3}, 1, 3);
        // ℓ_old − ℓ: 3, −2, 0.5
        assertThat(Tensors.floats(fpo(values.build()).ratio(now, old))).containsExactly(
                new float[] {2.7182817f, 0.36787945f, 1.6487212f}, within(1e-6f));
        values.logRatioClamp = LogRatioClamp.ABOVE;
        assertThat(Tensors.floats(fpo(values.build()).ratio(now, old))).containsExactly(
                new float[] {2.7182817f, 0.13533528f, 1.6487212f}, within(1e-6f));
    }

    @Test
    void loss_narrowedClip_isThePartOfTheConfiguredOne() {
        values.clip = 0.4;
        Fpo fpo = fpo(values.build());
        Tensor now = Tensors.of(new float[] {0.5f, 0.5f, 0.5f, 0.5f}, 1, 4);
        Tensor advantage = Tensors.of(new float[] {2}, 1);
        Surrogate.Evaluation evaluation = new Surrogate.Evaluation(now, null, null);
        // ρ = e^0.5 = 1.65, clipped to 1.4, then to 1.1
        assertThat(fpo.loss(evaluation, now.mul(new Scalar(0)), advantage).sum().item_double()).isCloseTo(-2.8, within(1e-6));
        fpo.clip().scaleTo(0.25);
        Surrogate.Loss loss = fpo.loss(evaluation, now.mul(new Scalar(0)), advantage);
        assertThat(loss.sum().item_double()).isCloseTo(-2.2, within(1e-6));
        assertThat(fpo.clip().current()).isCloseTo(0.1, within(1e-12));
    }

    @Test
    void reflowLoss_ofAStillField_isTheSquaredChord() {
        // v = 0: ‖z − a‖² whatever the time
        values.reflow = 1;
        Fpo fpo = fpo(values.build());
        fpo.policy().parameters().values().segment().fill((byte) 0);
        float[] kept = new float[width(fpo)];
        kept[kept.length - 2] = 2;
        kept[kept.length - 1] = -1;
        float[] loss = Tensors.floats(fpo.reflowLoss(0, Tensors.of(new float[S], 1, S),
                Tensors.of(new float[] {0.5f, 1}, 1, D), Tensors.of(kept, 1, kept.length)));
        assertThat(loss).containsExactly(2.25f + 4);
        assertThat(fpo.storesNoise()).isTrue();
        assertThat(fpo.drawSize()).isEqualTo(4 * (1 + D) + 1);
    }

    @Test
    void draw_logitNormalTimes_areThoseOfTheLogisticOfNormals() {
        values.times = Times.LOGIT_NORMAL;
        Fpo fpo = fpo(values.build());
        float[] out = new float[fpo.drawSize()];
        double sum = 0;
        double squares = 0;
        int n = 5000;
        for (int k = 0; k < n; k++) {
            fpo.draw(random, out);
            for (int i = 0; i < 4; i++) {
                double z = Math.log(out[i] / (1 - out[i]));
                sum += z;
                squares += z * z;
            }
        }
        assertThat(sum / (4 * n)).isCloseTo(0, within(5 / Math.sqrt(4 * n)));
        assertThat(squares / (4 * n)).isCloseTo(1, within(5 * Math.sqrt(2.0 / (4 * n))));
    }

    @ParameterizedTest
    @EnumSource(Times.class)
    void reward_cheapEntropy_ofAStillField_isThatOfSquashedNoise(Times times) {
        // v = 0 keeps actions at N(0, I), but is the best velocity of it at t = 1/2 only: x_t = t·ε + (1 − t)·a
        values.times = times;
        values.samples = 16;
        values.supervision = times == Times.SOLVER ? Supervision.EPSILON : Supervision.VELOCITY;
        values.entropyCoefficient = 0.5;
        Fpo fpo = fpo(values.build());
        fpo.policy().parameters().values().segment().fill((byte) 0);
        double[] expected = new double[1];
        double[] found = negLogProb(fpo, expected, 0.5);
        // E of the terms: ∫ (1 − t)/t·(d/(t² + (1 − t)²) − 2d)dt, at the solver's times 1, 0.75, 0.5, 0.25 or as it is cut off
        double terms = 0;
        if (times == Times.SOLVER) {
            for (double t = 0.25; t <= 1; t += 0.25) {
                terms += 0.25 * term(t);
            }
            assertThat(found[0]).isCloseTo(expected[0] - D * terms, within(0.2));
        } else {
            // near t = 0 the error ‖a − ε‖² is twice ‖ε‖²: the integral is dominated by the cut, and only its sign is sure
            assertThat(found[0]).isGreaterThan(expected[0]);
        }
    }

    private static double term(double t) {
        return (1 - t) / t * (1 / (t * t + (1 - t) * (1 - t)) - 2);
    }

    @Test
    void reward_exactEntropy_ofAStillField_isThatOfSquashedNoise() {
        values.entropyCoefficient = 2;
        values.entropyEstimate = EntropyEstimate.EXACT;
        Fpo fpo = fpo(values.build());
        fpo.policy().parameters().values().segment().fill((byte) 0);
        double[] expected = new double[1];
        assertThat(negLogProb(fpo, expected, 2)[0]).isCloseTo(expected[0], within(1e-4));
    }

    /** The mean of −log π over noise as actions; {@code expected} is filled with the closed form's mean. */
    private double[] negLogProb(Fpo fpo, double[] expected, double coefficient) {
        int unrolls = 20;
        int steps = 25;
        try (RolloutBuffer data = new RolloutBuffer(unrolls, steps, S, D, fpo.drawSize(), fpo.statisticSize())) {
            float[] one = new float[fpo.drawSize()];
            double mean = 0;
            for (int i = 0; i < unrolls * steps; i++) {
                double log = -Math.log(2 * Math.PI);
                for (int j = 0; j < D; j++) {
                    float a = (float) random.nextGaussian();
                    data.action.set((long) i * D + j, a);
                    log -= a * a / 2.0 + Math.log1p(-Math.pow(Math.tanh(a), 2));
                }
                mean -= log / (unrolls * steps);
                fpo.draw(random, one);
                data.draws.write((long) i * one.length, one, 0, one.length);
            }
            expected[0] = mean;
            Surrogate.Evaluation old = fpo.evaluate(0, data.observation.tensor().flatten(0, 1),
                    data.action.tensor().flatten(0, 1), data.draws.tensor().flatten(0, 1));
            data.statistic.tensor().flatten(0, 1).copy_(old.statistic().detach());
            fpo.reward(0, data, 0, 5);
            fpo.reward(0, data, 5, 15);
            assertThat((double) data.reward[130]).isCloseTo(coefficient * data.negLogProb[130], within(1e-4));
            double found = fpo.metrics(data).getOrDefault("policy/entropy", Double.NaN);
            return new double[] {found};
        }
    }

    private Fpo fpo(FpoConfig config) {
        return new Fpo(new FlowPolicy(S, D, List.of(HIDDEN), config.timeEmbedding(), config.outputScale(),
                config.sampling(), 1, new Rng(5, 0)), config);
    }

    /** Draws of every row, with the action's noise where it is kept. */
    private float[] draws(Fpo fpo) {
        float[] draws = new float[ROWS * width(fpo)];
        float[] one = new float[fpo.drawSize()];
        for (int row = 0; row < ROWS; row++) {
            fpo.draw(random, one);
            System.arraycopy(one, 0, draws, row * width(fpo), one.length);
            for (int j = one.length; j < width(fpo); j++) {
                draws[row * width(fpo) + j] = (float) random.nextGaussian();
            }
        }
        return draws;
    }

    private static int width(Fpo fpo) {
        return fpo.drawSize() + (fpo.storesNoise() ? D : 0);
    }

    private Surrogate.Evaluation evaluate(Fpo fpo, float[] draws) {
        return fpo.evaluate(0, Tensors.of(states, ROWS, S), Tensors.of(actions, ROWS, D),
                Tensors.of(draws, ROWS, width(fpo)));
    }

    private double[] losses(FpoConfig config, float[] draws, double[] parameters, int row) {
        return new DoubleFpo(config, S, D, HIDDEN).losses(parameters, row(states, row, S), row(actions, row, D),
                row(draws, row, draws.length / ROWS));
    }

    private static double[] row(float[] values, int row, int width) {
        return Tensors.widen(Arrays.copyOfRange(values, row * width, (row + 1) * width));
    }
}
