package dev.advect.onpolicy;

import dev.advect.env.VectorEnv.Episodes;
import dev.advect.nn.DoubleMlp;
import dev.advect.nn.Mlp;
import dev.advect.nn.Tensors;
import dev.advect.nn.Workers;
import dev.advect.nn.torch.HostTensor;
import dev.advect.onpolicy.fpo.DoubleFpo;
import dev.advect.onpolicy.fpo.Fpo;
import dev.advect.onpolicy.fpo.FpoConfig;
import dev.advect.onpolicy.fpo.FpoConfig.Ratio;
import dev.advect.onpolicy.fpo.FpoValues;
import dev.advect.policy.FlowPolicy;
import dev.advect.random.Rng;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** The whole gradient of a minibatch against plain loops in double precision. */
class MinibatchUpdateTest {
    private static final int S = 2;
    private static final int D = 1;
    private static final FpoConfig FPO = fpo(2, Ratio.AVERAGED, 4, 2, 0.5);

    private static FpoConfig fpo(int samples, Ratio ratio, int flowSteps, int timeEmbedding, double outputScale) {
        FpoValues values = new FpoValues();
        values.samples = samples;
        values.ratio = ratio;
        values.flowSteps = flowSteps;
        values.timeEmbedding = timeEmbedding;
        values.outputScale = outputScale;
        return values.build();
    }

    private final Rng random = new Rng(3, 0);

    @ParameterizedTest
    @CsvSource({
        "1, 6, 5, 6", "2, 6, 5, 5", "3, 6, 5, 3",
        "1, 4, 700, 4", "2, 4, 700, 3"}) // so long that every unroll is a piece of its own
    void gradients_ofAMinibatch_equalFiniteDifferencesOfTheDefinition(int threads, int unrolls, int steps, int size) {
        try (Setup setup = new Setup(threads, unrolls, steps, size, S, D, 5, FPO)) {
            setup.update.prepare();
            setup.movePolicy(); // ratios other than 1, some of them clipped
            int[] order = {3, 0, 2, 1, 5, 4};
            int from = unrolls - size;
            int[] chosen = Arrays.stream(order).filter(u -> u < unrolls).skip(from).toArray();
            UpdateMetrics metrics = new UpdateMetrics();
            double kl = setup.update.gradients(Arrays.stream(order).filter(u -> u < unrolls).toArray(), from, size, false, metrics);

            double[] value = Tensors.widen(setup.value.parameters().values().toArray());
            double[][] targets = new double[size][];
            double[][] advantages = setup.advantages(value, chosen, targets);
            double[] valueGradient = DoubleMlp.gradient(v -> setup.valueLoss(v, chosen, targets), value);
            assertThat(Tensors.widen(setup.value.parameters().gradient().toArray()))
                    .containsExactly(valueGradient, within(2e-5 * largest(valueGradient)));
            double[] policy = Tensors.widen(setup.policy.parameters().values().toArray());
            double[] policyGradient = DoubleMlp.gradient(p -> setup.policyLoss(p, chosen, advantages), policy);
            assertThat(Tensors.widen(setup.policy.parameters().gradient().toArray()))
                    .containsExactly(policyGradient, within(2e-4 * largest(policyGradient)));

            Map<String, Double> summary = metrics.summary(new Episodes(0, 0, 0, 0));
            assertThat(summary.getOrDefault("policy/loss", Double.NaN))
                    .isCloseTo(setup.policyLoss(policy, chosen, advantages), within(1e-4));
            assertThat(summary.getOrDefault("policy/clip_fraction", Double.NaN)).isBetween(0.01, 0.99);
            assertThat(kl).isCloseTo(setup.divergence(policy, chosen), within(1e-5));
        }
    }

    @Test
    void prepare_normalisesObservations_andKeepsTheOldLosses() {
        try (Setup setup = new Setup(2, 5, 3, 5, S, D, 5, FPO)) {
            float[] raw = setup.data.observation.toArray();
            float[] last = setup.data.last.toArray();
            try (HostTensor seen = new HostTensor(2, S)) {
                seen.write(0, new float[] {0, 1, 4, 1}, 0, 4); // mean (2, 1), std (2, none)
                setup.policy.norm().observe(seen.segment(), 2);
            }
            setup.policy.norm().refresh();
            setup.update.prepare();
            for (int row = 0; row < 15; row++) {
                assertThat(setup.data.observation.get(2L * row)).isEqualTo((raw[2 * row] - 2) / 2, within(1e-6f));
                assertThat(setup.data.observation.get(2L * row + 1)).isEqualTo(raw[2 * row + 1] - 1, within(1e-6f));
            }
            assertThat(setup.data.last.get(8)).isEqualTo((last[8] - 2) / 2, within(1e-6f));
            double[] parameters = Tensors.widen(setup.policy.parameters().values().toArray());
            for (int row = 0; row < 15; row++) {
                double[] losses = setup.losses(parameters, row);
                assertThat((double) setup.data.statistic.get(2L * row)).isCloseTo(-losses[0], within(1e-5));
                assertThat((double) setup.data.statistic.get(2L * row + 1)).isCloseTo(-losses[1], within(1e-5));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 96, 30, 24, 17, 6", "2, 97, 7, 13, 5, 3", "2, 10, 1, 3, 1, 1"})
    void gradients_beforeAnyUpdate_everyRatioIs1(int threads, int unrolls, int steps, int size, int s, int d) {
        for (Ratio kind : Ratio.values()) {
            FpoConfig config = fpo(8, kind, 10, 8, 0.25);
            try (Setup setup = new Setup(threads, unrolls, steps, size, s, d, 32, config)) {
                setup.update.prepare();
                int[] order = new int[unrolls];
                for (int i = 0; i < unrolls; i++) {
                    order[i] = (int) ((7L * i + 3) % unrolls); // 7 divides neither 96, 97 nor 10
                }
                UpdateMetrics metrics = new UpdateMetrics();
                for (int from = 0; from + size <= unrolls; from += size) {
                    setup.update.gradients(order, from, size, false, metrics);
                }
                Map<String, Double> summary = metrics.summary(new Episodes(0, 0, 0, 0));
                // bit for bit 1 where minibatches and pieces are of the same kind of size; else matrix products of
                // another size may round differently: by a unit in the last place of a loss, which is up to 10
                double tolerance = kind == Ratio.AVERAGED ? 1e-6 : 5e-6;
                assertThat(summary.getOrDefault("policy/ratio_min", Double.NaN)).isCloseTo(1, within(tolerance));
                assertThat(summary.getOrDefault("policy/ratio_max", Double.NaN)).isCloseTo(1, within(tolerance));
                if (steps == 30) {
                    assertThat(summary).containsEntry("policy/ratio_min", 1.0).containsEntry("policy/ratio_max", 1.0);
                }
            }
        }
    }

    @Test
    void gradients_valueOnly_leaveThePolicysAtZero() {
        try (Setup both = new Setup(2, 4, 3, 4, S, D, 5, FPO)) {
            both.update.prepare();
            both.movePolicy();
            int[] order = {0, 1, 2, 3};
            both.update.gradients(order, 0, 4, false, new UpdateMetrics());
            float[] value = both.value.parameters().gradient().toArray();
            assertThat(both.policy.parameters().gradient().get(0)).isNotZero();
            assertThat(both.update.gradients(order, 0, 4, true, new UpdateMetrics())).isZero();
            assertThat(both.value.parameters().gradient().toArray()).containsExactly(value);
            assertThat(both.policy.parameters().gradient().toArray()).containsOnly(0);
        }
    }

    private static double largest(double[] values) {
        return Arrays.stream(values).map(Math::abs).max().orElseThrow();
    }

    /** Random unrolls, with some episodes that terminate and some that are cut off. */
    private final class Setup implements AutoCloseable {
        final FpoConfig config;
        final FlowPolicy policy;
        final Mlp value;
        final RolloutBuffer data;
        final Workers workers;
        final MinibatchUpdate update;
        final DoubleFpo fpo;
        final DoubleMlp critic;
        final int steps;

        Setup(int threads, int unrolls, int steps, int size, int s, int d, int hidden, FpoConfig config) {
            this.config = config;
            this.steps = steps;
            workers = new Workers(threads);
            policy = new FlowPolicy(s, d, List.of(hidden), config.timeEmbedding(), config.outputScale(),
                    config.sampling(), threads, new Rng(1, 0));
            Fpo surrogate = new Fpo(policy, config);
            value = new Mlp("value", List.of(s, 4, 1), threads, new Rng(2, 0));
            fpo = new DoubleFpo(config, s, d, hidden);
            critic = new DoubleMlp(s, 4, 1);
            data = new RolloutBuffer(unrolls, steps, s, d, surrogate.drawSize(), surrogate.statisticSize());
            fill(data.observation);
            fill(data.last);
            fill(data.action);
            float[] draws = new float[surrogate.drawSize()];
            for (int row = 0; row < unrolls * steps; row++) {
                surrogate.draw(random, draws);
                data.draws.write((long) row * draws.length, draws, 0, draws.length);
                data.reward[row] = (float) random.nextGaussian();
                int event = random.nextInt(8);
                data.discount[row] = event == 0 ? 0 : 0.9f;
                data.truncated[row] = event == 1 ? 1 : 0;
            }
            // of the loop's values only some matter here
            Loop loop = new Loop();
            loop.envs = size;
            loop.unroll = steps;
            update = new MinibatchUpdate(surrogate, value, data, loop.build(), workers);
        }

        private void fill(HostTensor block) {
            for (long i = 0; i < block.size(); i++) {
                block.set(i, (float) random.nextGaussian());
            }
        }

        void movePolicy() {
            HostTensor values = policy.parameters().values();
            for (long i = 0; i < values.size(); i++) {
                values.set(i, values.get(i) + (float) (0.03 * random.nextGaussian()));
            }
        }

        double[] losses(double[] parameters, int row) {
            return fpo.losses(parameters, read(data.observation, row, S), read(data.action, row, D),
                    read(data.draws, row, config.samples() * (1 + D)));
        }

        private double[] read(HostTensor block, int row, int width) {
            float[] values = new float[width];
            block.read((long) row * width, values, 0, width);
            return Tensors.widen(values);
        }

        /** Normalised over the minibatch; fills the targets. */
        double[][] advantages(double[] parameters, int[] chosen, double[][] targets) {
            double[][] advantages = new double[chosen.length][steps];
            double mean = 0;
            double n = (double) chosen.length * steps;
            for (int u = 0; u < chosen.length; u++) {
                targets[u] = new double[steps];
                double carried = 0;
                double nextValue = critic.forward(parameters, read(data.last, chosen[u], S))[0];
                double nextTarget = nextValue;
                for (int t = steps - 1; t >= 0; t--) {
                    int row = chosen[u] * steps + t;
                    double v = critic.forward(parameters, read(data.observation, row, S))[0];
                    double g = data.discount[row];
                    boolean cut = data.truncated[row] == 1;
                    advantages[u][t] = cut ? 0 : data.reward[row] + g * nextTarget - v;
                    carried = cut ? 0 : data.reward[row] + g * nextValue - v + g * 0.8 * carried;
                    targets[u][t] = v + carried;
                    nextValue = v;
                    nextTarget = targets[u][t];
                    mean += advantages[u][t] / n;
                }
            }
            double variance = 0;
            for (double[] unroll : advantages) {
                for (double a : unroll) {
                    variance += (a - mean) * (a - mean) / n;
                }
            }
            for (double[] unroll : advantages) {
                for (int t = 0; t < steps; t++) {
                    unroll[t] = (unroll[t] - mean) / (Math.sqrt(variance) + 1e-8);
                }
            }
            return advantages;
        }

        /** 0.25 · mean (V − vs)², without the steps that were cut off; targets are constants. */
        double valueLoss(double[] parameters, int[] chosen, double[][] targets) {
            double sum = 0;
            for (int u = 0; u < chosen.length; u++) {
                for (int t = 0; t < steps; t++) {
                    int row = chosen[u] * steps + t;
                    double error = critic.forward(parameters, read(data.observation, row, S))[0] - targets[u][t];
                    sum += data.truncated[row] == 1 ? 0 : error * error;
                }
            }
            return 0.25 * sum / (chosen.length * (double) steps);
        }

        double policyLoss(double[] parameters, int[] chosen, double[][] advantages) {
            double sum = 0;
            for (int u = 0; u < chosen.length; u++) {
                for (int t = 0; t < steps; t++) {
                    int row = chosen[u] * steps + t;
                    sum += fpo.objective(losses(parameters, row), read(data.statistic, row, config.samples()),
                            advantages[u][t]);
                }
            }
            return sum / (chosen.length * (double) steps);
        }

        /** mean(ρ − 1 − log ρ). */
        double divergence(double[] parameters, int[] chosen) {
            double sum = 0;
            for (int unroll : chosen) {
                for (int t = 0; t < steps; t++) {
                    double[] losses = losses(parameters, unroll * steps + t);
                    double[] old = read(data.statistic, unroll * steps + t, 2);
                    double log = (-old[0] - losses[0] - old[1] - losses[1]) / 2;
                    sum += Math.exp(log) - 1 - log;
                }
            }
            return sum / (chosen.length * (double) steps);
        }

        @Override
        public void close() {
            data.close();
            policy.close();
            value.parameters().close();
            workers.close();
        }
    }
}
