package dev.advect.onpolicy;

import dev.advect.data.Demonstrations;
import dev.advect.env.Env;
import dev.advect.env.EnvFactory;
import dev.advect.env.EnvSpec;
import dev.advect.env.Step;
import dev.advect.env.TinyEnv;
import dev.advect.io.StateDict;
import dev.advect.nn.States;
import dev.advect.nn.Workers;
import dev.advect.onpolicy.dppo.Dppo;
import dev.advect.onpolicy.dppo.DppoConfig;
import dev.advect.onpolicy.dppo.DppoValues;
import dev.advect.onpolicy.fpo.Fpo;
import dev.advect.onpolicy.fpo.FpoConfig;
import dev.advect.onpolicy.fpo.FpoValues;
import dev.advect.onpolicy.ppo.GaussianPpo;
import dev.advect.onpolicy.ppo.PpoConfig;
import dev.advect.onpolicy.ppo.PpoConfig.Deviation;
import dev.advect.policy.Actor;
import dev.advect.policy.DenoisingPolicy;
import dev.advect.policy.DenoisingPolicy.StepNoise;
import dev.advect.policy.FlowPolicy;
import dev.advect.policy.GaussianPolicy;
import dev.advect.policy.Policy;
import dev.advect.random.Rng;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class FlowCloningTest {
    private static final List<Integer> HIDDEN = List.of(32, 32);
    private static final int STEPS = 400;

    /** Two modes of equal weight, at ± 0.6; the observations say nothing about which. */
    private static Demonstrations twoModes() {
        Rng random = new Rng(5, 0);
        float[] observation = new float[2 * STEPS];
        float[] action = new float[STEPS];
        for (int i = 0; i < STEPS; i++) {
            observation[2 * i] = 3 + random.nextFloat();
            action[i] = i % 2 == 0 ? 0.6f : -0.6f;
        }
        return new Demonstrations(2, 1, observation, action, new float[STEPS], observation.clone(), new boolean[STEPS],
                new boolean[STEPS], new int[] {0});
    }

    private static Loop loop(int updates) {
        Loop loop = new Loop();
        loop.pretrainUpdates = updates;
        loop.cloningRate = 3e-3;
        loop.policyHidden = HIDDEN;
        return loop;
    }

    private static Surrogate surrogate(String algorithm, int threads) {
        Rng random = new Rng(1, 9);
        return switch (algorithm) {
            case "fpo" -> {
                FpoConfig config = new FpoValues().build();
                yield new Fpo(new FlowPolicy(2, 1, HIDDEN, config.timeEmbedding(), config.outputScale(),
                        config.sampling(), threads, random), config);
            }
            case "dppo" -> {
                DppoConfig config = new DppoValues().build();
                yield new Dppo(new DenoisingPolicy(2, 1, HIDDEN, config.timeEmbedding(), config.outputScale(),
                        new StepNoise(0.05, 0.05), config.flowSteps(), threads, random), config);
            }
            default -> new GaussianPpo(new GaussianPolicy(2, 1, HIDDEN, threads, random), new PpoConfig(0.3, 1e-3, Deviation.STATE));
        };
    }

    private static OnPolicyLearner learner(
            String algorithm, Workers workers, Loop loop, @Nullable Demonstrations demonstrations) {
        return learner(algorithm, workers, loop, demonstrations, TinyEnv::new);
    }

    private static OnPolicyLearner learner(String algorithm, Workers workers, Loop loop,
            @Nullable Demonstrations demonstrations, EnvFactory factory) {
        return new OnPolicyLearner(factory, surrogate(algorithm, workers.count()),
                () -> surrogate(algorithm, workers.count()).policy(), loop.build(), demonstrations, workers, 3);
    }

    @Test
    void beforeTanh_isItsInverse_withinBounds() {
        assertThat(FlowCloning.clampedAtanh(0.5f)).isCloseTo(0.5493061f, within(1e-6f));
        assertThat(Math.tanh(FlowCloning.clampedAtanh(-1))).isCloseTo(-0.995, within(1e-6));
    }

    @ParameterizedTest
    @ValueSource(strings = {"fpo", "dppo"})
    void pretrain_twoModes_areBothLearnt_beforeTheFirstStep(String algorithm) {
        try (Workers workers = new Workers(2);
                OnPolicyLearner learner = learner(algorithm, workers, loop(1200), twoModes())) {
            double loss = Double.NaN;
            while (!learner.phaseEnded()) {
                learner.collect();
                loss = learner.update().getOrDefault("pretrain/loss", Double.NaN);
            }
            assertThat(learner.steps()).isZero();
            assertThat(loss).isLessThan(1);
            int near = 0;
            int left = 0;
            for (float action : actions(learner)) {
                near += Math.abs(Math.abs(action) - 0.6) < 0.2 ? 1 : 0;
                left += action < 0 ? 1 : 0;
            }
            assertThat(near).isGreaterThan(140);
            assertThat(left).isBetween(70, 130);

            learner.collect();
            Map<String, Double> metrics = learner.update();
            assertThat(learner.steps()).isEqualTo(learner.stepsPerIteration());
            assertThat(learner.phaseEnded()).isFalse();
            assertThat(metrics).containsKey("policy/kl");
        }
    }

    private static float[] actions(OnPolicyLearner learner) {
        Policy policy = learner.policy();
        int n = 200;
        float[] actions = new float[n];
        float[] observations = new float[2 * n];
        float[] noise = new float[n * policy.noiseSize()];
        Rng random = new Rng(2, 2);
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (float) random.nextGaussian();
        }
        for (int i = 0; i < n; i++) {
            observations[2 * i] = 3.5f;
        }
        try (Actor actor = new Actor(policy, learner.acting(), n, 1)) {
            actor.act(observations, noise, actions);
        }
        return actions;
    }

    /** A component that hardly varied in the demonstrations is magnified: in the environment it varies by about 1. */
    @Test
    void pretrained_observationsFarFromTheDemonstrated_areWarnedOfOnce() {
        Demonstrations narrow = twoModes();
        for (int i = 0; i < STEPS; i++) {
            narrow.observation()[2 * i] = 3 + 1e-4f * (i % 7);
        }
        try (Workers workers = new Workers(1);
                OnPolicyLearner learner = learner("fpo", workers, loop(10), narrow)) {
            learner.collect();
            learner.update();
            assertThat(learner.drainWarnings()).isEmpty();

            learner.collect();
            assertThat(learner.drainWarnings()).singleElement().asString().contains("in component 0, which hardly varied");
            learner.update();
            learner.collect();
            assertThat(learner.drainWarnings()).isEmpty();
        }
    }

    /** In their own units large numbers say nothing. */
    @Test
    void pretrained_withoutNormaliser_nothingIsWarnedOf() {
        Loop loop = loop(10);
        loop.normalizeObservations = false;
        try (Workers workers = new Workers(1);
                OnPolicyLearner learner = learner("fpo", workers, loop, twoModes(), Far::new)) {
            for (int i = 0; i < 2; i++) {
                learner.collect();
                learner.update();
            }
            assertThat(learner.steps()).isPositive();
            assertThat(learner.drainWarnings()).isEmpty();
        }
    }

    /** Has observations of 1000. */
    private static final class Far implements Env {
        @Override
        public EnvSpec spec() {
            return TinyEnv.SPEC;
        }

        @Override
        public void reset(RandomGenerator random, float[] observation) {
            observation[0] = 1000;
        }

        @Override
        public void step(float[] action, Step out) {
            out.observation[0] = 1000;
        }
    }

    /** Its observations differ from the demonstrated ones, whose second component never varies. */
    @Test
    void pretrained_normaliserStaysThatOfTheDemonstrations_withinItsBounds() {
        Loop loop = loop(10);
        loop.minDeviation = 0.02;
        loop.observationBound = 5;
        try (Workers workers = new Workers(1);
                OnPolicyLearner learner = learner("dppo", workers, loop, twoModes())) {
            float[] shift = learner.policy().norm().shift();
            float[] scale = learner.policy().norm().scale();
            assertThat(shift[0]).isCloseTo(3.5f, within(0.1f));
            assertThat(scale[0]).isCloseTo((float) Math.sqrt(1 / 12.0), within(0.02f));
            assertThat(learner.policy().norm().bound()).isEqualTo(5);

            for (int i = 0; i < 3; i++) {
                learner.collect();
                learner.update();
            }

            assertThat(learner.steps()).isEqualTo(2 * learner.stepsPerIteration());
            assertThat(learner.policy().norm().shift()).containsExactly(shift);
            assertThat(learner.policy().norm().scale()).containsExactly(scale);
        }
    }

    @Test
    void load_amidPreTraining_continuesBitForBit() {
        Demonstrations data = twoModes();
        try (Workers workers = new Workers(1);
                OnPolicyLearner a = learner("fpo", workers, loop(1000), data);
                OnPolicyLearner b = learner("fpo", workers, loop(1000), data)) {
            a.update();
            StateDict half = new StateDict();
            a.save(half);
            b.load(half);
            for (int i = 0; i < 2; i++) {
                a.collect();
                b.collect();
                assertThat(b.update()).isEqualTo(a.update());
            }
            StateDict first = new StateDict();
            StateDict second = new StateDict();
            a.save(first);
            b.save(second);
            States.assertSame(second, first);
        }
    }

    @Test
    void pretrain_whatCannotBe_isRefused() {
        try (Workers workers = new Workers(1)) {
            assertThatThrownBy(() -> learner("fpo", workers, loop(10), null))
                    .hasMessageContaining("loop.pretrainUpdates: 10 is not possible without demonstrations");
            assertThatThrownBy(() -> learner("ppo", workers, loop(10), twoModes()))
                    .hasMessageContaining("pre-training is by flow matching");
        }
    }
}
