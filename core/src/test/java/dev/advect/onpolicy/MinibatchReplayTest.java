package dev.advect.onpolicy;

import dev.advect.env.EnvSpec;
import dev.advect.env.ObservationRange;
import dev.advect.env.TinyEnv;
import dev.advect.env.VectorEnv;
import dev.advect.io.StateDict;
import dev.advect.learner.Failure;
import dev.advect.nn.Mlp;
import dev.advect.nn.Parameters;
import dev.advect.nn.Workers;
import dev.advect.nn.torch.HostTensor;
import dev.advect.onpolicy.dppo.DppoSettings;
import dev.advect.onpolicy.dppo.DppoValues;
import dev.advect.onpolicy.fpo.FpoSettings;
import dev.advect.onpolicy.fpo.FpoValues;
import dev.advect.onpolicy.ppo.PpoConfig;
import dev.advect.onpolicy.ppo.PpoConfig.Deviation;
import dev.advect.onpolicy.ppo.PpoSettings;
import dev.advect.random.Rng;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import static org.assertj.core.api.Assertions.assertThat;

/** The report on the first update that could not be done. */
class MinibatchReplayTest {
    private final Loop loop = new Loop();

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.01}) // without and with the steered rate, which leaves out what is not finite by itself
    void failure_namesTheFirstNumber_andIsDoneAgain(double targetKl) {
        loop.minibatches = 2;
        loop.unrollsPerEnv = 2;
        loop.targetKl = targetKl;
        for (OnPolicySettings algorithm : List.of(
                new FpoSettings(loop.build(), new FpoValues().build()),
                new DppoSettings(loop.build(), new DppoValues().build()),
                new PpoSettings(loop.build(), new PpoConfig(0.3, 0.01, Deviation.STATE)))) {
            try (Workers workers = new Workers(2);
                    OnPolicyLearner learner = algorithm.learner(TinyEnv::new, TinyEnv.SPEC, workers, 3)) {
                learner.collect();
                learner.update();
                assertThat(learner.failure()).isNull();
                learner.collect();
                learner.policy().parameters().values().set(3, Float.NaN);
                StateDict before = new StateDict();
                learner.save(before);
                Map<String, Double> metrics = learner.update();
                assertThat(metrics.getOrDefault("update/skipped", 0.0)).isPositive();
                Failure failure = Objects.requireNonNull(learner.failure());
                assertThat(failure.what()).matches("policy (velocity|gaussian)\\.0\\.weight \\[(0, 3|1, 1)] is NaN");
                assertThat(failure.replay().longs("unrolls")).hasSize(4);
                assertThat(failure.replay().floats("value.parameters")).isEqualTo(before.floats("value.parameters"));
                assertThat(learner.failure()).isNull();
                learner.update();
                assertThat(learner.failure()).isNull(); // once is enough

                MinibatchReplay.Replayed again = MinibatchReplay.replay(algorithm, TinyEnv.SPEC, failure.replay());
                TensorStats first = again.findings().stream().filter(f -> f.nonFinite() > 0).findFirst().orElseThrow();
                assertThat(first.name() + " " + first.place()).isEqualTo(failure.what());
                TensorStats last = again.findings().getLast();
                assertThat(last.name()).startsWith("gradient of policy ");
                assertThat(last.nonFinite()).isEqualTo(last.size());
                assertThat(again.findings()).filteredOn(f -> f.name().startsWith("gradient of value"))
                        .allSatisfy(f -> assertThat(f.nonFinite()).isZero());
                assertThat(again.metrics().getOrDefault("value/mean", Double.NaN)).isFinite();
            }
        }
    }

    @Test
    void failure_ofData_namesEnvironmentAndStep() {
        loop.unrollsPerEnv = 2;
        OnPolicyConfig config = loop.build();
        Surrogate surrogate = new FpoSettings(config, new FpoValues().build()).surrogate(TinyEnv.SPEC, 1, new Rng(1, 0));
        Mlp value = OnPolicyLearner.valueNetwork(surrogate, TinyEnv.SPEC, config, 1, new Rng(2, 0));
        try (RolloutBuffer data = OnPolicyLearner.newBuffer(surrogate, config, 8)) {
            int[] order = {7, 0, 3, 1};
            data.reward[3 * 5 + 2] = Float.NaN;
            assertThat(what(surrogate, value, data, config, order))
                    .isEqualTo("reward of environment 1, unroll 3, step 2, component 0 is NaN");
            data.last.set(7 * 2 + 1, Float.NEGATIVE_INFINITY); // what comes first in the order of computation
            assertThat(what(surrogate, value, data, config, order))
                    .isEqualTo("last of environment 3, unroll 7, component 1 is -Infinity");
            data.observation.set((2 * 5 + 1) * 2, Float.NaN); // of another minibatch
            assertThat(what(surrogate, value, data, config, order)).startsWith("last ");
        } finally {
            surrogate.policy().close();
            value.parameters().close();
        }
    }

    @Test
    void replay_annealed_clipsAsTheUpdateDid() {
        loop.envs = 4;
        loop.annealSteps = 1;
        loop.annealClip = 0.1;
        FpoSettings algorithm = new FpoSettings(loop.build(), new FpoValues().build());
        Surrogate surrogate = algorithm.surrogate(TinyEnv.SPEC, 1, new Rng(1, 0));
        Mlp value = OnPolicyLearner.valueNetwork(surrogate, TinyEnv.SPEC, algorithm.loop(), 1, new Rng(2, 0));
        try (RolloutBuffer data = OnPolicyLearner.newBuffer(surrogate, algorithm.loop(), 4)) {
            for (int i = 0; i < data.statistic.size(); i++) {
                data.statistic.set(i, -1); // an old loss by which ratios are far from 1
            }
            for (int i = 0; i < data.reward.length; i++) {
                data.reward[i] = i % 3;
            }
            List<Double> losses = new ArrayList<>();
            for (double part : new double[] {1, 0.1}) {
                surrogate.clip().scaleTo(part);
                StateDict state = MinibatchReplay.failure(
                        surrogate, value, data, algorithm.loop(), true, new int[] {0, 1, 2, 3}, 0, 4).replay();
                assertThat(state.doubles("clip")).containsExactly(0.05 * part);
                losses.add(MinibatchReplay.replay(algorithm, TinyEnv.SPEC, state).metrics().get("policy/loss"));
            }
            assertThat(losses).doesNotContainNull().doesNotHaveDuplicates();
        } finally {
            surrogate.policy().close();
            value.parameters().close();
        }
    }

    /** Where a part of the observation is hidden, neither network may use it in the repeated update either. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void replay_partiallyObserved_isTheUpdateBitForBit(boolean masked) {
        EnvSpec spec = new EnvSpec("hiding", 4, 1, 10, 1, 1, List.of(), List.of(), List.of(new ObservationRange(0, 1)));
        loop.critic = masked ? CriticView.MASKED : CriticView.FULL;
        loop.policyOutputInit = 0.5;
        OnPolicyConfig config = loop.build();
        FpoSettings algorithm = new FpoSettings(config, new FpoValues().build());
        Surrogate surrogate = OnPolicyLearner.surrogate(algorithm, spec, 1, 3);
        Mlp value = OnPolicyLearner.valueNetwork(surrogate, spec, config, 1, new Rng(2, 0));
        Rng random = new Rng(4, 0);
        try (RolloutBuffer data = OnPolicyLearner.newBuffer(surrogate, config, 4); Workers workers = new Workers(1)) {
            for (HostTensor tensor : List.of(data.observation, data.last, data.action, data.draws, data.statistic)) {
                for (long i = 0; i < tensor.size(); i++) {
                    tensor.set(i, random.nextFloat());
                }
            }
            for (int i = 0; i < data.reward.length; i++) {
                data.reward[i] = i % 3;
            }
            int[] order = {0, 1, 2, 3};
            UpdateMetrics metrics = new UpdateMetrics();
            new MinibatchUpdate(surrogate, value, data, config, workers).gradients(order, 0, 4, false, metrics);
            StateDict state = MinibatchReplay.failure(surrogate, value, data, config, true, order, 0, 4).replay();
            MinibatchReplay.Replayed again = MinibatchReplay.replay(algorithm, spec, state);
            for (Parameters parameters : List.of(surrogate.policy().parameters(), value.parameters())) {
                float[] gradient = parameters.gradient().toArray();
                int offset = 0;
                for (Parameters.Slot slot : parameters.slots()) {
                    int size = (int) Arrays.stream(slot.shape()).reduce(1, (a, b) -> a * b);
                    int start = offset;
                    String name = "gradient of " + (parameters == value.parameters() ? "value " : "policy ") + slot.name();
                    assertThat(again.findings()).contains(TensorStats.of(name, size, i -> gradient[start + i], i -> ""));
                    offset += size;
                }
            }
            assertThat(metrics.summary(new VectorEnv.Episodes(0, 0, 0, 0))).containsAllEntriesOf(again.metrics());
        } finally {
            surrogate.policy().close();
            value.parameters().close();
        }
    }

    private static String what(Surrogate surrogate, Mlp value, RolloutBuffer data, OnPolicyConfig config, int[] order) {
        return MinibatchReplay.failure(surrogate, value, data, config, true, order, 0, 4).what();
    }

    @Test
    void returnTo_takesNetworksBack_andKeepsTheClock() {
        loop.targetKl = 0.01;
        FpoSettings algorithm = new FpoSettings(loop.build(), new FpoValues().build());
        try (Workers workers = new Workers(1);
                OnPolicyLearner learner = algorithm.learner(TinyEnv::new, TinyEnv.SPEC, workers, 3)) {
            learner.collect();
            learner.update();
            StateDict best = new StateDict();
            learner.save(best);
            float[] parameters = learner.policy().parameters().values().toArray();
            learner.collect();
            learner.update();
            assertThat(learner.policy().parameters().values().toArray()).isNotEqualTo(parameters);
            assertThat(learner.returnTo(best)).isTrue();
            assertThat(learner.policy().parameters().values().toArray()).isEqualTo(parameters);
            assertThat(learner.steps()).isEqualTo(2 * learner.stepsPerIteration());
            learner.collect();
            assertThat(learner.update().getOrDefault("policy/learning_rate", 1.0)).isLessThanOrEqualTo(loop.learningRate / 2);
            // a checkpoint of the slower run is as slow
            StateDict saved = new StateDict();
            learner.save(saved);
            assertThat(saved.doubles("slowdown")).containsExactly(0.5);
            assertThat(saved.doubles("kl.rate")[1]).isLessThanOrEqualTo(loop.learningRate / 2);
        }
    }
}
