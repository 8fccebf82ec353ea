package dev.advect.envs.suite;

import com.sun.management.ThreadMXBean;
import dev.advect.env.Step;
import dev.advect.envs.Saved;
import dev.advect.random.Rng;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.DataInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

/** What holds for every task. */
class SuiteEnvTest {

    static Set<String> names() {
        return Suite.tasks().keySet();
    }

    @ParameterizedTest
    @MethodSource("names")
    void step_randomEpisode_finiteInUnitInterval(String name) {
        try (SuiteEnv env = Suite.task(name).create()) {
            Run run = new Run(env, 1);
            for (int t = 0; t < env.spec().episodeSteps(); t++) {
                run.step();
                assertThat(run.step.reward).isBetween(0.0, 1.0);
                assertThat(run.step.terminated).isFalse();
                assertThat(run.step.truncated).isFalse();
                for (float component : run.step.observation) {
                    assertThat(component).isFinite();
                }
            }
            assertThat(env.data().time()).isCloseTo(
                    env.spec().episodeSteps() * env.spec().controlSeconds(), within(1e-9));
            assertThat(env.divergences()).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void step_sameSeed_sameBits(String name) {
        try (SuiteEnv first = Suite.task(name).create();
                SuiteEnv second = Suite.task(name).create()) {
            new Run(second, 3).steps(20);
            Run a = new Run(first, 5);
            Run b = new Run(second, 5);
            assertThat(a.observation).isEqualTo(b.observation);
            assertThat(a.steps(100)).isEqualTo(b.steps(100));
            assertThat(a.step.observation).isEqualTo(b.step.observation);
            if (!name.equals("ball-in-cup") && !name.startsWith("humanoid")) { // which always start alike
                assertThat(new Run(first, 6).observation).isNotEqualTo(new Run(second, 7).observation);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void load_midEpisode_continuesBitForBit(String name) throws IOException {
        try (SuiteEnv env = Suite.task(name).create();
                SuiteEnv other = Suite.task(name).create()) {
            Run run = new Run(env, 1);
            run.steps(137);
            byte[] saved = Saved.of(env);

            Run resumed = new Run(other, 2);
            resumed.steps(11);
            other.load(Saved.in(saved));
            resumed.random.restore(run.random.state());

            for (int t = 0; t < 100; t++) {
                run.step();
                resumed.step();
                assertThat(resumed.step.observation).isEqualTo(run.step.observation);
                assertThat(resumed.step.reward).isEqualTo(run.step.reward);
            }
            assertThat(other.data().qpos().toArray()).isEqualTo(env.data().qpos().toArray());
            assertThat(other.data().time()).isEqualTo(env.data().time());
        }
    }

    @Test
    void load_otherTask_refused() throws IOException {
        try (SuiteEnv cheetah = Suite.task("cheetah-run").create();
                SuiteEnv pendulum = Suite.task("pendulum-swingup").create()) {
            byte[] saved = Saved.of(cheetah);
            DataInputStream in = Saved.in(saved);
            assertThatThrownBy(() -> pendulum.load(in))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("pendulum");
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void step_blownUp_terminatesWithoutReward(String name) {
        for (double velocity : new double[] {1e11, Double.NaN, Double.POSITIVE_INFINITY}) {
            try (SuiteEnv env = Suite.task(name).create()) {
                Run run = new Run(env, 1);
                run.steps(3);
                float[] before = run.step.observation.clone();
                env.data().qvel().set(0, velocity);
                run.step();
                assertThat(run.step.terminated).isTrue();
                assertThat(run.step.reward).isZero();
                assertThat(run.step.observation).isEqualTo(before);
                assertThat(env.divergences()).isEqualTo(1);

                env.reset(run.random, run.step.observation);
                run.step();
                assertThat(run.step.terminated).isFalse();
                assertThat(env.divergences()).isEqualTo(1);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void step_actionBeyondRange_clipped(String name) {
        try (SuiteEnv env = Suite.task(name).create();
                SuiteEnv other = Suite.task(name).create()) {
            Run run = new Run(env, 1);
            Run clipped = new Run(other, 1);
            for (int t = 0; t < 5; t++) {
                run.act(2.5f);
                clipped.act(1);
            }
            assertThat(env.data().qpos().toArray()).isEqualTo(other.data().qpos().toArray());
        }
    }

    /** The warm part of a run: nothing is left for a collector. */
    @ParameterizedTest
    @MethodSource("names")
    void step_allocatesNothing(String name) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (SuiteEnv env = Suite.task(name).create()) {
            Run run = new Run(env, 1);
            for (int t = 0; t < 20_000; t++) {
                run.act(0.1f);
            }
            env.reset(run.random, run.observation);
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int t = 0; t < 1000; t++) {
                run.act(0.1f);
            }
            assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(1000);
        }
    }

    /** An environment that was reset, and its actions. */
    private static final class Run {
        final SuiteEnv env;
        final Rng random;
        final Step step;
        final float[] observation;
        final float[] action;

        Run(SuiteEnv env, long seed) {
            this.env = env;
            random = new Rng(seed, 0);
            step = new Step(env.spec().observationSize());
            observation = new float[env.spec().observationSize()];
            action = new float[env.spec().actionSize()];
            env.reset(random, observation);
        }

        void step() {
            fill(random, action);
            step.clear();
            env.step(action, step);
        }

        /** The rewards of so many random steps. */
        List<Double> steps(int count) {
            List<Double> rewards = new ArrayList<>();
            for (int t = 0; t < count; t++) {
                step();
                rewards.add(step.reward);
            }
            return rewards;
        }

        void act(float value) {
            Arrays.fill(action, value);
            step.clear();
            env.step(action, step);
        }

        private static void fill(RandomGenerator random, float[] action) {
            for (int i = 0; i < action.length; i++) {
                action[i] = 2 * random.nextFloat() - 1;
            }
        }
    }
}
