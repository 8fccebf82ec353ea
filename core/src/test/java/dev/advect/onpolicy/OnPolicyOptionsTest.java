package dev.advect.onpolicy;

import dev.advect.config.InvalidValueException;
import dev.advect.env.Env;
import dev.advect.env.EnvFactory;
import dev.advect.env.EnvSpec;
import dev.advect.env.Step;
import dev.advect.env.TinyEnv;
import dev.advect.env.VectorEnv;
import dev.advect.flow.Sampler;
import dev.advect.flow.Sampling;
import dev.advect.io.StateDict;
import dev.advect.nn.States;
import dev.advect.nn.Tensors;
import dev.advect.nn.Workers;
import dev.advect.nn.torch.HostTensor;
import dev.advect.onpolicy.dppo.DppoSettings;
import dev.advect.onpolicy.dppo.DppoValues;
import dev.advect.onpolicy.fpo.Fpo;
import dev.advect.onpolicy.fpo.FpoConfig;
import dev.advect.onpolicy.fpo.FpoConfig.EntropyEstimate;
import dev.advect.onpolicy.fpo.FpoSettings;
import dev.advect.onpolicy.fpo.FpoValues;
import dev.advect.onpolicy.ppo.PpoConfig;
import dev.advect.onpolicy.ppo.PpoConfig.Deviation;
import dev.advect.onpolicy.ppo.PpoSettings;
import dev.advect.policy.Actor;
import dev.advect.policy.FlowPolicy;
import dev.advect.policy.GaussianPolicy;
import dev.advect.random.Rng;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

/** Options of the loop, and those of FPO that the loop must serve, with whole learners. */
class OnPolicyOptionsTest {
    private final Loop loop = new Loop();
    private final FpoValues fpo = new FpoValues();

    OnPolicyOptionsTest() {
        loop.envs = 8;
        loop.unrollsPerEnv = 2;
        loop.minibatches = 4;
        loop.epochs = 2;
        loop.learningRate = 3e-3;
    }

    @Test
    void exactKl_gaussians_isNearTheClosedForm() {
        try (GaussianPolicy policy = new GaussianPolicy(1, 1, List.of(4), 2, new Rng(1, 0));
                RolloutBuffer data = new RolloutBuffer(400, 10, 1, 1, 0, 1);
                Workers workers = new Workers(2);
                ExactKl kl = new ExactKl(policy, data, workers)) {
            HostTensor parameters = policy.parameters().values();
            parameters.segment().fill((byte) 0);
            int mean = (int) parameters.size() - 2; // the last bias: mean, raw deviation
            double std = 1e-3 + Math.log(2);
            for (int i = 0; i < 4000; i++) {
                data.action.set(i, Float.NaN); // the collected actions have noise and bounds that the policy knows nothing of
            }
            kl.before();
            assertThat(kl.after()).isCloseTo(0, within(1e-9));
            parameters.set(mean, 0.2f);
            // KL of two normals of the same deviation: δ² / 2σ²
            assertThat(kl.after()).isCloseTo(0.04 / (2 * std * std), within(0.006));
        }
    }

    /** With the same velocity b everywhere actions are N(−b, I), and KL is b² / 2; the sampler makes no difference. */
    @ParameterizedTest
    @EnumSource(Sampler.class)
    void exactKl_flows_isNearTheClosedForm(Sampler sampler) {
        try (FlowPolicy policy = new FlowPolicy(1, 1, List.of(4), 4, 0.5, new Sampling(sampler, 3), 2, new Rng(1, 0));
                RolloutBuffer data = new RolloutBuffer(400, 10, 1, 1, 0, 1);
                Workers workers = new Workers(2);
                ExactKl kl = new ExactKl(policy, data, workers)) {
            HostTensor parameters = policy.parameters().values();
            parameters.segment().fill((byte) 0);
            for (int i = 0; i < 4000; i++) {
                data.action.set(i, Float.NaN);
            }
            parameters.set((int) parameters.size() - 1, 1f);
            kl.before();
            assertThat(kl.after()).isZero();
            parameters.set((int) parameters.size() - 1, 1.6f);
            assertThat(kl.after()).isCloseTo(0.3 * 0.3 / 2, within(0.006));
        }
    }

    @Test
    void settings_exactKlOfPredictedActions_isRefused() {
        loop.klEstimate = KlEstimate.BOTH;
        fpo.parameterization = FpoConfig.Parameterization.DATA;
        assertThatThrownBy(() -> new FpoSettings(loop.build(), fpo.build()))
                .isInstanceOf(InvalidValueException.class).hasMessageStartingWith("loop.klEstimate: only ratio");
    }

    @Test
    void update_exactKl_steersTheRate() {
        loop.klEstimate = KlEstimate.EXACT;
        loop.targetKl = 1e-6; // any step is too long for it
        try (Run run = new Run(fpo)) {
            Map<String, Double> metrics = run.iterate();
            assertThat(metrics.getOrDefault("policy/kl", 0.0)).isGreaterThan(1e-5);
            assertThat(metrics).containsEntry("policy/learning_rate", 3e-3 / 1.2);
            // no minibatch is left out, the measure comes afterwards
            assertThat(run.saved().longs("policy_adam.steps")).containsExactly(8);
        }
    }

    @Test
    void update_bothKls_exactIsLoggedAndChangesNothing() {
        loop.targetKl = 0.01;
        try (Run plain = new Run(fpo)) {
            Map<String, Double> expected = plain.iterate();
            loop.klEstimate = KlEstimate.BOTH;
            try (Run run = new Run(fpo)) {
                Map<String, Double> metrics = run.iterate();
                assertThat(metrics.getOrDefault("policy/kl_exact", 0.0)).isGreaterThan(1e-5);
                assertThat(metrics).containsAllEntriesOf(expected);
                assertThat(run.saved().floats("policy.parameters"))
                        .containsExactly(plain.saved().floats("policy.parameters"));
            }
        }
    }

    @Test
    void stabilise_averagesThePolicy_halvesTheEpochs_andLeavesAdvantagesAsTheyAre() {
        loop.minibatches = 1;
        loop.epochs = 2;
        try (Run run = new Run(fpo)) {
            run.iterate();
            long before = run.saved().longs("policy_adam.steps")[0];
            float[] trained = run.saved().floats("policy.parameters");
            assertThat(run.learner.stabilise()).isTrue();
            Map<String, Double> metrics = run.iterate();
            assertThat(run.saved().longs("policy_adam.steps")).containsExactly(before + 1);
            // before its first step a minibatch has ratios of 1 and a loss of −mean A: 0 if A were normalised
            assertThat(Math.abs(metrics.getOrDefault("policy/loss", 0.0))).isGreaterThan(1e-3);
            float[] after = run.saved().floats("trained_policy.parameters");
            float[] average = run.saved().floats("policy.parameters");
            for (int i = 0; i < average.length; i++) {
                assertThat(average[i]).isCloseTo(0.99f * trained[i] + 0.01f * after[i], within(1e-6f));
            }
            try (Run other = new Run(fpo)) {
                other.learner.load(run.saved());
                run.iterate();
                other.iterate();
                assertThat(other.saved().floats("policy.parameters")).containsExactly(run.saved().floats("policy.parameters"));
            }
        }
    }

    @Test
    void returnTo_checkpointOfBeforeItWasStabilised_averageBeginsThere() {
        try (Run run = new Run(fpo)) {
            run.iterate();
            StateDict early = run.saved();
            run.learner.stabilise();
            run.iterate();
            run.learner.returnTo(early);
            assertThat(run.saved().floats("trained_policy.parameters")).containsExactly(early.floats("policy.parameters"));
            assertThat(run.saved().floats("policy.parameters")).containsExactly(early.floats("policy.parameters"));
        }
    }

    @Test
    void update_emaDecay_policyIsTheAverage() {
        loop.emaDecay = 0.75;
        loop.emaWarmup = 1;
        try (Run run = new Run(fpo)) {
            run.iterate();
            float[] first = run.saved().floats("trained_policy.parameters");
            assertThat(run.saved().floats("policy.parameters")).containsExactly(first);
            run.iterate();
            float[] second = run.saved().floats("trained_policy.parameters");
            float[] average = run.saved().floats("policy.parameters");
            for (int i = 0; i < average.length; i++) {
                assertThat(average[i]).isCloseTo(0.75f * first[i] + 0.25f * second[i], within(1e-6f));
            }
            assertThat(run.learner.policy().parameters().values().toArray()).containsExactly(average);
            assertThat(run.saved().floats("policy.norm.shift"))
                    .containsExactly(run.saved().floats("trained_policy.norm.shift"));
            try (Run other = new Run(fpo)) {
                other.learner.load(run.saved());
                run.iterate();
                other.iterate();
                States.assertSame(other.saved(), run.saved());
            }
        }
    }

    /** Noise is a part of what is saved; a run may go on without it, or with it for the first time. */
    @ParameterizedTest
    @CsvSource({"fpo, 0.5, 0", "fpo, 0, 1", "ppo, 0.5, 0", "ppo, 0, 0.5", "dppo, 0.5, 0", "dppo, 0, 1"})
    void load_correlatedNoise_continuesBitForBit(String algorithm, double correlation, double color) {
        loop.noiseCorrelation = correlation;
        loop.noiseColor = color;
        fpo.actionNoise = 0.1;
        fpo.actionNoiseCorrelation = correlation;
        fpo.spreadFloor = 0.9;
        fpo.logRatioLimit = 3;
        try (Run run = new Run(algorithm(algorithm));
                Run other = new Run(algorithm(algorithm))) {
            run.iterate();
            other.iterate();
            other.iterate(); // a past of its own
            other.learner.load(run.saved());
            run.iterate();
            other.iterate();
            States.assertSame(other.saved(), run.saved());
        }
        StateDict saved;
        loop.noiseCorrelation = 0;
        loop.noiseColor = 0;
        try (Run white = new Run(algorithm(algorithm))) {
            white.iterate();
            saved = white.saved();
            assertThat(saved.has("collector.noise.begun")).isFalse();
        }
        loop.noiseCorrelation = correlation;
        loop.noiseColor = color;
        try (Run run = new Run(algorithm(algorithm))) {
            run.learner.load(saved); // of a version, or a run, that had no such noise
            run.iterate();
            saved = run.saved();
            assertThat(saved.has("collector.noise.begun")).isTrue();
        }
        for (double other : new double[] {0, 1.25}) { // or on with none, or with noise of another kind
            loop.noiseCorrelation = 0;
            loop.noiseColor = other;
            try (Run run = new Run(algorithm(algorithm))) {
                run.learner.load(saved);
                run.iterate();
                assertThat(run.saved().has("collector.noise.begun")).isEqualTo(other > 0);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"fpo", "ppo", "dppo"})
    void update_correlatedAndStoredNoise_firstMinibatchHasRatio1(String algorithm) {
        loop.noiseCorrelation = 0.7;
        loop.minibatches = 1;
        loop.epochs = 1;
        fpo.actionNoise = 0.3;
        fpo.actionNoiseCorrelation = 0.7;
        try (Run run = new Run(algorithm(algorithm))) {
            run.iterate();
            Map<String, Double> metrics = run.iterate();
            assertThat(metrics.getOrDefault("policy/ratio_min", Double.NaN)).isCloseTo(1, within(1e-6));
            assertThat(metrics.getOrDefault("policy/ratio_max", Double.NaN)).isCloseTo(1, within(1e-6));
        }
    }

    /** 80 steps an iteration: after two of them half of the way is done. */
    @Test
    void update_annealed_rateFollowsTheStepsAtWhichDataWasBegun_resumedToo() {
        loop.annealSteps = 320;
        loop.annealRate = 0.2;
        loop.annealClip = 0.5;
        try (Run run = new Run(fpo);
                Run other = new Run(fpo)) {
            double[] expected = {3e-3, 3e-3 * 0.8, 3e-3 * 0.6, 3e-3 * 0.4, 3e-3 * 0.2, 3e-3 * 0.2};
            for (int i = 0; i < expected.length; i++) {
                Map<String, Double> metrics = run.iterate();
                assertThat(metrics.getOrDefault("policy/learning_rate", 0.0)).isCloseTo(expected[i], within(1e-12));
                if (i == 1) {
                    other.learner.load(run.saved());
                }
                if (i > 1) {
                    assertThat(other.iterate()).isEqualTo(metrics);
                }
            }
            States.assertSame(other.saved(), run.saved());
        }
    }

    /** An entropy bonus is added to the rewards, but says nothing about the task. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.1})
    void update_withoutReward_leavesThePolicyAlone(double entropyCoefficient) {
        loop.skipWithoutReward = true;
        fpo.entropyCoefficient = entropyCoefficient;
        Map<Boolean, EnvFactory> factories = Map.of(true, () -> new Constant(true), false, () -> new Constant(false));
        factories.forEach((rewarded, factory) -> {
            try (Workers workers = new Workers(2);
                    OnPolicyLearner learner = new FpoSettings(loop.build(), fpo.build())
                            .learner(factory, TinyEnv.SPEC, workers, 7)) {
                float[] policy = learner.policy().parameters().values().toArray();
                StateDict before = new StateDict();
                learner.save(before);
                learner.collect();
                Map<String, Double> metrics = learner.update();
                StateDict after = new StateDict();
                learner.save(after);
                assertThat(metrics).containsEntry("policy/without_reward", rewarded ? 0.0 : 1.0);
                assertThat(metrics.containsKey("policy/loss")).isEqualTo(rewarded);
                assertThat(after.floats("value.parameters")).isNotEqualTo(before.floats("value.parameters"));
                if (rewarded) {
                    assertThat(learner.policy().parameters().values().toArray()).isNotEqualTo(policy);
                } else {
                    assertThat(learner.policy().parameters().values().toArray()).containsExactly(policy);
                    assertThat(metrics).containsEntry("policy/learning_rate", 3e-3).containsEntry("policy/kl", 0.0);
                }
            }
        });
    }

    @Test
    void update_beforePolicyAfter_trainsTheValueNetworkAlone() {
        loop.policyAfter = 2;
        try (Run run = new Run(fpo)) {
            float[] policy = run.learner.policy().parameters().values().toArray();
            float[] value = run.saved().floats("value.parameters");
            for (int i = 0; i < 2; i++) {
                assertThat(run.iterate()).doesNotContainKey("policy/loss").doesNotContainKey("policy/without_reward");
                assertThat(run.learner.policy().parameters().values().toArray()).containsExactly(policy);
                assertThat(run.saved().floats("value.parameters")).isNotEqualTo(value);
            }
            assertThat(run.iterate()).containsKey("policy/loss");
            assertThat(run.learner.policy().parameters().values().toArray()).isNotEqualTo(policy);
        }
    }

    /** The tiny environment without its chance of an end, and with no reward but maybe in the third step. */
    private static final class Constant implements Env {
        private final boolean rewarded;
        private int step;

        Constant(boolean rewarded) {
            this.rewarded = rewarded;
        }

        @Override
        public EnvSpec spec() {
            return TinyEnv.SPEC;
        }

        @Override
        public void reset(RandomGenerator random, float[] observation) {
            step = 0;
            observation[0] = 1;
        }

        @Override
        public void step(float[] action, Step out) {
            step++;
            out.observation[0] = 1;
            out.reward = rewarded && step == 3 ? 1 : 0;
        }
    }

    private OnPolicySettings algorithm(String name) {
        return switch (name) {
            case "ppo" -> new PpoSettings(loop.build(), new PpoConfig(0.3, 1e-3, Deviation.SHARED));
            case "dppo" -> new DppoSettings(loop.build(), new DppoValues().build());
            default -> new FpoSettings(loop.build(), fpo.build());
        };
    }

    /** Saved, exported and run as any Gaussian policy: only that its deviation knows no state. */
    @Test
    void update_sharedDeviation_isLearnt_andTheRuntimeActsAsLibtorch() {
        loop.policyHidden = List.of(8);
        try (Run run = new Run(algorithm("ppo"))) {
            for (int i = 0; i < 3; i++) {
                run.iterate();
            }
            GaussianPolicy policy = (GaussianPolicy) run.learner.policy();
            Tensor states = Tensors.of(new float[] {-3, 1, 4, 2}, 2, 2);
            float[] std = Tensors.floats(policy.distribution(0, states).std());
            assertThat(std[0]).isEqualTo(std[1]).isNotCloseTo(0.694147f, within(1e-4f));
            float[] parameters = policy.parameters().values().toArray();
            int bias = parameters.length - 2; // mean and deviation
            assertThat(Arrays.copyOfRange(parameters, bias - 8, bias)).containsOnly(0f);
            float[] observations = {-3, 1, 4, 2};
            float[] noise = {0.5f, -1.5f};
            float[] expected = new float[2];
            float[] found = new float[2];
            try (Actor libtorch = new Actor(policy, run.learner.acting(), 2, 1, Actor.Arithmetic.LIBTORCH);
                    Actor runtime = new Actor(policy, run.learner.acting(), 2, 1, Actor.Arithmetic.RUNTIME)) {
                libtorch.act(observations, noise, expected);
                runtime.act(observations, noise, found);
            }
            assertThat(found).containsExactly(expected, within(1e-5f));
            // a checkpoint of the one kind is not taken for one of the other
            assertThat(algorithm("ppo").policyShape()).containsEntry("deviation", "shared");
        }
    }

    @Test
    void collect_reflow_keepsTheNoiseThatMadeTheActions() {
        fpo.reflow = 0.5;
        try (Run run = new Run(fpo)) {
            run.iterate();
            Map<String, Double> metrics = run.iterate();
            assertThat(metrics.getOrDefault("policy/straightness", Double.NaN)).isBetween(0.0, 2.0);
        }
        // what is kept makes the same action again
        FpoConfig config = fpo.build();
        try (FlowPolicy policy = new FlowPolicy(2, 1, List.of(8), config.timeEmbedding(), config.outputScale(),
                        config.sampling(), 1, new Rng(3, 0));
                Workers workers = new Workers(1);
                RolloutBuffer data = new RolloutBuffer(16, 5, 2, 1, 4 * 2 + 1 + 1, 4)) {
            Fpo surrogate = new Fpo(policy, config);
            loop.normalizeObservations = false;
            try (VectorEnv envs = new VectorEnv(TinyEnv::new, 8, 1, loop.nonFinite);
                    Collector collector = new Collector(envs, workers, surrogate, loop.build(), data, 4)) {
                collector.reset();
                collector.collect(0);
            }
            float[] again = Tensors.floats(policy.act(0, data.observation.tensor().flatten(0, 1),
                    data.draws.tensor().flatten(0, 1).narrow(1, 9, 1)));
            assertThat(data.action.toArray()).containsExactly(again, within(1e-5f));
        }
    }

    @Test
    void update_reflow_straightensThePaths() {
        fpo.supervision = FpoConfig.Supervision.VELOCITY;
        loop.learningRate = 3e-3;
        double[] straightness = new double[2];
        for (int i = 0; i < 2; i++) {
            fpo.reflow = i; // without, and with
            try (Run run = new Run(fpo)) {
                for (int k = 0; k < 60; k++) {
                    straightness[i] = run.iterate().getOrDefault("policy/straightness", Double.NaN);
                }
            }
        }
        assertThat(straightness[1]).isLessThan(0.5 * straightness[0]);
    }

    /** Advantages that mean nothing move the field away from what the policy samples, unless the matching term holds it. */
    @Test
    void update_matching_keepsTheLossOfThePolicysOwnActionsLow() {
        fpo.supervision = FpoConfig.Supervision.VELOCITY;
        fpo.ratio = FpoConfig.Ratio.PER_SAMPLE;
        loop.learningRate = 3e-3;
        double[] losses = new double[2];
        for (int i = 0; i < 2; i++) {
            fpo.matching = 0.5 * i; // without, and with
            try (Run run = new Run(fpo)) {
                for (int k = 0; k < 60; k++) {
                    losses[i] = run.iterate().getOrDefault("policy/flow_loss", Double.NaN);
                }
            }
        }
        assertThat(losses[1]).isLessThan(0.8 * losses[0]);
    }

    @ParameterizedTest
    @EnumSource(EntropyEstimate.class)
    void update_entropyBonus_isLogged_andKeepsThePolicyWide(EntropyEstimate estimate) {
        fpo.entropyEstimate = estimate;
        fpo.entropyCoefficient = 0.2;
        try (Run run = new Run(fpo)) {
            Map<String, Double> metrics = run.iterate();
            // no distribution on [-1, 1] has more than ln 2; the estimates are noisy
            assertThat(metrics.getOrDefault("policy/entropy", Double.NaN)).isBetween(-3.0, Math.log(2) + 1.5);
        }
    }

    /** A learner of the tiny environment. */
    private final class Run implements AutoCloseable {
        private final Workers workers = new Workers(2);
        private final OnPolicyLearner learner;

        Run(FpoValues values) {
            this(new FpoSettings(loop.build(), values.build()));
        }

        Run(OnPolicySettings algorithm) {
            learner = algorithm.learner(TinyEnv::new, TinyEnv.SPEC, workers, 7);
        }

        Map<String, Double> iterate() {
            learner.collect();
            return learner.update();
        }

        StateDict saved() {
            StateDict state = new StateDict();
            learner.save(state);
            return state;
        }

        @Override
        public void close() {
            learner.close();
            workers.close();
        }
    }
}
