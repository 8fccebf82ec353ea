package dev.advect.envs;

import dev.advect.env.BatchEnv;
import dev.advect.env.Env;
import dev.advect.env.Step;
import dev.advect.envs.suite.Suite;
import dev.advect.envs.suite.SuiteTask;
import dev.advect.random.Rng;
import org.junit.jupiter.api.Test;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

class PhasedBatchTest {
    /** Two blocks and a part of one. */
    private static final int COUNT = 19;
    private static final int STEPS = 60;

    private final SuiteTask task = requireNonNull(Suite.tasks().get("hopper-hop"));
    private final int size = task.spec().actionSize();

    @Test
    void stepsEachEnvironmentAsOnItsOwnWhateverTheRanges() {
        try (BatchEnv batch = task.createBatch(COUNT)) {
            assertThat(batch).isInstanceOf(PhasedBatch.class);
            assertThat(batch.count()).isEqualTo(COUNT);
            Step[] together = new Step[COUNT];
            for (int i = 0; i < COUNT; i++) {
                together[i] = new Step(batch.spec().observationSize());
                batch.reset(i, new Rng(3, i), together[i].observation);
            }
            float[][][] actions = actions();
            double[][] rewards = new double[STEPS][COUNT];
            for (int t = 0; t < STEPS; t++) {
                for (Step step : together) {
                    step.clear();
                }
                int middle = t % COUNT; // the ranges of two threads
                batch.step(0, middle, actions[t], together);
                batch.step(middle, COUNT, actions[t], together);
                for (int i = 0; i < COUNT; i++) {
                    rewards[t][i] = together[i].reward;
                }
            }
            for (int i = 0; i < COUNT; i++) {
                assertAlone(i, actions, rewards, together[i]);
            }
        }
    }

    private void assertAlone(int i, float[][][] actions, double[][] rewards, Step last) {
        try (Env env = task.create()) {
            Step step = new Step(env.spec().observationSize());
            env.reset(new Rng(3, i), step.observation);
            for (int t = 0; t < STEPS; t++) {
                step.clear();
                env.step(actions[t][i], step);
                assertThat(rewards[t][i]).isEqualTo(step.reward);
            }
            assertThat(last.observation).isEqualTo(step.observation);
            assertThat(last.terminated).isEqualTo(step.terminated);
        }
    }

    private float[][][] actions() {
        Rng random = new Rng(0, 0);
        float[][][] actions = new float[STEPS][COUNT][size];
        for (float[][] step : actions) {
            for (float[] action : step) {
                for (int j = 0; j < size; j++) {
                    action[j] = random.nextFloat(-1, 1);
                }
            }
        }
        return actions;
    }
}
