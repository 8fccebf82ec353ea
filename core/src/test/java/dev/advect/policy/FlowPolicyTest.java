package dev.advect.policy;

import dev.advect.flow.Sampler;
import dev.advect.flow.Sampling;
import dev.advect.io.StateDict;
import dev.advect.nn.DoubleMlp;
import dev.advect.nn.Tensors;
import dev.advect.nn.torch.HostTensor;
import dev.advect.random.Rng;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class FlowPolicyTest {
    private static final int ROWS = 4;
    private static final double SCALE = 0.25;

    private final FlowPolicy policy = policy(1);
    private final DoubleMlp reference = new DoubleMlp(3 + 2 + 4, 8, 2);
    private final float[] states = Tensors.normal(new Rng(2, 0), ROWS * 3);
    private final float[] noise = Tensors.normal(new Rng(3, 0), ROWS * 2);

    @Test
    void act_euler_equalsHandWrittenIntegration() {
        float[] actions = act(policy);
        for (int row = 0; row < ROWS; row++) {
            double[] x = Tensors.widen(Arrays.copyOfRange(noise, 2 * row, 2 * row + 2));
            for (int k = 0; k < 5; k++) {
                double[] v = velocity(row, x, 1 - k / 5.0);
                x = new double[] {x[0] - v[0] / 5, x[1] - v[1] / 5}; // dt = −1/5
            }
            assertThat((double) actions[2 * row]).isCloseTo(x[0], within(1e-5));
            assertThat((double) actions[2 * row + 1]).isCloseTo(x[1], within(1e-5));
        }
    }

    @Test
    void sampleWith_anotherSolver_changesTheActionsNotTheField() {
        policy.sampleWith(new Sampling(Sampler.MIDPOINT, 1));
        float[] actions = act(policy);
        for (int row = 0; row < ROWS; row++) {
            double[] x = Tensors.widen(Arrays.copyOfRange(noise, 2 * row, 2 * row + 2));
            double[] v = velocity(row, x, 1);
            v = velocity(row, new double[] {x[0] - v[0] / 2, x[1] - v[1] / 2}, 0.5);
            assertThat((double) actions[2 * row]).isCloseTo(x[0] - v[0], within(1e-5));
        }
        // solvers agree in the limit of small steps
        policy.sampleWith(new Sampling(Sampler.RK4, 20));
        float[] fine = act(policy);
        policy.sampleWith(new Sampling(Sampler.EULER, 1000));
        assertThat(act(policy)).containsExactly(fine, within(1e-3f));
        assertThatThrownBy(() -> policy.sampleWith(new Sampling(Sampler.EULER, 0))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("flowSteps: 0");
    }

    @Test
    void velocity_isTheScaledNetworkOfStateActionTime() {
        // one row, [s, x_t, cos t, cos 2t, sin t, sin 2t] at t = 0.5
        double[] x = {0.1, -0.2};
        float[] row = {
            states[0], states[1], states[2], 0.1f, -0.2f, 0.8775826f, 0.5403023f, 0.4794255f, 0.8414710f};
        assertThat(policy.inputSize()).isEqualTo(row.length);
        float[] v = Tensors.floats(policy.output(0, Tensors.of(row, 1, 9)));
        assertThat(Tensors.widen(v)).containsExactly(velocity(0, x, 0.5), within(1e-6));
    }

    @Test
    void act_everyWorker_drawsTheSameFromTheSameNoise() {
        Tensor s = Tensors.of(states, ROWS, 3);
        Tensor z = Tensors.of(noise, ROWS, 2);
        assertThat(Tensors.floats(policy.act(1, s, z))).containsExactly(Tensors.floats(policy.act(0, s, z)));
        assertThat(Tensors.floats(z)).containsExactly(noise);
        assertThat(policy.stochasticByDefault()).isTrue();
    }

    @Test
    void logLikelihood_ofDrawnActions_isThatOfTheNoiseAndTheVolumeChange() {
        // log N(z) − log |det ∂a/∂z|, the determinant by finite differences of a fine integration in double precision
        policy.sampleWith(new Sampling(Sampler.RK4, 8));
        float[] logLikelihood = Tensors.floats(
                policy.logLikelihood(0, Tensors.of(states, ROWS, 3), Tensors.of(act(policy), ROWS, 2)));
        for (int row = 0; row < ROWS; row++) {
            double[] z = Tensors.widen(Arrays.copyOfRange(noise, 2 * row, 2 * row + 2));
            double h = 1e-4;
            double[] x = integrate(row, z[0] + h, z[1]);
            double[] y = integrate(row, z[0] - h, z[1]);
            double[] u = integrate(row, z[0], z[1] + h);
            double[] w = integrate(row, z[0], z[1] - h);
            double det = ((x[0] - y[0]) * (u[1] - w[1]) - (x[1] - y[1]) * (u[0] - w[0])) / (4 * h * h);
            double expected = -(z[0] * z[0] + z[1] * z[1]) / 2 - Math.log(2 * Math.PI) - Math.log(det);
            assertThat((double) logLikelihood[row]).isCloseTo(expected, within(1e-3));
        }
    }

    private double[] integrate(int row, double x, double y) {
        double[] at = {x, y};
        int steps = 4000;
        for (int k = 0; k < steps; k++) {
            double t = 1 - (k + 0.5) / steps;
            double[] v = velocity(row, at, t);
            at = new double[] {at[0] - v[0] / steps, at[1] - v[1] / steps};
        }
        return at;
    }

    @Test
    void load_ofASavedPolicy_actsTheSame_normaliserIncluded() {
        try (HostTensor seen = new HostTensor(2, 3)) {
            seen.write(0, new float[] {1, 2, 3, 5, 2, 7}, 0, 6);
            policy.norm().observe(seen.segment(), 2);
        }
        policy.norm().refresh();
        StateDict state = new StateDict();
        policy.save(state);
        FlowPolicy other = policy(77);
        assertThat(act(other)).isNotEqualTo(act(policy));
        other.load(state);
        Tensor raw = Tensors.of(states, ROWS, 3);
        assertThat(act(other)).containsExactly(act(policy));
        assertThat(Tensors.floats(other.norm().apply(raw))).containsExactly(Tensors.floats(policy.norm().apply(raw)));
    }

    private static FlowPolicy policy(long seed) {
        return new FlowPolicy(3, 2, List.of(8), 4, SCALE, new Sampling(Sampler.EULER, 5), 2, new Rng(seed, 0));
    }

    private float[] act(FlowPolicy actor) {
        return Tensors.floats(actor.act(0, Tensors.of(states, ROWS, 3), Tensors.of(noise, ROWS, 2)));
    }

    private double[] velocity(int row, double[] x, double t) {
        double[] out = reference.forward(Tensors.widen(policy.parameters().values().toArray()), new double[] {
            states[3 * row], states[3 * row + 1], states[3 * row + 2], x[0], x[1],
            Math.cos(t), Math.cos(2 * t), Math.sin(t), Math.sin(2 * t)});
        return new double[] {SCALE * out[0], SCALE * out[1]};
    }
}
