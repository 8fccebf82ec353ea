package dev.advect.offpolicy;

import dev.advect.io.StateDict;
import dev.advect.nn.DoubleEnsemble;
import dev.advect.nn.DoubleMlp;
import dev.advect.nn.Precision;
import dev.advect.nn.States;
import dev.advect.nn.Tensors;
import dev.advect.nn.Workers;
import dev.advect.offpolicy.CriticConfig.PolicyValue;
import dev.advect.random.Rng;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

class CriticEnsembleTest {
    private static final int ROWS = 6;
    private static final int MEMBERS = 3;

    private final Rng random = new Rng(3, 0);
    private final Batch batch = new Batch(ROWS, 2, 1, 1);
    private final DoubleEnsemble reference = new DoubleEnsemble(MEMBERS, true, 3, 5, 1);

    static CriticConfig config(PolicyValue value, double learningRate, double targetRate) {
        return new CriticConfig(MEMBERS, 2, List.of(5), true, learningRate, 0, targetRate, value, Precision.FLOAT32);
    }

    private CriticEnsemble critic(PolicyValue value, double learningRate, double targetRate) {
        return new CriticEnsemble(config(value, learningRate, targetRate), 2, 1, new Rng(7, 0));
    }

    CriticEnsembleTest() {
        batch.observation().write(0, Tensors.normal(random, ROWS * 2), 0, ROWS * 2);
        batch.action().write(0, Tensors.normal(random, ROWS), 0, ROWS);
        batch.reward().write(0, Tensors.normal(random, ROWS), 0, ROWS);
        batch.discount().write(0, new float[] {0.9f, 0, 0.9f, 0.81f, 0.5f, 0}, 0, ROWS);
        batch.next().write(0, Tensors.normal(random, ROWS * 2), 0, ROWS * 2);
    }

    /** The value of one member for a row of the batch. */
    private double q(double[] parameters, int member, int row) {
        return reference.forward(parameters, member, new double[] {
            batch.observation().get(2L * row), batch.observation().get(2L * row + 1), batch.action().get(row)})[0];
    }

    @Test
    void targetValue_isTheLeastOfTheSubset() {
        CriticEnsemble critic = critic(PolicyValue.MEAN, 1e-3, 0.5);
        double[] parameters = Tensors.widen(critic.parameters().values().toArray());
        float[] value = Tensors.floats(
                critic.targetValue(batch.observation().tensor(), batch.action().tensor(), new int[] {2, 0}));
        for (int row = 0; row < ROWS; row++) {
            assertThat((double) value[row])
                    .isCloseTo(Math.min(q(parameters, 2, row), q(parameters, 0, row)), within(1e-5));
        }
    }

    @ParameterizedTest
    @EnumSource(PolicyValue.class)
    void targetValue_combined_isWhatItsNameSays(PolicyValue kind) {
        CriticEnsemble critic = critic(PolicyValue.MEAN, 1e-3, 0.5);
        double[] parameters = Tensors.widen(critic.parameters().values().toArray()); // at first also the targets'
        float[] value = Tensors.floats(critic.targetValue(
                kind, batch.observation().tensor(), batch.action().tensor(), new int[] {1, 2}));
        for (int row = 0; row < ROWS; row++) {
            assertThat((double) value[row]).isCloseTo(climbed(kind, parameters, row), within(1e-5));
        }
    }

    @ParameterizedTest
    @EnumSource(PolicyValue.class)
    void policyValue_isWhatItsNameSays(PolicyValue kind) {
        CriticEnsemble critic = critic(kind, 1e-3, 0.5);
        double[] parameters = Tensors.widen(critic.parameters().values().toArray());
        Tensor action = Tensors.of(batch.action().toArray(), ROWS, 1).requires_grad_(true);
        Tensor value = critic.policyValue(batch.observation().tensor(), action, new int[] {1, 2});
        for (int row = 0; row < ROWS; row++) {
            assertThat((double) Tensors.floats(value.detach())[row])
                    .isCloseTo(climbed(kind, parameters, row), within(1e-5));
        }
        value.sum().backward();
        for (int row = 0; row < ROWS; row++) {
            double[] slope = new double[2];
            float a = batch.action().get(row);
            for (int side = 0; side < 2; side++) {
                batch.action().set(row, a + (2 * side - 1) * 1e-3f);
                slope[side] = climbed(kind, parameters, row);
            }
            batch.action().set(row, a);
            assertThat((double) Tensors.floats(action.grad())[row]).isCloseTo((slope[1] - slope[0]) / 2e-3, within(1e-2));
        }
        assertThat(Tensors.floats(action.grad())).doesNotContain(0);
        assertThat(critic.parameters().gradient().toArray()).containsOnly(0);
    }

    /** By the subset of the members 1 and 2. */
    private double climbed(PolicyValue kind, double[] parameters, int row) {
        double[] q = {q(parameters, 0, row), q(parameters, 1, row), q(parameters, 2, row)};
        return switch (kind) {
            case MEAN -> (q[0] + q[1] + q[2]) / 3;
            case MIN -> Math.min(q[0], Math.min(q[1], q[2]));
            case SUBSET -> Math.min(q[1], q[2]);
        };
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void update_lossAndGradient_equalFiniteDifferences(int threads) {
        CriticEnsemble critic = critic(PolicyValue.MEAN, 1e-12, 0);
        double[] parameters = Tensors.widen(critic.parameters().values().toArray());
        float[] beyond = {1, 2, -1, 0.5f, -2, 3};
        float[] weights = {0.5f, -1, 2, 0, 1, 1};
        float[] states = Tensors.normal(random, 8);
        float[] actions = Tensors.normal(random, 4);
        CriticEnsemble.Update update;
        try (Workers workers = new Workers(threads)) {
            update = critic.update(workers, batch,
                    (worker, from, n, next) -> Tensors.of(Arrays.copyOfRange(beyond, from, from + n), n),
                    (_, q, data) -> data.mul(Tensors.of(weights, ROWS)).sum().mul(new Scalar(0.1)).add(
                            q.apply(Tensors.of(states, 4, 2), Tensors.of(actions, 4, 1)).square().sum()));
        }
        ToDoubleFunction<double[]> loss = moved -> {
            double sum = 0;
            for (int member = 0; member < MEMBERS; member++) {
                for (int row = 0; row < ROWS; row++) {
                    double y = batch.reward().get(row) + batch.discount().get(row) * beyond[row];
                    double q = q(moved, member, row);
                    sum += (q - y) * (q - y) / (MEMBERS * ROWS) + 0.1 * weights[row] * q;
                }
                for (int i = 0; i < 4; i++) {
                    double q = reference.forward(
                            moved, member, new double[] {states[2 * i], states[2 * i + 1], actions[i]})[0];
                    sum += q * q;
                }
            }
            return sum;
        };
        assertThat(update.loss()).isCloseTo(loss.applyAsDouble(parameters), within(1e-5));
        double[] expected = DoubleMlp.gradient(loss, parameters);
        assertThat(Tensors.widen(critic.parameters().gradient().toArray())).containsExactly(expected, within(2e-5));
        assertThat(Arrays.stream(expected).map(Math::abs).max().orElseThrow()).isGreaterThan(0.1);
        assertThat(update.gradientNorm())
                .isCloseTo(Math.sqrt(Arrays.stream(expected).map(x -> x * x).sum()), within(1e-4));
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void update_anyNumberOfThreads_sameParameters(Precision products) {
        assumeTrue(products == Precision.FLOAT32 || Precision.bfloat16Missing().isEmpty());
        CriticConfig config =
                new CriticConfig(MEMBERS, 2, List.of(20, 20), true, 0.01, 0, 0.1, PolicyValue.MEAN, products);
        List<float[]> results = new ArrayList<>();
        for (int threads : new int[] {1, 2, 3}) {
            CriticEnsemble critic = new CriticEnsemble(config, 2, 1, new Rng(7, 0));
            try (Workers workers = new Workers(threads)) {
                for (int i = 0; i < 5; i++) {
                    critic.update(workers, batch, (worker, from, n, next) -> Tensors.of(new float[n], n), null);
                }
            }
            results.add(critic.parameters().values().toArray());
        }
        assertThat(results.get(1)).containsExactly(results.get(0));
        assertThat(results.get(2)).containsExactly(results.get(0));
    }

    /** The same values as a tensor and as an array: the same target and the same parameters, up to rounding. */
    @Test
    void update_bootstrapFromArrays_isThatFromTensors() {
        float[] beyond = {1, 2, -1, 0.5f, -2, 3};
        CriticEnsemble one = critic(PolicyValue.MEAN, 0.1, 0.25);
        CriticEnsemble other = new CriticEnsemble(config(PolicyValue.MEAN, 0.1, 0.25), 2, 1, new Rng(8, 0));
        StateDict state = new StateDict();
        one.save(state);
        other.load(state);
        try (Workers workers = new Workers(2)) {
            one.update(workers, batch, (worker, from, n, next) -> Tensors.of(Arrays.copyOfRange(beyond, from, from + n), n), null);
            float[] target = batch.target().toArray();
            other.update(workers, batch, (from, next, values) -> {
                assertThat(next).containsExactly(batch.next().toArray());
                System.arraycopy(beyond, from, values, 0, values.length);
            });
            assertThat(batch.target().toArray()).containsExactly(target, within(1e-6f));
        }
        assertThat(other.parameters().values().toArray()).containsExactly(one.parameters().values().toArray(), within(1e-6f));
        for (int row = 0; row < ROWS; row++) {
            assertThat(batch.target().get(row))
                    .isCloseTo(batch.reward().get(row) + batch.discount().get(row) * beyond[row], within(1e-6f));
        }
    }

    @Test
    void update_targets_followByTheirRate() {
        CriticEnsemble critic = critic(PolicyValue.MEAN, 0.1, 0.25);
        StateDict before = new StateDict();
        critic.save(before);
        float[] start = before.floats("target").clone();
        assertThat(start).containsExactly(before.floats("parameters"));
        try (Workers workers = new Workers(1)) {
            critic.update(workers, batch, (worker, from, n, next) -> Tensors.of(new float[n], n), null);
        }
        StateDict after = new StateDict();
        critic.save(after);
        float[] trained = after.floats("parameters");
        assertThat(trained).isNotEqualTo(start);
        for (int i = 0; i < start.length; i++) {
            assertThat(after.floats("target")[i]).isCloseTo(0.75f * start[i] + 0.25f * trained[i], within(1e-6f));
        }
    }

    @Test
    void update_repeated_learnsAFixedTarget() {
        CriticEnsemble critic = critic(PolicyValue.MEAN, 3e-2, 0.1);
        try (Workers workers = new Workers(1)) {
            double loss = Double.NaN;
            for (int i = 0; i < 400; i++) {
                loss = critic.update(workers, batch, (worker, from, n, next) -> Tensors.of(new float[n], n), null)
                        .loss();
            }
            assertThat(loss).isLessThan(0.02);
        }
    }

    @Test
    void drawSubset_isWithoutRepetition_andEveryPairComesUp() {
        CriticEnsemble critic = critic(PolicyValue.MEAN, 0.1, 0.25);
        int[] counts = new int[9];
        for (int i = 0; i < 6000; i++) {
            int[] subset = critic.drawSubset(random);
            assertThat(subset).hasSize(2);
            counts[3 * subset[0] + subset[1]]++;
        }
        for (int i = 0; i < 9; i++) {
            // six ordered pairs, 1000 each, standard deviation 29
            assertThat(counts[i]).isBetween(i % 4 == 0 ? 0 : 855, i % 4 == 0 ? 0 : 1145);
        }
    }

    @Test
    void load_continuesBitForBit() {
        CriticEnsemble critic = critic(PolicyValue.MEAN, 0.1, 0.25);
        CriticEnsemble other = new CriticEnsemble(config(PolicyValue.MEAN, 0.1, 0.25), 2, 1, new Rng(8, 0));
        try (Workers workers = new Workers(1)) {
            CriticEnsemble.Bootstrap zero = (worker, from, n, next) -> Tensors.of(new float[n], n);
            critic.update(workers, batch, zero, null);
            StateDict state = new StateDict();
            critic.save(state);
            other.load(state);
            critic.update(workers, batch, zero, null);
            other.update(workers, batch, zero, null);
        }
        StateDict expected = new StateDict();
        critic.save(expected);
        StateDict found = new StateDict();
        other.save(found);
        States.assertSame(found, expected);
    }

    @Test
    void config_impossibleValues_areRefused() {
        assertThatThrownBy(() -> new CriticConfig(2, 3, List.of(5), true, 1e-3, 0, 0.1, PolicyValue.MEAN, Precision.FLOAT32))
                .hasMessage("subset: 3 is not possible, it must lie in [1, 2]");
        assertThatThrownBy(() -> new CriticConfig(2, 2, List.of(), true, 1e-3, 0, 0.1, PolicyValue.MEAN, Precision.FLOAT32))
                .hasMessageStartingWith("hidden: ");
    }
}
