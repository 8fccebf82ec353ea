package dev.advect.onpolicy;

import dev.advect.env.TinyEnv;
import dev.advect.io.StateDict;
import dev.advect.learner.Failure;
import dev.advect.nn.Workers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
        for (OnPolicyAlgorithm algorithm : List.of(
                new FpoAlgorithm(loop.build(), new FpoValues().build()),
                new DppoAlgorithm(loop.build(), new DppoValues().build()),
                new PpoAlgorithm(loop.build(), new PpoConfig(0.3, 0.01)))) {
            try (Workers workers = new Workers(2);
                    OnPolicyLearner learner = algorithm.learner(TinyEnv::new, TinyEnv.SPEC, workers, 3)) {
                learner.collect();
                learner.update();
                assertThat(learner.failure()).isNull();
                learner.collect();
                learner.policy().parameters().values().set(3, Float.NaN);
                Map<String, Double> metrics = learner.update();
                assertThat(metrics.getOrDefault("update/skipped", 0.0)).isPositive();
                Failure failure = Objects.requireNonNull(learner.failure());
                assertThat(failure.what()).startsWith("policy ").endsWith(".0.weight [0, 3] is NaN");
                assertThat(failure.replay().longs("unrolls")).hasSize(4);
                assertThat(learner.failure()).isNull();
                learner.update();
                assertThat(learner.failure()).isNull(); // once is enough

                MinibatchReplay.Replayed again = MinibatchReplay.replay(algorithm, TinyEnv.SPEC, failure.replay());
                Finding first = again.findings().stream().filter(f -> f.nonFinite() > 0).findFirst().orElseThrow();
                assertThat(first.name() + " " + first.place()).isEqualTo(failure.what());
                Finding last = again.findings().getLast();
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
        FpoAlgorithm algorithm = new FpoAlgorithm(loop.build(), new FpoValues().build());
        try (Workers workers = new Workers(1);
                OnPolicyLearner learner = algorithm.learner(TinyEnv::new, TinyEnv.SPEC, workers, 3)) {
            learner.collect();
            learner.update();
            // a normaliser that makes everything infinite
            StateDict state = new StateDict();
            learner.policy().norm().save(state);
            learner.policy().norm().load(broken(state));
            learner.collect();
            learner.update();
            assertThat(Objects.requireNonNull(learner.failure()).what())
                    .matches("observation of environment \\d, unroll \\d, step 0, component 0 is -?(NaN|Infinity)");
        }
    }

    /** The same with means that are not finite. */
    private static StateDict broken(StateDict state) {
        StateDict broken = new StateDict();
        for (String name : state.names()) {
            switch (state.type(name)) {
                case F32 -> broken.putFloats(name, fill(state.floats(name)), state.shape(name));
                case F64 -> broken.putDoubles(name, fill(state.doubles(name)), state.shape(name));
                case I64 -> broken.putLongs(name, state.longs(name), state.shape(name));
                case U8 -> broken.putBytes(name, state.bytes(name), state.shape(name));
            }
        }
        return broken;
    }

    private static float[] fill(float[] values) {
        float[] filled = values.clone();
        Arrays.fill(filled, Float.NaN);
        return filled;
    }

    private static double[] fill(double[] values) {
        double[] filled = values.clone();
        Arrays.fill(filled, Double.NaN);
        return filled;
    }

    @Test
    void returnTo_takesNetworksBack_andKeepsTheClock() {
        loop.targetKl = 0.01;
        FpoAlgorithm algorithm = new FpoAlgorithm(loop.build(), new FpoValues().build());
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
