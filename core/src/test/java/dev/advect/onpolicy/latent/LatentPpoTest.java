package dev.advect.onpolicy.latent;

import dev.advect.env.TinyEnv;
import dev.advect.env.VectorEnv;
import dev.advect.flow.Sampler;
import dev.advect.flow.Sampling;
import dev.advect.flow.Schedule;
import dev.advect.io.StateDict;
import dev.advect.nn.DoubleMlp;
import dev.advect.nn.Tensors;
import dev.advect.nn.Workers;
import dev.advect.onpolicy.Collector;
import dev.advect.onpolicy.Loop;
import dev.advect.onpolicy.OnPolicyLearner;
import dev.advect.onpolicy.PolicyPass;
import dev.advect.onpolicy.RolloutBuffer;
import dev.advect.onpolicy.Surrogate;
import dev.advect.onpolicy.UpdateMetrics;
import dev.advect.policy.Acting;
import dev.advect.policy.Actor;
import dev.advect.policy.FlowPolicy;
import dev.advect.policy.LatentPolicy;
import dev.advect.policy.Policy;
import dev.advect.random.Rng;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class LatentPpoTest {
    private static final int ROWS = 5;
    private static final int S = 3;
    private static final int D = 2;
    private static final int HIDDEN = 7;
    private static final Sampling SAMPLING = new Sampling(Sampler.EULER, 3, Schedule.UNIFORM, 0);

    private final Rng random = new Rng(8, 0);

    private static LatentConfig config(double entropyCost, double deviation) {
        return new LatentConfig(0.1, entropyCost, deviation, List.of(HIDDEN), Sampler.EULER, 3, Schedule.UNIFORM, 4, 0.5);
    }

    private static LatentPpo latent(double deviation) {
        LatentConfig config = config(0, deviation);
        return new LatentPpo(new LatentPolicy(S, D, List.of(HIDDEN), config.flow(), deviation, 1, new Rng(5, 0)), config);
    }

    @Test
    void evaluate_atTheStart_isTheStandardNormalOfTheLatent() {
        LatentPpo latent = latent(1);

        Surrogate.Evaluation found = latent.evaluate(0, Tensors.of(new float[] {1, -2, 3}, 1, S),
                Tensors.of(new float[D], 1, D), Tensors.of(new float[] {0.5f, -2}, 1, D));

        // −(0.25 + 4) / 2 − log 2π; entropy of two standard normals 1 + log 2π
        assertThat(Tensors.floats(found.statistic())).containsExactly(new float[] {-3.962877f}, within(1e-5f));
        assertThat(Tensors.floats(Objects.requireNonNull(found.entropy()))).containsExactly(new float[] {2.837877f}, within(1e-5f));
    }

    @Test
    void loss_handComputed_withAndWithoutEntropy() {
        Surrogate.Evaluation now = new Surrogate.Evaluation(
                Tensors.of(new float[] {-0.8f, -1.05f}, 2, 1), Tensors.of(new float[] {3, 1}, 2), null);
        Tensor old = Tensors.of(new float[] {-1, -1}, 2, 1);
        Tensor advantage = Tensors.of(new float[] {2, -1}, 2);

        Surrogate.Loss loss = latent(1).loss(now, old, advantage);
        LatentConfig bonus = config(0.25, 1);
        LatentPpo with = new LatentPpo(new LatentPolicy(S, D, List.of(HIDDEN), bonus.flow(), 1, 1, new Rng(5, 0)), bonus);

        // ρ = e^0.2 = 1.221403, clipped at 1.1 as A = 2; ρ = e^−0.05 = 0.951229 within
        assertThat(loss.sum().item_double()).isCloseTo(-(1.1 * 2 - 0.951229), within(1e-5));
        assertThat(with.loss(now, old, advantage).sum().item_double())
                .isCloseTo(-(1.1 * 2 - 0.951229) - 0.25 * 4, within(1e-5));
    }

    @Test
    void loss_gradient_equalsFiniteDifferences_andTheFlowHasNone() {
        LatentPpo latent = latent(0.7);
        float[] parameters = latent.policy().parameters().values().toArray();
        int actor = (S + 1) * HIDDEN + (HIDDEN + 1) * 2 * D;
        for (int i = 0; i < actor; i++) {
            parameters[i] += (float) (0.3 * random.nextGaussian()); // away from its last layer of zeros
        }
        latent.policy().parameters().values().write(0, parameters, 0, parameters.length);
        float[] states = Tensors.normal(random, ROWS * S);
        float[] latents = Tensors.normal(random, ROWS * D);
        float[] advantages = {1, -1, 0.5f, -2, 1.5f};
        double[] own = Arrays.copyOf(Tensors.widen(parameters), actor);
        float[] old = new float[ROWS];
        for (int row = 0; row < ROWS; row++) {
            old[row] = (float) (logDensity(own, states, latents, row) + 0.1 * random.nextGaussian());
        }

        Surrogate.Loss loss = latent.loss(latent.evaluate(0, Tensors.of(states, ROWS, S),
                Tensors.of(new float[ROWS * D], ROWS, D), Tensors.of(latents, ROWS, D)), Tensors.of(old, ROWS, 1),
                Tensors.of(advantages, ROWS));
        latent.policy().parameters().zeroGradients();
        loss.sum().backward();
        latent.policy().parameters().sumGradients();

        ToDoubleFunction<double[]> total = moved -> {
            double sum = 0;
            for (int row = 0; row < ROWS; row++) {
                double ratio = Math.exp(logDensity(moved, states, latents, row) - old[row]);
                double a = advantages[row];
                sum -= Math.min(ratio * a, Math.clamp(ratio, 0.9, 1.1) * a);
            }
            return sum;
        };
        double[] expected = DoubleMlp.gradient(total, own);
        double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
        assertThat(largest).isGreaterThan(0.05);
        double[] found = Tensors.widen(latent.policy().parameters().gradient().toArray());
        assertThat(Arrays.copyOf(found, actor)).containsExactly(expected, within(1e-3 * largest));
        assertThat(Arrays.copyOfRange(found, actor, found.length)).containsOnly(0);
    }

    /** log N(z; μ(s), σ(s)²) in double precision. */
    private static double logDensity(double[] actor, float[] states, float[] latents, int row) {
        double[] in = new double[S];
        for (int i = 0; i < S; i++) {
            in[i] = states[row * S + i];
        }
        double[] out = new DoubleMlp(S, HIDDEN, 2 * D).forward(actor, in);
        double log = 0;
        for (int j = 0; j < D; j++) {
            double std = Math.log1p(Math.exp(out[D + j])) + 1e-3;
            double z = (latents[row * D + j] - out[j]) / std;
            log += -z * z / 2 - Math.log(std * Math.sqrt(2 * Math.PI));
        }
        return log;
    }

    @Test
    void collected_latentsMakeTheActions_andRatiosAre1BeforeTheFirstUpdate() {
        Loop loop = new Loop();
        loop.envs = 16;
        loop.normalizeObservations = false;
        LatentConfig config = config(0, 0.7);
        LatentPpo latent = new LatentPpo(
                new LatentPolicy(2, 1, List.of(HIDDEN), config.flow(), 0.7, 2, new Rng(5, 0)), config);
        try (Workers workers = new Workers(2);
                RolloutBuffer data = new RolloutBuffer(16, 5, 2, 1, 1, 1);
                VectorEnv envs = new VectorEnv(TinyEnv::new, 16, 1, loop.nonFinite);
                Collector collector = new Collector(envs, workers, latent, loop.build(), data, 4)) {
            collector.reset();
            collector.collect(0);
            latent.complete(0, data, 0, 16);
            float[] actions = Tensors.floats(latent.policy().flow()
                    .act(0, data.observation.tensor().view(80, 2), data.draws.tensor().view(80, 1)));
            assertThat(data.action.toArray()).containsExactly(actions, within(1e-5f));
            PolicyPass pass = latent.pass(0, data);
            pass.begin();
            pass.statistics(0, 16);
            UpdateMetrics.Part part = new UpdateMetrics.Part();
            latent.policy().parameters().zeroGradients();
            pass.gradient(new int[] {1, 7, 0}, Tensors.normal(random, 15), 0, 1, part);
            UpdateMetrics metrics = new UpdateMetrics();
            metrics.add(new UpdateMetrics.Part[] {part}, 1, 15);
            assertThat(metrics.summary(new VectorEnv.Episodes(0, 0, 0, 0)))
                    .containsEntry("policy/ratio_min", 1.0).containsEntry("policy/ratio_max", 1.0);
        }
        latent.policy().close();
    }

    @Test
    void policy_atTheStart_isTheFlowThatItTookOver_andTheRuntimeActsAsLibtorch() {
        try (FlowPolicy flow = new FlowPolicy(S, D, List.of(HIDDEN), 4, 0.5, SAMPLING, 1, new Rng(11, 0));
                LatentPolicy policy = new LatentPolicy(S, D, List.of(4), config(0, 1).flow(), 1, 1, new Rng(5, 0))) {
            policy.takeFlow(flow);
            float[] observations = Tensors.normal(random, 4 * S);
            float[] noise = Tensors.normal(random, 4 * D);
            assertThat(act(policy, observations, noise, Actor.Arithmetic.LIBTORCH))
                    .containsExactly(act(flow, observations, noise, Actor.Arithmetic.LIBTORCH), within(1e-5f));
            for (int i = 0; i < (S + 1) * 4 + 5 * 2 * D; i++) { // an actor that has learnt something
                policy.parameters().values().set(i, (float) random.nextGaussian());
            }
            assertThat(act(policy, observations, noise, Actor.Arithmetic.RUNTIME))
                    .containsExactly(act(policy, observations, noise, Actor.Arithmetic.LIBTORCH), within(1e-5f))
                    .isNotEqualTo(act(flow, observations, noise, Actor.Arithmetic.RUNTIME));
        }
    }

    private static float[] act(Policy policy, float[] observations, float[] noise,
            Actor.Arithmetic arithmetic) {
        float[] actions = new float[4 * D];
        try (Actor actor = new Actor(policy, new Acting(true, 3), 4, 1, arithmetic)) {
            actor.act(observations, noise, actions);
        }
        return actions;
    }

    @Test
    void takeFlow_ofAnotherShape_isRefused() {
        try (FlowPolicy flow = new FlowPolicy(S, D, List.of(HIDDEN + 1), 4, 0.5, SAMPLING, 1, new Rng(11, 0));
                LatentPolicy policy = new LatentPolicy(S, D, List.of(4), config(0, 1).flow(), 1, 1, new Rng(5, 0))) {
            assertThatThrownBy(() -> policy.takeFlow(flow)).hasMessageContaining("another shape");
        }
    }

    @Test
    void learner_someIterations_findsTheGoal_andLeavesTheFlowAndItsNormaliserAsTheyWere() {
        Loop loop = new Loop();
        loop.envs = 32;
        loop.minibatches = 4;
        loop.epochs = 4;
        loop.learningRate = 3e-3;
        loop.valueLearningRate = 3e-3;
        loop.policyHidden = List.of(16, 16);
        try (Workers workers = new Workers(2);
                OnPolicyLearner learner = new LatentSettings(loop.build(), config(0, 1))
                        .learner(TinyEnv::new, TinyEnv.SPEC, workers, 7)) {
            LatentPolicy policy = (LatentPolicy) learner.policy();
            float[] flow = policy.flow().parameters().values().toArray();
            float[] shift = policy.norm().shift();
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
            assertThat(policy.flow().parameters().values().toArray()).containsExactly(flow);
            assertThat(policy.norm().shift()).containsExactly(shift);
            StateDict state = new StateDict();
            learner.save(state);
            assertThat(state.floats("policy.parameters")).endsWith(flow);
        }
    }

    @Test
    void settings_whatAFrozenFlowDoesNotAllow_isRefused() {
        Loop cloned = new Loop();
        cloned.pretrainUpdates = 3;
        assertThatThrownBy(() -> new LatentSettings(cloned.build(), config(0, 1)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith("loop.pretrainUpdates: 3");
        assertThatThrownBy(() -> new LatentConfig(0.1, 0, 1, List.of(8), Sampler.SDE, 3, Schedule.UNIFORM, 4, 1))
                .isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith("flowSampler: sde");
    }
}
