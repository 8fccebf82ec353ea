package dev.advect.envs.suite;

import dev.advect.mujoco.Data;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Observation and reward of each task in states for which they were worked out by hand. */
class TasksTest {

    @Test
    void cheetahRun_observationAndReward() {
        try (SuiteEnv env = Suite.task("cheetah-run").create()) {
            double[] qpos = {7, 0.1, -0.2, 0.3, -0.4, 0.5, -0.6, 0.7, -0.1};
            at(env, qpos, 4, 0, 0, 0, 0, 0, 0, 0, 0);
            assertThat(observation(env)).containsExactly(
                    new float[] {0.1f, -0.2f, 0.3f, -0.4f, 0.5f, -0.6f, 0.7f, -0.1f, 4, 0, 0, 0, 0, 0, 0, 0, 0});
            assertThat(reward(env, 0, 0, 0, 0, 0, 0)).isCloseTo(0.4, within(1e-12));
            at(env, qpos, 11, 0, 0, 0, 0, 0, 0, 0, 0);
            assertThat(reward(env, 0, 0, 0, 0, 0, 0)).isEqualTo(1);
            at(env, qpos, -2, 0, 0, 0, 0, 0, 0, 0, 0);
            assertThat(reward(env, 0, 0, 0, 0, 0, 0)).isEqualTo(0);
        }
    }

    /** The speed is that of the whole body's centre of mass, not the torso's: a foot alone moves it by its share. */
    @Test
    void cheetahRun_speedOfCentreOfMass() {
        try (SuiteEnv env = Suite.task("cheetah-run").create()) {
            at(env, new double[9], 0, 0, 0, 0, 0, 0, 0, 0, 10);
            // The front foot turns about y at 10 rad/s; its centre of mass lies 0.07 m below the joint, so it moves at
            // 10 · -0.07 m/s along x, and is 0.8845188285 kg of 14.
            double speed = -0.7 * 0.8845188285 / 14;
            assertThat(env.data().sensor("torso_subtreelinvel").get(0)).isCloseTo(speed, within(1e-9));
        }
    }

    @Test
    void cartpoleBalance_observationAndReward() {
        try (SuiteEnv env = Suite.task("cartpole-balance").create()) {
            at(env, new double[] {0.5, Math.PI / 3}, 1, 2);
            assertClose(observation(env), 0.5, 0.5, 0.8660254037844386, 1, 2);
            // cos 60° = 0.5; 0.1^(1/16) = 0.8659643234; 1 - 0.5² = 0.75; 0.1^(4/25) = 0.6918309709
            double expected = 0.75 * (1 + 0.8659643234) / 2 * 4.75 / 5 * (1 + 0.6918309709) / 2;
            assertThat(reward(env, 0.5f)).isCloseTo(expected, within(1e-9));
            at(env, new double[] {0, 0}, 0, 0);
            assertThat(reward(env, 0)).isEqualTo(1);
            assertThat(reward(env, 1)).isCloseTo(0.8, within(1e-12));
        }
    }

    @Test
    void cartpoleSwingup_rewardAsBalance() {
        try (SuiteEnv env = Suite.task("cartpole-swingup").create()) {
            at(env, new double[] {0, Math.PI}, 0, 0);
            assertClose(observation(env), 0, -1, 0, 0, 0);
            assertThat(reward(env, 0)).isCloseTo(0, within(1e-12));
            at(env, new double[] {2, Math.PI / 2}, 0, 0);
            assertThat(reward(env, 0)).isCloseTo(0.5 * 1.1 / 2, within(1e-12));
        }
    }

    @Test
    void cartpoleSparse_reward() {
        for (String name : new String[] {"cartpole-balance-sparse", "cartpole-swingup-sparse"}) {
            try (SuiteEnv env = Suite.task(name).create()) {
                // cos 5.7° = 0.99506, cos 5.8° = 0.99488
                at(env, new double[] {-0.25, Math.toRadians(5.7)}, 3, 3);
                assertThat(reward(env, 1)).isEqualTo(1);
                at(env, new double[] {-0.25, Math.toRadians(5.8)}, 0, 0);
                assertThat(reward(env, 0)).isEqualTo(0);
                at(env, new double[] {0.26, 0}, 0, 0);
                assertThat(reward(env, 0)).isEqualTo(0);
            }
        }
    }

    @Test
    void pendulumSwingup_observationAndReward() {
        try (SuiteEnv env = Suite.task("pendulum-swingup").create()) {
            at(env, new double[] {Math.PI / 6}, -3);
            assertClose(observation(env), 0.5, 0.8660254037844386, -3);
            assertThat(reward(env, 0)).isEqualTo(0);
            at(env, new double[] {Math.toRadians(-7.9)}, 5);
            assertThat(reward(env, 1)).isEqualTo(1);
            at(env, new double[] {Math.toRadians(8.1)}, 0);
            assertThat(reward(env, 0)).isEqualTo(0);
        }
    }

    @Test
    void pointMass_observationAndReward() {
        try (SuiteEnv env = Suite.task("point-mass").create()) {
            at(env, new double[] {0.015, -0.02}, 0.3, -0.4);
            assertClose(observation(env), 0.015, -0.02, 0.3, -0.4);
            // 0.025 m away, 0.01 beyond the radius: 0.1^((2/3)²) = 0.3593813664; mean of 0.75 and 1 is 0.875
            assertThat(reward(env, 0.5f, 0)).isCloseTo(0.3593813664 * 4.875 / 5, within(1e-9));
            at(env, new double[] {0.009, 0.012}, 0, 0);
            assertThat(reward(env, 0, 0)).isCloseTo(1, within(1e-12));
        }
    }

    @Test
    void reacher_observationAndReward() {
        try (SuiteEnv easy = Suite.task("reacher-easy").create();
                SuiteEnv hard = Suite.task("reacher-hard").create()) {
            for (SuiteEnv env : new SuiteEnv[] {easy, hard}) {
                env.data().mocapPos().set(0, 0.16);
                env.data().mocapPos().set(1, 0.13);
                // The arm points along x, the hand, bent by a right angle, along y: the finger is at (0.12, 0.12).
                at(env, new double[] {0, Math.PI / 2}, 1, -2);
                assertClose(observation(env), 0, Math.PI / 2, 0.04, 0.01, 1, -2);
            }
            // 0.0412 m apart: within 0.05 + 0.01, not within 0.015 + 0.01.
            assertThat(reward(easy, 0, 0)).isEqualTo(1);
            assertThat(reward(hard, 0, 0)).isEqualTo(0);
            hard.data().mocapPos().set(0, 0.143);
            hard.data().mocapPos().set(1, 0.128);
            hard.data().forward();
            assertThat(reward(hard, 0, 0)).isEqualTo(1);
            assertThat(hard.model().bodyMass().get(4)).isCloseTo(4e3 / 3 * Math.PI * 3.375e-6, within(1e-12));
        }
    }

    static void at(SuiteEnv env, double[] qpos, double... qvel) {
        Data data = env.data();
        data.qpos().copyFrom(qpos);
        data.qvel().copyFrom(qvel);
        data.forward();
    }

    static float[] observation(SuiteEnv env) {
        float[] observation = new float[env.spec().observationSize()];
        env.task().observe(observation);
        return observation;
    }

    static double reward(SuiteEnv env, float... action) {
        return env.task().reward(action);
    }

    static void assertClose(float[] actual, double... expected) {
        assertThat(actual).hasSize(expected.length);
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) actual[i]).as("component " + i).isCloseTo(expected[i], within(1e-6));
        }
    }
}
