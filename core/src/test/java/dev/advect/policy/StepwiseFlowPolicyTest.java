package dev.advect.policy;

import dev.advect.io.StateDict;
import dev.advect.nn.DoubleMlp;
import dev.advect.nn.Parameters;
import dev.advect.nn.States;
import dev.advect.nn.Tensors;
import dev.advect.random.Rng;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Arrays;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class StepwiseFlowPolicyTest {
    private static final int S = 2;
    private static final int D = 3;
    private static final int ROWS = 4;
    private static final int EMBEDDING = 4;

    private final Rng random = new Rng(1, 0);
    private final float[] states = Tensors.normal(random, ROWS * S);
    private final float[] noise = Tensors.normal(random, ROWS * D);
    private StepwiseFlowPolicy policy = policy(5, 1);

    private static StepwiseFlowPolicy policy(int blocks, int innerSteps) {
        return policy(blocks, innerSteps, 1);
    }

    private static StepwiseFlowPolicy policy(int blocks, int innerSteps, double noiseScale) {
        StepwiseFlowPolicy policy = new StepwiseFlowPolicy(
                S, D, 1, blocks, innerSteps, noiseScale, List.of(6), EMBEDDING, 2, new Rng(3, 0));
        Rng shake = new Rng(4, 0);
        for (long i = 0; i < policy.parameters().size(); i++) {
            policy.parameters().values().set(i, (float) (0.7 * shake.nextGaussian()));
        }
        return policy;
    }

    @AfterEach
    void close() {
        policy.close();
    }

    private Tensor s() {
        return Tensors.of(states, ROWS, S);
    }

    private Tensor z() {
        return Tensors.of(noise, ROWS, D);
    }

    /** One row through some blocks, in plain loops: v_k sees s, x and the embedding of the time it begins at. */
    private double[] cascade(int row, double[] x, int from, int to, int blocks, int innerSteps) {
        DoubleMlp network = new DoubleMlp(S + D + EMBEDDING, 6, D);
        int size = (S + D + EMBEDDING) * 6 + 6 + 6 * D + D;
        double[] all = Tensors.widen(policy.parameters().values().toArray());
        double h = 1.0 / (blocks * innerSteps);
        double[] now = x.clone();
        for (int step = from * innerSteps; step < to * innerSteps; step++) {
            int k = step / innerSteps;
            double t = step * h;
            double[] in = new double[S + D + EMBEDDING];
            for (int i = 0; i < S; i++) {
                in[i] = states[row * S + i];
            }
            System.arraycopy(now, 0, in, S, D);
            for (int i = 0; i < 2; i++) {
                in[S + D + i] = Math.cos(t * (1 << i));
                in[S + D + 2 + i] = Math.sin(t * (1 << i));
            }
            double[] v = network.forward(Arrays.copyOfRange(all, k * size, (k + 1) * size), in);
            for (int i = 0; i < D; i++) {
                now[i] += h * v[i];
            }
        }
        return now;
    }

    private double[] row(float[] rows, int row) {
        return Tensors.widen(Arrays.copyOfRange(rows, row * D, row * D + D));
    }

    @ParameterizedTest
    @CsvSource({"5, 1", "1, 1", "2, 3"})
    void act_isTheCascadeOfEulerSteps_fromNoiseAtTimeZero(int blocks, int innerSteps) {
        close();
        policy = policy(blocks, innerSteps);
        assertThat(policy.blocks()).isEqualTo(blocks);
        assertThat(policy.stepLength()).isEqualTo(1.0 / (blocks * innerSteps));
        float[] actions = Tensors.floats(policy.act(1, s(), z()));
        for (int row = 0; row < ROWS; row++) {
            assertThat(row(actions, row))
                    .containsExactly(cascade(row, row(noise, row), 0, blocks, blocks, innerSteps), within(2e-5));
        }
    }

    @Test
    void act_withANoiseScale_isTheCascadeFromThatMultipleOfTheNoise_asThePathsAre() {
        close();
        policy = policy(2, 1, 0.25);
        float[] actions = Tensors.floats(policy.act(1, s(), z()));
        float[][] paths = ParticlePaths.of(policy, Arrays.copyOf(states, S), false, noise);
        for (int row = 0; row < ROWS; row++) {
            double[] x = Arrays.stream(row(noise, row)).map(z -> 0.25 * z).toArray();
            assertThat(row(actions, row)).containsExactly(cascade(row, x, 0, 2, 2, 1), within(2e-5));
            assertThat(row(paths[0], row)).containsExactly(x, within(1e-7));
        }
        assertThat(row(paths[2], 0)).containsExactly(row(actions, 0), within(1e-6)); // the paths are all of state 0
    }

    @Test
    void apply_oneBlock_movesParticlesThroughItsOwnTimesOnly() {
        float[] moved = Tensors.floats(policy.apply(3, policy.block(3).replica(0), s(), z()).detach());
        assertThat(row(moved, 2)).containsExactly(cascade(2, row(noise, 2), 3, 4, 5, 1), within(1e-5));
    }

    @Test
    void velocity_rowsWithTimesOfTheirOwn_agreesWithThoseOfTheSteps() {
        Tensor t = Tensors.of(new float[] {0.4f, 0.4f, 0.4f, 0.4f}, ROWS, 1);
        assertThat(Tensors.floats(policy.velocity(2, policy.block(2).frozen(), s(), z(), t)))
                .containsExactly(Tensors.floats(policy.velocity(2, 0, policy.block(2).frozen(), s(), z())), within(1e-5f));
    }

    @ParameterizedTest
    @CsvSource({"5, 1", "2, 3"})
    void applyWithVolume_exact_isTheDeterminantOfFiniteDifferences(int blocks, int innerSteps) {
        close();
        policy = policy(blocks, innerSteps);
        StepwiseFlowPolicy.Moved moved = policy.applyWithVolume(1, policy.block(1).frozen(), s(), z(), null);
        assertThat(Tensors.floats(moved.x())).containsExactly(
                Tensors.floats(policy.apply(1, policy.block(1).frozen(), s(), z())), within(1e-5f));
        for (int row = 0; row < ROWS; row++) {
            double[][] jacobian = new double[D][];
            for (int i = 0; i < D; i++) {
                double[] up = row(noise, row);
                double[] down = row(noise, row);
                up[i] += 1e-4;
                down[i] -= 1e-4;
                double[] high = cascade(row, up, 1, 2, blocks, innerSteps);
                double[] low = cascade(row, down, 1, 2, blocks, innerSteps);
                jacobian[i] = new double[D];
                for (int o = 0; o < D; o++) {
                    jacobian[i][o] = (high[o] - low[o]) / 2e-4;
                }
            }
            assertThat((double) Tensors.floats(moved.logDet())[row])
                    .isCloseTo(Math.log(Math.abs(determinant(jacobian))), within(1e-4));
        }
    }

    private static double determinant(double[][] a) {
        return a[0][0] * (a[1][1] * a[2][2] - a[1][2] * a[2][1])
                - a[0][1] * (a[1][0] * a[2][2] - a[1][2] * a[2][0])
                + a[0][2] * (a[1][0] * a[2][1] - a[1][1] * a[2][0]);
    }

    @Test
    void applyWithVolume_estimate_hasTheExactValueAsItsMean() {
        for (long i = 0; i < policy.parameters().size(); i++) {
            policy.parameters().values().set(i, 0.6f * policy.parameters().values().get(i)); // the series converges
        }
        float[] exact = Tensors.floats(policy.applyWithVolume(0, policy.block(0).frozen(), s(), z(), null).logDet());
        double[] mean = new double[ROWS];
        double[] squares = new double[ROWS];
        int n = 3000;
        for (int i = 0; i < n; i++) {
            float[] signs = new float[ROWS * D];
            for (int j = 0; j < signs.length; j++) {
                signs[j] = random.nextBoolean() ? 1 : -1;
            }
            float[] estimate = Tensors.floats(policy.applyWithVolume(
                    0, policy.block(0).frozen(), s(), z(), Tensors.of(signs, ROWS, D)).logDet());
            for (int row = 0; row < ROWS; row++) {
                mean[row] += estimate[row] / (double) n;
                squares[row] += (double) estimate[row] * estimate[row] / n;
            }
        }
        for (int row = 0; row < ROWS; row++) {
            double se = Math.sqrt((squares[row] - mean[row] * mean[row]) / n);
            assertThat(mean[row]).isCloseTo(exact[row], within(5 * se + 2e-4));
            assertThat(se).isLessThan(0.02);
        }
    }

    @Test
    void applyWithVolume_volume_hasAGradient() {
        Parameters block = policy.block(2);
        policy.parameters().zeroGradients();
        policy.applyWithVolume(2, block.replica(0), s(), z(), null).logDet().sum().backward();
        float[] gradient = block.gradient().toArray();
        // finite differences in single precision, of a few weights
        for (int i : new int[] {0, 7, 20, 60}) {
            float value = block.values().get(i);
            float h = 0.02f;
            block.values().set(i, value + h);
            double up = policy.applyWithVolume(2, block.frozen(), s(), z(), null).logDet().sum().item_double();
            block.values().set(i, value - h);
            double down = policy.applyWithVolume(2, block.frozen(), s(), z(), null).logDet().sum().item_double();
            block.values().set(i, value);
            assertThat((double) gradient[i]).isCloseTo((up - down) / (2 * h), within(2e-3));
        }
        assertThat(policy.block(1).gradient().toArray()).containsOnly(0);
    }

    @Test
    void toEnvironment_clips() {
        assertThat(Tensors.floats(policy.toEnvironment(Tensors.of(new float[] {-3, -0.5f, 1, 1.01f}, 4))))
                .containsExactly(-1, -0.5f, 1, 1);
    }

    @Test
    void chunks_areOneLargerParticle() {
        StepwiseFlowPolicy chunks = new StepwiseFlowPolicy(S, D, 4, 2, 1, List.of(6), EMBEDDING, 1, new Rng(3, 0));
        assertThat(chunks.size()).isEqualTo(12);
        assertThat(chunks.noiseSize()).isEqualTo(12);
        assertThat(chunks.actionSize()).isEqualTo(D);
        assertThat(chunks.chunk()).isEqualTo(4);
        Tensor out = chunks.act(0, s(), Tensors.of(Tensors.normal(random, ROWS * 12), ROWS, 12));
        assertThat(Tensors.floats(out)).hasSize(ROWS * 12);
        chunks.close();
    }

    @Test
    void load_restoresAllBlocks() {
        StateDict state = new StateDict();
        policy.save(state);
        StepwiseFlowPolicy other = new StepwiseFlowPolicy(S, D, 1, 5, 1, List.of(6), EMBEDDING, 1, new Rng(9, 0));
        other.load(state);
        StateDict copy = new StateDict();
        other.save(copy);
        States.assertSame(copy, state);
        assertThat(Tensors.floats(other.act(0, s(), z()))).containsExactly(Tensors.floats(policy.act(0, s(), z())));
        other.close();
    }
}
