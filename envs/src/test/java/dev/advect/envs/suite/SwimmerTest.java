package dev.advect.envs.suite;

import dev.advect.mujoco.DoubleView;
import dev.advect.mujoco.Model;
import dev.advect.mujoco.Mujoco;
import dev.advect.mujoco.layout.ModelField;
import dev.advect.random.Rng;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class SwimmerTest {

    /** Of Playground's {@code swimmer.xml} with the five segments that {@code swimmer.py} adds, compiled. */
    @Test
    void model_figures() {
        try (Model model = ModelsTest.publicModel("swimmer.xml")) {
            assertThat(ModelsTest.sizes(model)).containsExactly(8, 8, 5, 8, 17);
            assertThat(model.nsensordata()).isEqualTo(48);
            assertThat(model.timestep()).isEqualTo(0.003);
            assertThat(model.options().iterations()).isEqualTo(4);
            assertThat(model.options().density()).isEqualTo(3000);
            assertThat(model.options().disableflags()).isEqualTo(16);
            // The target is a ball of 0.1 m and 1000 kg/m³ that nothing moves.
            ModelsTest.assertView(model.bodyMass(), 0, 0.01, 0.01, 0.01, 0.01, 0.01, 0.01, 4.1887902048);
            // MuJoCo 3 leaves the principal axes in the order of the body's, 2.2.2 sorts them.
            double[] sorted = {8.6666667e-06, 8.3366667e-06, 3.3666667e-07};
            double[] unsorted = {8.6666667e-06, 3.3666667e-07, 8.3366667e-06};
            for (int body = 1; body < 7; body++) {
                ModelsTest.assertView(model.bodyInertia().slice(3 * body, 3),
                        Mujoco.version().startsWith("2.") ? sorted : unsorted);
            }
            double limit = Math.PI / 3;
            ModelsTest.assertView(model.jntRange(), 0, 0, 0, 0, 0, 0, -limit, limit, -limit, limit, -limit, limit,
                    -limit, limit, -limit, limit);
            ModelsTest.assertView(model.dofDamping(), 0, 0, 0, 0, 0, 0, 0, 0);
            ModelsTest.assertView(model.dofArmature(), 0, 0, 0, 1e-6, 1e-6, 1e-6, 1e-6, 1e-6);
            ModelsTest.assertView(model.doubles(ModelField.JNT_SOLREF).slice(4, 4), 0.02, 1, 0.05, 1);
            assertThat(ModelsTest.gears(model)).containsExactly(5e-4, 5e-4, 5e-4, 5e-4, 5e-4);
            ModelsTest.assertControlRange(model);
        }
    }

    /**
     * Straight and turned by a right angle: the head's x axis is the world's y, its y axis the world's -x. It turns
     * about a point 0.05 m from its centre at 2 rad/s and drifts along the world's x at 0.5 m/s; the last joint turns
     * at 1 rad/s more.
     */
    @Test
    void observation_inAxesOfLinks() {
        try (SuiteEnv env = Suite.task("swimmer-6").create()) {
            turned(env, 0.21, -0.28);
            TasksTest.assertClose(TasksTest.observation(env), 0, 0, 0, 0, 0, 0.21, -0.28,
                    -0.1, -0.5, 2, -0.3, -0.5, 2, -0.5, -0.5, 2, -0.7, -0.5, 2, -0.9, -0.5, 2, -1.15, -0.5, 3);
        }
    }

    @Test
    void observation_joints() {
        try (SuiteEnv env = Suite.task("swimmer-6").create()) {
            TasksTest.at(env, new double[] {1, 2, 3, 0.1, -0.2, 0.3, -0.4, 0.5}, 0, 0, 0, 0, 0, 0, 0, 0);
            float[] observation = TasksTest.observation(env);
            assertThat(observation).startsWith(0.1f, -0.2f, 0.3f, -0.4f, 0.5f).hasSize(25);
        }
    }

    @Test
    void reward_byDistance() {
        try (SuiteEnv env = Suite.task("swimmer-6").create()) {
            // 0.35 m away, 0.25 beyond the radius: 1/(1 + 1.5²)
            turned(env, 0.21, -0.28);
            assertThat(TasksTest.reward(env, 1, 1, 1, 1, 1)).isCloseTo(1 / 3.25, within(1e-9));
            turned(env, -0.06, 0.079);
            assertThat(TasksTest.reward(env, 1, 1, 1, 1, 1)).isEqualTo(1);
        }
    }

    /** The neck at (0.3, -0.2), the target so far from the nose, 0.01 m before the neck, in the head's axes. */
    private static void turned(SuiteEnv env, double x, double y) {
        env.data().mocapPos().set(0, 0.31 - y);
        env.data().mocapPos().set(1, -0.2 + x);
        TasksTest.at(env, new double[] {0.3, -0.15, Math.PI / 2, 0, 0, 0, 0, 0}, 0.5, 0, 2, 0, 0, 0, 0, 1);
    }

    @Test
    void reset_bounds() {
        ResetTest.assertUniform(ResetTest.over("swimmer-6", 2000, data -> data.qpos().get(2)), -Math.PI, Math.PI);
        for (int i = 3; i < 8; i++) {
            int joint = i;
            ResetTest.assertUniform(ResetTest.over("swimmer-6", 2000, data -> data.qpos().get(joint)),
                    -Math.PI / 3, Math.PI / 3);
        }
        assertThat(ResetTest.over("swimmer-6", 10, data -> Math.abs(data.qpos().get(0))).getMax()).isZero();
        assertThat(ResetTest.over("swimmer-6", 10, data -> Math.abs(data.qpos().get(1))).getMax()).isZero();
    }

    /** In the smaller square: a fifth of the targets, and of the others (0.3/2)². */
    @Test
    void reset_target() {
        assertThat(ResetTest.over("swimmer-6", 2000, data -> data.mocapPos().get(0)).getMax()).isBetween(1.9, 2.0);
        assertThat(ResetTest.over("swimmer-6", 2000, data -> data.mocapPos().get(1)).getMin()).isBetween(-2.0, -1.9);
        assertThat(ResetTest.over("swimmer-6", 10, data -> data.mocapPos().get(2)).getMin()).isEqualTo(0.05);
        double near = ResetTest.over("swimmer-6", 2000, data -> isNear(data.mocapPos()) ? 1 : 0).getAverage();
        assertThat(near).isCloseTo(0.218, within(0.03));
    }

    private static boolean isNear(DoubleView target) {
        return Math.abs(target.get(0)) < 0.3 && Math.abs(target.get(1)) < 0.3;
    }

    /** As in Playground, the first observation shows the target where the model has it, at (1, 1). */
    @Test
    void reset_firstObservationBeforeTarget() {
        try (SuiteEnv env = Suite.task("swimmer-6").create()) {
            float[] observation = new float[25];
            env.reset(new Rng(1, 0), observation);
            double heading = env.data().qpos().get(2);
            // The neck stays where it is; the nose lies 0.01 m beyond it, opposite the head's y axis.
            double noseX = 0.01 * Math.sin(heading);
            double noseY = -0.05 - 0.01 * Math.cos(heading);
            assertThat(Math.hypot(observation[5], observation[6]))
                    .isCloseTo(Math.hypot(1 - noseX, 1 - noseY), within(1e-6));
            env.data().forward();
            env.task().observe(observation);
            assertThat(Math.hypot(observation[5], observation[6])).isCloseTo(
                    Math.hypot(env.data().mocapPos().get(0) - noseX, env.data().mocapPos().get(1) - noseY),
                    within(1e-6));
        }
    }
}
