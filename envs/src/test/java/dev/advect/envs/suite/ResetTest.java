package dev.advect.envs.suite;

import dev.advect.mujoco.Data;
import dev.advect.random.Rng;
import org.junit.jupiter.api.Test;

import java.util.DoubleSummaryStatistics;
import java.util.function.ToDoubleFunction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Where episodes start: bounds and spread over many resets. */
class ResetTest {

    @Test
    void reset_cheetah_settled() {
        int resets = 100;
        DoubleSummaryStatistics height = over("cheetah-run", resets, data -> data.qpos().get(1));
        // The springs hold the legs near their zero, on which the torso stands about where the model has it.
        assertThat(height.getMin()).isGreaterThan(-0.7);
        assertThat(height.getMax()).isLessThan(0.2);
        assertThat(over("cheetah-run", resets, data -> data.qpos().get(0)).getMax()).isLessThan(2);
        assertThat(over("cheetah-run", resets, Data::time).getMax()).isZero();
        for (int joint = 3; joint < 9; joint++) {
            int j = joint;
            DoubleSummaryStatistics speed = over("cheetah-run", resets, data -> Math.abs(data.qvel().get(j)));
            assertThat(speed.getAverage()).isLessThan(0.5);
        }
    }

    @Test
    void reset_cartpoleBalance_bounds() {
        assertUniform(over("cartpole-balance", 2000, data -> data.qpos().get(0)), -0.1, 0.1);
        assertUniform(over("cartpole-balance", 2000, data -> data.qpos().get(1)), -0.034, 0.034);
        assertNormal(over("cartpole-balance", 2000, data -> data.qvel().get(0)), 0, 0.01);
        assertNormal(over("cartpole-balance", 2000, data -> data.qvel().get(1)), 0, 0.01);
    }

    @Test
    void reset_cartpoleSwingup_bounds() {
        assertNormal(over("cartpole-swingup", 2000, data -> data.qpos().get(0)), 0, 0.01);
        assertNormal(over("cartpole-swingup", 2000, data -> data.qpos().get(1)), Math.PI, 0.01);
        assertNormal(over("cartpole-swingup", 2000, data -> data.qvel().get(0)), 0, 0.01);
        assertNormal(over("cartpole-swingup", 2000, data -> data.qvel().get(1)), 0, 0.01);
    }

    @Test
    void reset_pendulum_bounds() {
        assertUniform(over("pendulum-swingup", 2000, data -> data.qpos().get(0)), 0, Math.PI);
        assertThat(over("pendulum-swingup", 10, data -> data.qvel().get(0)).getMax()).isZero();
    }

    @Test
    void reset_pointMass_bounds() {
        assertUniform(over("point-mass", 2000, data -> data.qpos().get(0)), -0.29, 0.29);
        assertUniform(over("point-mass", 2000, data -> data.qpos().get(1)), -0.29, 0.29);
        assertThat(over("point-mass", 10, data -> data.qvel().get(0)).getMax()).isZero();
    }

    @Test
    void reset_reacher_bounds() {
        assertUniform(over("reacher-easy", 2000, data -> data.qpos().get(0)), -Math.PI, Math.PI);
        assertUniform(over("reacher-easy", 2000, data -> data.qpos().get(1)),
                Math.toRadians(-160), Math.toRadians(160));
        assertUniform(over("reacher-easy", 2000,
                data -> Math.hypot(data.mocapPos().get(0), data.mocapPos().get(1))), 0.05, 0.2);
        assertUniform(over("reacher-easy", 2000,
                data -> Math.atan2(data.mocapPos().get(1), data.mocapPos().get(0))), -Math.PI, Math.PI);
        assertThat(over("reacher-easy", 10, data -> data.mocapPos().get(2)).getMax()).isEqualTo(0.01);
    }

    /** As in Playground, the first observation shows the target where the model has it, the next where it is. */
    @Test
    void reset_reacher_firstObservationBeforeTarget() {
        try (SuiteEnv env = Suite.task("reacher-easy").create()) {
            float[] observation = new float[6];
            env.reset(new Rng(1, 0), observation);
            double shoulder = env.data().qpos().get(0);
            double hand = shoulder + env.data().qpos().get(1);
            double x = 0.12 * Math.cos(shoulder) + 0.12 * Math.cos(hand);
            double y = 0.12 * Math.sin(shoulder) + 0.12 * Math.sin(hand);
            assertThat((double) observation[2]).isCloseTo(-x, within(1e-6));
            assertThat((double) observation[3]).isCloseTo(-y, within(1e-6));
            env.data().forward();
            env.task().observe(observation);
            assertThat((double) observation[2]).isCloseTo(env.data().mocapPos().get(0) - x, within(1e-6));
            assertThat((double) observation[3]).isCloseTo(env.data().mocapPos().get(1) - y, within(1e-6));
        }
    }

    static DoubleSummaryStatistics over(String name, int resets, ToDoubleFunction<Data> quantity) {
        DoubleSummaryStatistics statistics = new DoubleSummaryStatistics();
        Rng random = new Rng(11, 0);
        try (SuiteEnv env = Suite.task(name).create()) {
            float[] observation = new float[env.spec().observationSize()];
            for (int i = 0; i < resets; i++) {
                env.reset(random, observation);
                statistics.accept(quantity.applyAsDouble(env.data()));
            }
        }
        return statistics;
    }

    /** Within the bounds, near both of them, and with the mean in the middle. */
    static void assertUniform(DoubleSummaryStatistics statistics, double lower, double upper) {
        double width = upper - lower;
        assertThat(statistics.getMin()).isBetween(lower, lower + 0.02 * width);
        assertThat(statistics.getMax()).isBetween(upper - 0.02 * width, upper);
        assertThat(statistics.getAverage()).isCloseTo((lower + upper) / 2, within(0.03 * width));
    }

    /** The mean within four of its deviations, the extremes where those of 2000 draws lie. */
    private static void assertNormal(DoubleSummaryStatistics statistics, double mean, double deviation) {
        assertThat(statistics.getAverage()).isCloseTo(mean, within(0.1 * deviation));
        assertThat(statistics.getMin()).isBetween(mean - 5 * deviation, mean - 2.5 * deviation);
        assertThat(statistics.getMax()).isBetween(mean + 2.5 * deviation, mean + 5 * deviation);
    }
}
