package dev.advect.envs.suite;

import dev.advect.mujoco.Model;
import dev.advect.mujoco.layout.ModelField;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class AcrobotTest {

    /** Of Playground's {@code acrobot.xml}, compiled. */
    @Test
    void model_figures() {
        try (Model model = ModelsTest.publicModel("acrobot.xml")) {
            assertThat(ModelsTest.sizes(model)).containsExactly(2, 2, 1, 3, 4);
            assertThat(model.timestep()).isEqualTo(0.01);
            assertThat(model.options().iterations()).isEqualTo(2);
            assertThat(model.options().disableflags()).isEqualTo(1);
            ModelsTest.assertView(model.bodyMass(), 0, 1, 1);
            ModelsTest.assertView(model.bodyInertia(), 0, 0, 0, 0.0955703125, 0.0955703125, 0.001234375,
                    0.0953036571, 0.0953036571, 0.0011857755);
            ModelsTest.assertView(model.doubles(ModelField.BODY_IPOS), 0, 0, 0, 0, 0, 0.5, 0, 0, 0.5);
            ModelsTest.assertView(model.dofDamping(), 0.05, 0.05);
            ModelsTest.assertView(model.doubles(ModelField.SITE_SIZE), 0.2, 0.005, 0.005, 0.01, 0.005, 0.005);
            assertThat(ModelsTest.gears(model)).containsExactly(2);
            ModelsTest.assertControlRange(model);
        }
    }

    @Test
    void observation_bentArms() {
        try (SuiteEnv env = Suite.task("acrobot-swingup").create()) {
            TasksTest.at(env, new double[] {Math.PI / 6, Math.PI / 3}, 3, -4);
            TasksTest.assertClose(TasksTest.observation(env), 0.5, 1, 0.8660254037844386, 0, 3, -4);
        }
    }

    /** Straight arms at the angle a from upright: the tip is 4 sin(a/2) from the target. */
    @Test
    void reward_straightArms() {
        try (SuiteEnv env = Suite.task("acrobot-swingup").create();
                SuiteEnv sparse = Suite.task("acrobot-swingup-sparse").create()) {
            // 0.7 m away, 0.5 beyond the radius: 0.1^(0.5²) = 0.5623413252
            assertThat(rewardAtDistance(env, 0.7)).isCloseTo(0.5623413252, within(1e-9));
            assertThat(rewardAtDistance(sparse, 0.7)).isZero();
            assertThat(rewardAtDistance(env, 0.199)).isEqualTo(1);
            assertThat(rewardAtDistance(sparse, 0.199)).isEqualTo(1);
            assertThat(rewardAtDistance(env, 0.201)).isLessThan(1).isGreaterThan(0.99);
            assertThat(rewardAtDistance(sparse, 0.201)).isZero();
        }
    }

    private static double rewardAtDistance(SuiteEnv env, double distance) {
        TasksTest.at(env, new double[] {2 * Math.asin(distance / 4), 0}, 5, 5);
        return TasksTest.reward(env, 1);
    }

    @Test
    void reset_bounds() {
        for (int i = 0; i < 2; i++) {
            int joint = i;
            ResetTest.assertUniform(
                    ResetTest.over("acrobot-swingup", 2000, data -> data.qpos().get(joint)), -Math.PI, Math.PI);
            assertThat(ResetTest.over("acrobot-swingup", 10, data -> data.qvel().get(joint)).getMax()).isZero();
        }
    }
}
