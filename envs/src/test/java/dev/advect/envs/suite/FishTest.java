package dev.advect.envs.suite;

import dev.advect.mujoco.Data;
import dev.advect.mujoco.Model;
import dev.advect.mujoco.layout.ModelField;
import dev.advect.random.Rng;
import org.junit.jupiter.api.Test;

import java.util.DoubleSummaryStatistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class FishTest {

    /** Of Playground's {@code fish.xml}, compiled. */
    @Test
    void model_figures() {
        try (Model model = ModelsTest.publicModel("fish.xml")) {
            assertThat(ModelsTest.sizes(model)).containsExactly(14, 13, 5, 7, 12);
            assertThat(model.timestep()).isEqualTo(0.002);
            assertThat(model.options().iterations()).isEqualTo(2);
            assertThat(model.options().density()).isEqualTo(5000);
            assertThat(model.options().disableflags()).isEqualTo(1 + 16 + ModelsTest.noGravity());
            ModelsTest.assertView(model.bodyMass(), 0, 0.2680825731, 0.1130973355, 0.0005361651, 0.0026389378,
                    0.0012566371, 0.0012566371);
            ModelsTest.assertView(model.bodyInertia(), 0, 0, 0,
                    0.00017157285, 0.00017157285, 0.00017157285,
                    4.0715041e-05, 4.0715041e-05, 4.0715041e-05,
                    3.4314569e-08, 2.7558889e-08, 6.970147e-09,
                    8.1754294e-07, 6.4706756e-07, 1.7153096e-07,
                    5.6799995e-08, 1.00782292e-07, 1.57079633e-07,
                    5.6799995e-08, 1.00782292e-07, 1.57079633e-07);
            ModelsTest.assertView(model.jntStiffness(), 0, 0, 0, 8e-5, 0, 0, 0, 0);
            ModelsTest.assertView(model.dofDamping(),
                    0, 0, 0, 0, 0, 0, 2e-5, 2e-5, 2e-5, 2e-5, 2e-5, 2e-5, 2e-5);
            ModelsTest.assertView(model.doubles(ModelField.TENDON_STIFFNESS), 0, 1e-4);
            double[] gains = model.doubles(ModelField.ACTUATOR_GAINPRM).toArray();
            double[] expected = {5e-4, 1e-4, 3e-4, 1e-4, 1e-4};
            for (int i = 0; i < expected.length; i++) {
                assertThat(gains[10 * i]).isEqualTo(expected[i]);
            }
            ModelsTest.assertControlRange(model);
        }
    }

    /**
     * Rolled by 60 degrees about its length, y: its right is then (1/2, 0, -√3/2), its up (√3/2, 0, 1/2). The mouth's
     * centre is 0.0745 m ahead of the torso's.
     */
    @Test
    void observation_targetInAxesOfMouth() {
        try (SuiteEnv env = Suite.task("fish-swim").create()) {
            rolled(env, 0.03, 0.06, 0.06);
            TasksTest.assertClose(TasksTest.observation(env), 0.5, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7,
                    0.03, -0.06, 0.06, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13);
        }
    }

    /** 0.09 m away, 0.045 beyond the radii: 0.1^((1/2)²) = 0.5623413252. */
    @Test
    void reward_nearTarget() {
        try (SuiteEnv env = Suite.task("fish-swim").create()) {
            rolled(env, 0.03, 0.06, 0.06);
            assertThat(TasksTest.reward(env, 1, 1, 1, 1, 1))
                    .isCloseTo((7 * 0.5623413252 + 0.75) / 8, within(1e-9));
            rolled(env, 0.04, 0, 0.02);
            assertThat(TasksTest.reward(env, 1, 1, 1, 1, 1)).isCloseTo((7 + 0.75) / 8, within(1e-12));
        }
    }

    /** The torso at (1, 2, 3), rolled, and the target so far from the mouth to the right, up and forward. */
    private static void rolled(SuiteEnv env, double right, double up, double forward) {
        double half = Math.sqrt(3) / 2;
        env.data().mocapPos().copyFrom(new double[] {
            1 + right / 2 + up * half, 2.0745 + forward, 3 - right * half + up / 2
        });
        double[] qpos = {1, 2, 3, half, 0, 0.5, 0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7};
        TasksTest.at(env, qpos, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13);
    }

    @Test
    void reset_bounds() {
        for (int i = 0; i < 3; i++) {
            int axis = i;
            assertThat(ResetTest.over("fish-swim", 10, data -> Math.abs(data.qpos().get(axis))).getMax()).isZero();
            ResetTest.assertUniform(ResetTest.over("fish-swim", 2000, data -> data.mocapPos().get(axis)),
                    axis == 2 ? 0.1 : -0.4, axis == 2 ? 0.3 : 0.4);
        }
        for (int i = 7; i < 14; i++) {
            int joint = i;
            ResetTest.assertUniform(
                    ResetTest.over("fish-swim", 2000, data -> data.qpos().get(joint)), -0.2, 0.2);
        }
    }

    /** Unit quaternions whose components have mean 0 and mean square 1/4; what is up is uniform in [-1, 1]. */
    @Test
    void reset_orientation() {
        DoubleSummaryStatistics norm = ResetTest.over("fish-swim", 200, FishTest::norm);
        assertThat(norm.getMin()).isCloseTo(1, within(1e-12));
        assertThat(norm.getMax()).isCloseTo(1, within(1e-12));
        for (int i = 3; i < 7; i++) {
            int component = i;
            assertThat(ResetTest.over("fish-swim", 2000, data -> data.qpos().get(component)).getAverage())
                    .isCloseTo(0, within(0.05));
            assertThat(ResetTest.over("fish-swim", 2000, data -> Math.pow(data.qpos().get(component), 2)).getAverage())
                    .isCloseTo(0.25, within(0.03));
        }
        ResetTest.assertUniform(ResetTest.over("fish-swim", 2000, data -> data.xmat().get(9 * 2 + 8)), -1, 1);
    }

    private static double norm(Data data) {
        double squares = 0;
        for (int i = 3; i < 7; i++) {
            squares += Math.pow(data.qpos().get(i), 2);
        }
        return Math.sqrt(squares);
    }

    /** As in Playground, the first observation shows the target where the model has it, the next where it is. */
    @Test
    void reset_firstObservationBeforeTarget() {
        try (SuiteEnv env = Suite.task("fish-swim").create()) {
            float[] observation = new float[24];
            env.reset(new Rng(1, 0), observation);
            // Lengths do not depend on the axes: from the mouth, 0.0745 m ahead, to (0, 0.4, 0.1).
            double[] ahead = {env.data().xmat().get(19), env.data().xmat().get(22), env.data().xmat().get(25)};
            assertThat(length(observation)).isCloseTo(distance(ahead, 0, 0.4, 0.1), within(1e-6));
            env.data().forward();
            env.task().observe(observation);
            double[] target = env.data().mocapPos().toArray();
            assertThat(length(observation))
                    .isCloseTo(distance(ahead, target[0], target[1], target[2]), within(1e-6));
        }
    }

    private static double length(float[] observation) {
        return Math.hypot(Math.hypot(observation[8], observation[9]), observation[10]);
    }

    private static double distance(double[] ahead, double x, double y, double z) {
        return Math.hypot(Math.hypot(x - 0.0745 * ahead[0], y - 0.0745 * ahead[1]), z - 0.0745 * ahead[2]);
    }
}
