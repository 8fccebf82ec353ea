package dev.advect.onpolicy.joint;

import dev.advect.env.TinyEnv;
import dev.advect.env.VectorEnv;
import dev.advect.flow.Sampler;
import dev.advect.flow.Sampling;
import dev.advect.nn.DoubleMlp;
import dev.advect.nn.Tensors;
import dev.advect.nn.Workers;
import dev.advect.onpolicy.Collector;
import dev.advect.onpolicy.KlEstimate;
import dev.advect.onpolicy.Loop;
import dev.advect.onpolicy.OnPolicyLearner;
import dev.advect.onpolicy.PolicyPass;
import dev.advect.onpolicy.RolloutBuffer;
import dev.advect.onpolicy.Surrogate;
import dev.advect.onpolicy.TrustRegion;
import dev.advect.onpolicy.UpdateMetrics;
import dev.advect.policy.FlowPolicy;
import dev.advect.random.Rng;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class JointFpoTest {
    private static final int ROWS = 5;
    private static final int S = 3;
    private static final int D = 2;
    private static final int HIDDEN = 7;
    private static final int STEPS = 3;
    private static final double SIGMA = 0.5;

    private final Rng random = new Rng(8, 0);

    @Test
    void evaluate_ofAStillField_isTheGaussianAroundTheNoise() {
        JointFpo joint = joint();
        joint.policy().parameters().values().segment().fill((byte) 0);

        Tensor found = joint.evaluate(0, Tensors.of(new float[S], 1, S), Tensors.of(new float[] {1, 0}, 1, D),
                Tensors.of(new float[] {0.5f, -1}, 1, D)).statistic();

        // F = ξ: −((1 − 0.5)² + (0 + 1)²) / (2 · 0.25) − 2·log 0.5 − log 2π = −2.5 + 1.386294 − 1.837877
        assertThat(Tensors.floats(found)).containsExactly(new float[] {-2.951583f}, within(1e-5f));
    }

    @Test
    void loss_handComputed() {
        JointFpo joint = joint();
        Surrogate.Evaluation now = new Surrogate.Evaluation(Tensors.of(new float[] {-0.8f, -1.05f}, 2, 1), null, null);

        Surrogate.Loss loss = joint.loss(now, Tensors.of(new float[] {-1, -1}, 2, 1), Tensors.of(new float[] {2, -1}, 2));

        // ρ = e^0.2 = 1.221403, clipped at 1.1 as A = 2; ρ = e^−0.05 = 0.951229 within
        assertThat(loss.sum().item_double()).isCloseTo(-(1.1 * 2 - 0.951229), within(1e-5));
        assertThat(Tensors.floats(loss.ratio())).containsExactly(new float[] {1.221403f, 0.951229f}, within(1e-5f));
    }

    @Test
    void loss_gradientThroughTheSolver_equalsFiniteDifferences() {
        JointFpo joint = joint();
        float[] states = Tensors.normal(random, ROWS * S);
        float[] noise = Tensors.normal(random, ROWS * D);
        float[] actions = Tensors.normal(random, ROWS * D);
        float[] advantages = {1, -1, 0.5f, -2, 1.5f};
        double[] parameters = Tensors.widen(joint.policy().parameters().values().toArray());
        float[] old = new float[ROWS];
        for (int row = 0; row < ROWS; row++) {
            old[row] = (float) (logLikelihood(parameters, states, noise, actions, row) + 0.1 * random.nextGaussian());
        }

        Surrogate.Loss loss = joint.loss(joint.evaluate(0, Tensors.of(states, ROWS, S), Tensors.of(actions, ROWS, D),
                Tensors.of(noise, ROWS, D)), Tensors.of(old, ROWS, 1), Tensors.of(advantages, ROWS));
        joint.policy().parameters().zeroGradients();
        loss.sum().backward();
        joint.policy().parameters().sumGradients();

        ToDoubleFunction<double[]> total = moved -> {
            double sum = 0;
            for (int row = 0; row < ROWS; row++) {
                double ratio = Math.exp(logLikelihood(moved, states, noise, actions, row) - old[row]);
                double a = advantages[row];
                sum -= Math.min(ratio * a, Math.clamp(ratio, 0.9, 1.1) * a);
            }
            return sum;
        };
        assertThat(loss.sum().item_double()).isCloseTo(total.applyAsDouble(parameters), within(1e-3));
        double[] expected = DoubleMlp.gradient(total, parameters);
        double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
        assertThat(largest).isGreaterThan(0.05);
        assertThat(Tensors.widen(joint.policy().parameters().gradient().toArray()))
                .containsExactly(expected, within(1e-3 * largest));
    }

    /** log N(a; F(s, ξ), σ²I) by its definition: Euler steps from t = 1 to 0 in double precision. */
    private static double logLikelihood(double[] parameters, float[] states, float[] noise, float[] actions, int row) {
        DoubleMlp network = new DoubleMlp(S + D + 4, HIDDEN, D);
        double[] x = {noise[row * D], noise[row * D + 1]};
        for (int k = 0; k < STEPS; k++) {
            double t = 1 - (double) k / STEPS;
            double[] in = new double[S + D + 4];
            for (int i = 0; i < S; i++) {
                in[i] = states[row * S + i];
            }
            System.arraycopy(x, 0, in, S, D);
            double[] embedding = {Math.cos(t), Math.cos(2 * t), Math.sin(t), Math.sin(2 * t)};
            System.arraycopy(embedding, 0, in, S + D, 4);
            double[] v = network.forward(parameters, in);
            for (int j = 0; j < D; j++) {
                x[j] -= 0.5 * v[j] / STEPS;
            }
        }
        double log = 0;
        for (int j = 0; j < D; j++) {
            double z = (actions[row * D + j] - x[j]) / SIGMA;
            log += -z * z / 2 - Math.log(SIGMA * Math.sqrt(2 * Math.PI));
        }
        return log;
    }

    @Test
    void collected_actionsLieAroundTheFlowsEnd_andRatiosAre1BeforeTheFirstUpdate() {
        Loop loop = new Loop();
        loop.envs = 64;
        loop.normalizeObservations = false;
        JointFpo joint = new JointFpo(new FlowPolicy(2, 1, List.of(HIDDEN), 4, 0.5, new Sampling(Sampler.EULER, STEPS), 2,
                new Rng(5, 0)), config());
        try (Workers workers = new Workers(2);
                RolloutBuffer data = new RolloutBuffer(64, 5, 2, 1, 1, joint.statisticSize());
                VectorEnv envs = new VectorEnv(TinyEnv::new, 64, 1, loop.nonFinite);
                Collector collector = new Collector(envs, workers, joint, loop.build(), data, 4)) {
            collector.reset();
            collector.collect(joint.exploration().actionNoise());
            PolicyPass pass = joint.pass(0, data);
            pass.begin();
            pass.statistics(0, 64);
            // E[log N] = −½ − log σ − ½·log 2π, with a deviation of √½ / √320
            double mean = 0;
            for (float log : data.statistic.toArray()) {
                mean += log / 320;
            }
            assertThat(mean).isCloseTo(-0.5 - Math.log(SIGMA) - 0.918939, within(0.12));
            UpdateMetrics.Part part = new UpdateMetrics.Part();
            joint.policy().parameters().zeroGradients();
            pass.gradient(new int[] {1, 7, 0}, Tensors.normal(random, 15), 0, 1, part);
            UpdateMetrics metrics = new UpdateMetrics();
            metrics.add(new UpdateMetrics.Part[] {part}, 1, 15);
            assertThat(metrics.summary(new VectorEnv.Episodes(0, 0, 0, 0)))
                    .containsEntry("policy/ratio_min", 1.0).containsEntry("policy/ratio_max", 1.0);
        }
        joint.policy().close();
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
        JointConfig config = new JointConfig(TrustRegion.CLIP, 0.2, 3, 0.2, STEPS, false, 4, 1);
        try (Workers workers = new Workers(2);
                OnPolicyLearner learner = new JointSettings(loop.build(), config)
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

    @Test
    void settings_whatTheRatioDoesNotAllow_isRefused() {
        Loop exact = new Loop();
        exact.klEstimate = KlEstimate.EXACT;
        assertThatThrownBy(() -> new JointSettings(exact.build(), config()))
                .isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith("loop.klEstimate: exact");
        Loop annealed = new Loop();
        annealed.annealNoise = 0.5;
        assertThatThrownBy(() -> new JointSettings(annealed.build(), config()))
                .isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith("loop.annealNoise: 0.5");
        Loop bounded = new Loop();
        bounded.actionBound = 2;
        assertThatThrownBy(() -> new JointSettings(bounded.build(), config()))
                .isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith("loop.actionBound: 2.0");
    }

    private static JointConfig config() {
        return new JointConfig(TrustRegion.CLIP, 0.1, 0, SIGMA, STEPS, false, 4, 0.5);
    }

    private static JointFpo joint() {
        return new JointFpo(new FlowPolicy(S, D, List.of(HIDDEN), 4, 0.5, new Sampling(Sampler.EULER, STEPS), 1,
                new Rng(5, 0)), config());
    }
}
