package dev.advect.onpolicy;

import dev.advect.config.InvalidValueException;
import dev.advect.env.Env;
import dev.advect.env.EnvSpec;
import dev.advect.env.ObservationRange;
import dev.advect.env.Step;
import dev.advect.export.Exports;
import dev.advect.io.StateDict;
import dev.advect.nn.Tensors;
import dev.advect.nn.Workers;
import dev.advect.onpolicy.dppo.DppoSettings;
import dev.advect.onpolicy.dppo.DppoValues;
import dev.advect.onpolicy.fpo.FpoConfig.Parameterization;
import dev.advect.onpolicy.fpo.FpoSettings;
import dev.advect.onpolicy.fpo.FpoValues;
import dev.advect.onpolicy.ppo.PpoConfig;
import dev.advect.onpolicy.ppo.PpoConfig.Deviation;
import dev.advect.onpolicy.ppo.PpoSettings;
import dev.advect.policy.GaussianPolicy;
import dev.advect.policy.Policy;
import dev.advect.random.Rng;
import dev.advect.runtime.PolicyFile;
import dev.advect.train.Algorithm;
import dev.advect.train.Presets;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

class HiddenObservationTest {
    /** Policies may use components 0 and 3 of four. */
    private static final EnvSpec SPEC = new EnvSpec("hiding", 4, 2, 10, 1, 1, List.of(), List.of(),
            List.of(new ObservationRange(0, 1), new ObservationRange(3, 4)));

    private static final class Hiding implements Env {
        @Override
        public EnvSpec spec() {
            return SPEC;
        }

        @Override
        public void reset(RandomGenerator random, float[] observation) {
            for (int i = 0; i < 4; i++) {
                observation[i] = (float) random.nextGaussian();
            }
        }

        @Override
        public void step(float[] action, Step out) {
            for (int i = 0; i < 4; i++) {
                out.observation[i] = action[0] * (i + 1);
            }
            out.reward = action[0] - action[1];
        }
    }

    private final Loop loop = new Loop();
    private final FpoValues fpo = new FpoValues();

    private OnPolicySettings settings(String algorithm) {
        loop.minibatches = 2;
        loop.learningRate = 1e-2;
        return switch (algorithm) {
            case "ppo" -> new PpoSettings(loop.build(), new PpoConfig(0.3, 1e-3, Deviation.STATE));
            case "fixed" -> new PpoSettings(loop.build(), new PpoConfig(0.3, 0, Deviation.FIXED, 0.07));
            case "dppo" -> new DppoSettings(loop.build(), new DppoValues().build());
            case "data" -> {
                fpo.parameterization = Parameterization.DATA;
                yield new FpoSettings(loop.build(), fpo.build());
            }
            default -> new FpoSettings(loop.build(), fpo.build());
        };
    }

    /** The largest weight of each input of a first layer of 8 units. */
    private static double[] largest(float[] parameters, int inputs) {
        double[] largest = new double[inputs];
        for (int i = 0; i < 8 * inputs; i++) {
            largest[i % inputs] = Math.max(largest[i % inputs], Math.abs(parameters[i]));
        }
        return largest;
    }

    @ParameterizedTest
    @CsvSource({"ppo, 1", "fpo, 1", "fpo, 2", "data, 1", "dppo, 1"})
    void update_policyNeverUsesWhatIsHidden_butTheCriticDoes(String algorithm, int threads) {
        OnPolicySettings settings = settings(algorithm);
        try (Workers workers = new Workers(threads); OnPolicyLearner learner = settings.learner(Hiding::new, SPEC, workers, 3)) {
            for (int i = 0; i < 3; i++) {
                learner.collect();
                learner.update();
            }
            StateDict state = new StateDict();
            learner.save(state);
            float[] parameters = state.floats("policy.parameters");
            int inputs = algorithm.equals("ppo") ? 4 : algorithm.equals("dppo") ? 6 + new DppoValues().build().timeEmbedding()
                    : 6 + fpo.build().timeEmbedding();
            double[] policy = largest(parameters, inputs);
            assertThat(policy[1]).isZero();
            assertThat(policy[2]).isZero();
            assertThat(policy[0]).isPositive();
            assertThat(policy[3]).isPositive();
            assertThat(policy[4 % inputs]).isPositive();
            assertThat(largest(state.floats("value.parameters"), 4)).doesNotContain(0);

            PolicyFile file = Exports.file(learner.policy(), learner.acting(), Map.of());
            float[] noise = new float[file.spec().noiseSize()];
            Arrays.fill(noise, 0.3f);
            float[] one = new float[2];
            float[] other = new float[2];
            dev.advect.runtime.Policy.of(file).act(new float[] {1, 2, 3, 4}, noise, one, 1);
            dev.advect.runtime.Policy.of(file).act(new float[] {1, -200, 77, 4}, noise, other, 1);
            assertThat(other).containsExactly(one);
            dev.advect.runtime.Policy.of(file).act(new float[] {1, 2, 3, -4}, noise, other, 1);
            assertThat(other).isNotEqualTo(one);
        }
    }

    @Test
    void update_maskedCritic_seesWhatThePolicySees() {
        loop.critic = CriticView.MASKED;
        OnPolicySettings settings = settings("ppo");
        try (Workers workers = new Workers(1); OnPolicyLearner learner = settings.learner(Hiding::new, SPEC, workers, 3)) {
            learner.collect();
            learner.update();
            StateDict state = new StateDict();
            learner.save(state);
            double[] value = largest(state.floats("value.parameters"), 4);
            assertThat(value[0]).isPositive();
            assertThat(Arrays.copyOfRange(value, 1, 3)).containsOnly(0);
            assertThat(value[3]).isPositive();
        }
    }

    @Test
    void update_fixedDeviation_stays() {
        loop.policyOutputInit = 0;
        OnPolicySettings settings = settings("fixed");
        try (Workers workers = new Workers(1); OnPolicyLearner learner = settings.learner(Hiding::new, SPEC, workers, 3)) {
            float[] noise = {1, -2};
            PolicyFile before = Exports.file(learner.policy(), learner.acting(), Map.of());
            float[] action = new float[2];
            dev.advect.runtime.Policy.of(before).act(new float[] {1, 2, 3, 4}, noise, action, 1);
            // the mean is zero at first
            assertThat(action).containsExactly(new float[] {(float) Math.tanh(0.07), (float) Math.tanh(-0.14)}, within(1e-6f));
            for (int i = 0; i < 3; i++) {
                learner.collect();
                learner.update();
            }
            GaussianPolicy policy = (GaussianPolicy) learner.policy();
            Tensor states = Tensors.of(new float[] {-3, 1, 4, 2}, 1, 4);
            assertThat(Tensors.floats(policy.distribution(0, states).std()))
                    .containsExactly(new float[] {0.07f, 0.07f}, within(1e-6f));
            assertThat(Tensors.floats(policy.distribution(0, states).mean())).doesNotContain(0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"SWFP", "RLPD", "CALQL", "IBRL", "FQL", "QC"})
    void learner_offPolicy_isRefused(Algorithm algorithm) {
        try (Workers workers = new Workers(1)) {
            assertThatExceptionOfType(InvalidValueException.class)
                    .isThrownBy(() -> Presets.of("cpu", algorithm, "cheetah-run").algorithm().learner(Hiding::new, SPEC, workers, 0))
                    .withMessageContaining("hides a part");
        }
    }

    @Test
    void spec_rangesThatAreNotPossible_areRefused() {
        for (List<ObservationRange> ranges : List.of(List.of(new ObservationRange(0, 5)),
                List.of(new ObservationRange(2, 3), new ObservationRange(0, 1)))) {
            assertThatExceptionOfType(InvalidValueException.class)
                    .isThrownBy(() -> new EnvSpec("odd", 4, 2, 10, 1, 1, List.of(), List.of(), ranges))
                    .withMessageContaining("policyObserved");
        }
        assertThat(SPEC.fullyObserved()).isFalse();
        assertThat(EnvSpec.of("whole", 4, 1, 9).observes(3)).isTrue();
    }

    /** The policy of a run without hidden parts starts from the same weights as ever. */
    @Test
    void policy_withoutHiddenParts_isUnchanged() {
        EnvSpec whole = new EnvSpec("whole", 4, 2, 10, 1, 1);
        OnPolicySettings settings = settings("ppo");
        try (Policy plain = settings.surrogate(whole, 1, new Rng(7, OnPolicySettings.POLICY_STREAM)).policy();
                Policy made = settings.policy(whole, 1, 7)) {
            assertThat(made.parameters().values().toArray()).containsExactly(plain.parameters().values().toArray());
        }
    }
}
