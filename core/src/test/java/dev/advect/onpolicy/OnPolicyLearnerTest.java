package dev.advect.onpolicy;

import dev.advect.env.EnvFactory;
import dev.advect.env.TinyEnv;
import dev.advect.io.StateDict;
import dev.advect.nn.Precision;
import dev.advect.nn.States;
import dev.advect.nn.Workers;
import dev.advect.onpolicy.fpo.Fpo;
import dev.advect.onpolicy.fpo.FpoConfig;
import dev.advect.onpolicy.fpo.FpoValues;
import dev.advect.onpolicy.ppo.GaussianPpo;
import dev.advect.onpolicy.ppo.PpoConfig;
import dev.advect.onpolicy.ppo.PpoConfig.Deviation;
import dev.advect.policy.FlowPolicy;
import dev.advect.policy.GaussianPolicy;
import dev.advect.random.Rng;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

class OnPolicyLearnerTest {
    private static final List<Integer> HIDDEN = List.of(16, 16);

    @ParameterizedTest
    @CsvSource({"fpo, 1", "fpo, 2", "ppo, 1", "ppo, 2"})
    void update_someIterations_solveTheBandit(String algorithm, int threads) {
        Loop loop = Tiny.loop();
        loop.minibatches = 4;
        loop.epochs = 4;
        try (Tiny tiny = new Tiny(algorithm, threads, 1, TinyEnv::new, loop)) {
            // random actions: E(tanh z − 0.5)² = 0.39 + 0.25
            double first = tiny.iterate();
            assertThat(first).isBetween(-0.8, -0.4);
            double last = first;
            for (int i = 0; i < 24; i++) {
                last = tiny.iterate();
            }
            assertThat(last).isGreaterThan(-0.15);
        }
    }

    @ParameterizedTest
    @CsvSource({"fpo, 1", "fpo, 2", "ppo, 2"})
    void update_sameSeedAndThreads_bitForBitTheSame(String algorithm, int threads) {
        try (Tiny a = new Tiny(algorithm, threads, 7);
                Tiny b = new Tiny(algorithm, threads, 7);
                Tiny other = new Tiny(algorithm, threads, 8)) {
            for (int i = 0; i < 3; i++) {
                a.iterate();
                b.iterate();
                other.iterate();
            }
            States.assertSame(b.saved(), a.saved());
            assertThat(other.saved().floats("policy.parameters")).isNotEqualTo(a.saved().floats("policy.parameters"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"fpo", "ppo"})
    void update_otherNumberOfThreads_differsByRoundingOnly(String algorithm) {
        try (Tiny one = new Tiny(algorithm, 1, 7);
                Tiny two = new Tiny(algorithm, 2, 7)) {
            one.iterate();
            two.iterate();
            assertThat(two.saved().floats("policy.parameters"))
                    .containsExactly(one.saved().floats("policy.parameters"), within(1e-3f));
            assertThat(two.saved().floats("value.parameters"))
                    .containsExactly(one.saved().floats("value.parameters"), within(1e-3f));
            // randomness does not depend on the number at all
            assertThat(two.saved().longs("collector.random")).containsExactly(one.saved().longs("collector.random"));
            assertThat(two.saved().longs("envs.random")).containsExactly(one.saved().longs("envs.random"));
        }
    }

    @ParameterizedTest
    @CsvSource({"fpo, 1", "fpo, 2", "ppo, 2"})
    void load_ofASavedLearner_continuesBitForBit(String algorithm, int threads) {
        try (Tiny a = new Tiny(algorithm, threads, 7);
                Tiny b = new Tiny(algorithm, threads, 123)) {
            for (int i = 0; i < 3; i++) {
                a.iterate();
            }
            StateDict saved = a.saved();
            b.iterate(); // a past of its own, to be forgotten
            assertThat(b.learner.load(saved)).isTrue();
            States.assertSame(b.saved(), a.saved());
            assertThat(b.learner.steps()).isEqualTo(3 * b.learner.stepsPerIteration());
            for (int i = 0; i < 3; i++) {
                a.learner.collect();
                b.learner.collect();
                assertThat(b.learner.update()).isEqualTo(a.learner.update());
            }
            States.assertSame(b.saved(), a.saved());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void load_productsOfBfloat16_continuesBitForBit(int threads) {
        assumeTrue(Precision.bfloat16Missing().isEmpty());
        try (Tiny a = new Tiny("fpo", threads, 7, TinyEnv::new, Tiny.bfloat16());
                Tiny b = new Tiny("fpo", threads, 7, TinyEnv::new, Tiny.bfloat16());
                Tiny other = new Tiny("fpo", threads, 123, TinyEnv::new, Tiny.bfloat16());
                Tiny full = new Tiny("fpo", threads, 7, TinyEnv::new, Tiny.loop(Precision.FLOAT32))) {
            a.iterate();
            b.iterate();
            full.iterate();
            States.assertSame(b.saved(), a.saved());
            assertThat(full.saved().floats("value.parameters")).isNotEqualTo(a.saved().floats("value.parameters"));
            assertThat(other.learner.load(a.saved())).isTrue();
            for (int i = 0; i < 2; i++) {
                a.iterate();
                other.iterate();
            }
            States.assertSame(other.saved(), a.saved());
        }
    }

    @Test
    void update_productsOfBfloat16_otherNumberOfThreads_differsByRoundingOnly() {
        assumeTrue(Precision.bfloat16Missing().isEmpty());
        try (Tiny one = new Tiny("fpo", 1, 7, TinyEnv::new, Tiny.bfloat16());
                Tiny two = new Tiny("fpo", 2, 7, TinyEnv::new, Tiny.bfloat16())) {
            float[] before = one.saved().floats("value.parameters");
            one.iterate();
            two.iterate();
            float[] after = one.saved().floats("value.parameters");
            float[] other = two.saved().floats("value.parameters");
            double moved = 0;
            double apart = 0;
            for (int i = 0; i < before.length; i++) {
                moved += Math.pow(after[i] - before[i], 2);
                apart += Math.pow(after[i] - other[i], 2);
            }
            assertThat(moved).isPositive();
            assertThat(Math.sqrt(apart / moved)).isLessThan(0.05);
        }
    }

    @Test
    void save_holdsAllState() {
        try (Tiny tiny = new Tiny("fpo", 1, 7)) {
            tiny.iterate();
            assertThat(tiny.saved().names()).contains(
                    "policy.parameters", "policy.norm.count", "policy.norm.mean", "policy.norm.squares",
                    "policy.norm.shift", "policy.norm.scale", "value.parameters", "policy_adam.first_moment",
                    "policy_adam.second_moment", "policy_adam.steps", "value_adam.first_moment",
                    "value_adam.second_moment", "value_adam.steps", "kl.rate", "shuffle", "order", "steps",
                    "collector.random", "envs.random", "envs.progress", "envs.observations", "envs.states");
            // 2 epochs of 2 minibatches
            assertThat(tiny.saved().longs("policy_adam.steps")).containsExactly(4);
        }
    }

    @Test
    void load_environmentsNotSavable_saysSo_butTheRestContinues() {
        try (Tiny a = new Tiny("ppo", 1, 7, TinyEnv::notSavable);
                Tiny b = new Tiny("ppo", 1, 9, TinyEnv::notSavable)) {
            a.iterate();
            assertThat(b.learner.load(a.saved())).isFalse();
            assertThat(b.saved().floats("policy.parameters")).containsExactly(a.saved().floats("policy.parameters"));
            b.iterate();
            assertThat(b.learner.steps()).isEqualTo(2 * a.learner.steps());
        }
    }

    /** Envs that cannot be saved begin anew, and may not end together: the odd one ends at another time than by its limit. */
    @Test
    void load_environmentsNotSavable_areStaggered() {
        Loop loop = Tiny.loop();
        loop.staggerEpisodes = true;
        try (Tiny a = new Tiny("ppo", 1, 7, TinyEnv::notSavable, loop);
                Tiny b = new Tiny("ppo", 1, 9, TinyEnv::notSavable, loop)) {
            a.iterate();
            assertThat(b.learner.load(a.saved())).isFalse();
            // per environment: steps, steps of the episode, its return, whether it began in the middle
            double[] progress = b.saved().doubles("envs.progress");
            assertThat(IntStream.range(0, progress.length / 4).mapToDouble(i -> progress[4 * i + 1]).distinct().count())
                    .isGreaterThan(1);
        }
    }

    @Test
    void collect_normaliser_takesEffectOnlyAfterTheUpdate() {
        try (Tiny tiny = new Tiny("fpo", 1, 7)) {
            tiny.learner.collect();
            assertThat(tiny.saved().doubles("policy.norm.count")).containsExactly(tiny.learner.stepsPerIteration());
            assertThat(tiny.saved().floats("policy.norm.shift")).containsExactly(0, 0);
            tiny.learner.update();
            double mean = tiny.saved().doubles("policy.norm.mean")[1];
            assertThat(mean).isBetween(1.0, 2.0); // steps 0 … 4, fewer of the later ones
            assertThat(tiny.saved().floats("policy.norm.shift")[1]).isEqualTo((float) mean);
        }
    }

    @ParameterizedTest
    @CsvSource({"fpo, FLOAT32", "fpo, BFLOAT16", "ppo, FLOAT32"})
    void update_firstMinibatch_hasRatio1(String algorithm, Precision products) {
        assumeTrue(products == Precision.FLOAT32 || Precision.bfloat16Missing().isEmpty());
        Loop loop = Tiny.loop(products);
        loop.epochs = 1;
        loop.minibatches = 1;
        try (Tiny tiny = new Tiny(algorithm, 2, 7, TinyEnv::new, loop)) {
            tiny.iterate();
            tiny.learner.collect();
            Map<String, Double> metrics = tiny.learner.update();
            assertThat(metrics.getOrDefault("policy/ratio_min", Double.NaN)).isCloseTo(1, within(1e-6));
            assertThat(metrics.getOrDefault("policy/ratio_max", Double.NaN)).isCloseTo(1, within(1e-6));
            assertThat(metrics).containsEntry("policy/clip_fraction", 0.0);
        }
    }

    @Test
    void update_targetKl_boundsTheDivergence() {
        Loop loop = Tiny.loop();
        loop.learningRate = 0.03;
        loop.minibatches = 4;
        loop.epochs = 8;
        try (Tiny free = new Tiny("ppo", 1, 7, TinyEnv::new, loop)) {
            free.learner.collect();
            Map<String, Double> metrics = free.learner.update();
            assertThat(metrics.getOrDefault("policy/kl", Double.NaN)).isGreaterThan(0.05);
            assertThat(metrics).containsEntry("policy/learning_rate", 0.03);
            assertThat(free.saved().longs("policy_adam.steps")).containsExactly(32);
        }
        loop.targetKl = 0.005;
        try (Tiny held = new Tiny("ppo", 1, 7, TinyEnv::new, loop)) {
            held.learner.collect();
            Map<String, Double> metrics = held.learner.update();
            assertThat(metrics.getOrDefault("policy/learning_rate", Double.NaN)).isCloseTo(0.015, within(1e-12));
            assertThat(held.saved().longs("policy_adam.steps")[0]).isLessThan(32);
            assertThat(held.saved().longs("value_adam.steps")).containsExactly(32);
        }
    }

    @Test
    void update_stepTooFar_isTakenBack() {
        Loop loop = Tiny.loop();
        loop.learningRate = 0.001;
        loop.minibatches = 1;
        loop.epochs = 16;
        loop.targetKl = 0.005;
        float[] held;
        long taken;
        try (Tiny tiny = new Tiny("ppo", 1, 7, TinyEnv::new, loop)) {
            tiny.iterate();
            held = parameters(tiny);
            taken = tiny.saved().longs("policy_adam.steps")[0];
        }
        assertThat(taken).isBetween(2L, 15L);
        loop.targetKl = 0;
        loop.epochs = (int) taken - 1;
        try (Tiny before = new Tiny("ppo", 1, 7, TinyEnv::new, loop)) {
            before.iterate();
            assertThat(parameters(before)).isEqualTo(held);
        }
        loop.epochs = (int) taken;
        try (Tiny beyond = new Tiny("ppo", 1, 7, TinyEnv::new, loop)) {
            beyond.iterate();
            assertThat(parameters(beyond)).isNotEqualTo(held);
        }
    }

    private static float[] parameters(Tiny tiny) {
        return tiny.saved().floats("policy.parameters");
    }

    @Test
    void iterations_nativeMemory_doesNotGrow() throws InterruptedException {
        try (Tiny tiny = new Tiny("fpo", 2, 7);
                Tiny other = new Tiny("ppo", 2, 7)) {
            long[] early = {0, 0};
            for (int i = 1; i <= 13; i++) {
                tiny.iterate();
                other.iterate();
                if (i == 3) {
                    early = pointers();
                }
            }
            long[] late = pointers();
            assertThat(late[0]).isLessThanOrEqualTo(early[0]);
            assertThat(late[1]).isLessThanOrEqualTo(early[1]);
        }
    }

    /** Bytes and number of what JavaCPP holds, after what can be freed was freed. */
    private static long[] pointers() throws InterruptedException {
        long[] before = {-1, -1};
        for (int attempt = 0; attempt < 50; attempt++) {
            System.gc();
            Thread.sleep(10);
            Pointer.deallocateReferences();
            long[] now = {Pointer.totalBytes(), Pointer.totalCount()};
            if (attempt > 2 && now[0] == before[0] && now[1] == before[1]) {
                break;
            }
            before = now;
        }
        return before;
    }

    /** A learner of the tiny environment. */
    private static final class Tiny implements AutoCloseable {
        final Workers workers;
        final OnPolicyLearner learner;

        Tiny(String algorithm, int threads, long seed) {
            this(algorithm, threads, seed, TinyEnv::new);
        }

        Tiny(String algorithm, int threads, long seed, EnvFactory factory) {
            this(algorithm, threads, seed, factory, loop());
        }

        Tiny(String algorithm, int threads, long seed, EnvFactory factory, Loop loop) {
            workers = new Workers(threads);
            loop.learningRate = algorithm.equals("fpo") ? 3 * loop.learningRate : loop.learningRate;
            Surrogate surrogate = algorithm.equals("fpo") ? fpo(threads, seed) : ppo(threads, seed);
            learner = new OnPolicyLearner(factory, surrogate, () -> {
                throw new IllegalStateException("nothing is averaged here");
            }, loop.build(), null, workers, seed);
        }

        static Loop loop() {
            Loop loop = new Loop();
            loop.envs = 32;
            loop.unroll = 4;
            loop.unrollsPerEnv = 2;
            loop.minibatches = 2;
            loop.epochs = 2;
            loop.learningRate = 1e-3;
            loop.maxGradNorm = 1;
            loop.policyHidden = HIDDEN;
            return loop;
        }

        /** With two hidden layers, so that there are products between them. */
        static Loop loop(Precision products) {
            Loop loop = loop();
            loop.valueHidden = List.of(16, 16);
            loop.products = products;
            return loop;
        }

        static Loop bfloat16() {
            return loop(Precision.BFLOAT16);
        }

        private static Fpo fpo(int threads, long seed) {
            FpoValues values = new FpoValues();
            values.logRatioLimit = 3;
            FpoConfig config = values.build();
            return new Fpo(new FlowPolicy(2, 1, HIDDEN, config.timeEmbedding(), config.outputScale(),
                    config.sampling(), threads, new Rng(seed, 9)), config);
        }

        private static GaussianPpo ppo(int threads, long seed) {
            return new GaussianPpo(
                    new GaussianPolicy(2, 1, HIDDEN, threads, new Rng(seed, 9)), new PpoConfig(0.3, 1e-3, Deviation.STATE));
        }

        /** The mean reward while collecting. */
        double iterate() {
            learner.collect();
            Map<String, Double> metrics = learner.update();
            return metrics.getOrDefault("episode/return", Double.NaN) / metrics.getOrDefault("episode/length", 1.0);
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
