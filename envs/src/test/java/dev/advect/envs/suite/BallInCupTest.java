package dev.advect.envs.suite;

import dev.advect.mujoco.Model;
import dev.advect.mujoco.layout.ModelField;
import dev.advect.random.Rng;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class BallInCupTest {

    /** Of Playground's {@code ball_in_cup.xml}, compiled. */
    @Test
    void model_figures() {
        try (Model model = ModelsTest.publicModel("ball_in_cup.xml")) {
            assertThat(ModelsTest.sizes(model)).containsExactly(4, 4, 2, 3, 7);
            assertThat(model.timestep()).isEqualTo(0.002);
            assertThat(model.options().iterations()).isEqualTo(1);
            assertThat(model.options().disableflags()).isZero();
            ModelsTest.assertView(model.bodyMass(), 0, 0.0651529142, 0.0654498469);
            ModelsTest.assertView(model.bodyInertia(), 0, 0, 0,
                    0.00019165560, 0.00011928273, 7.4389149e-05, 1.6362462e-05, 1.6362462e-05, 1.6362462e-05);
            ModelsTest.assertView(model.doubles(ModelField.BODY_IPOS), 0, 0, 0, 0, 0, -0.063403479, 0, 0, 0);
            ModelsTest.assertView(model.jntStiffness(), 20, 20, 0, 0);
            ModelsTest.assertView(model.dofDamping(), 3, 3, 0, 0);
            ModelsTest.assertView(model.doubles(ModelField.TENDON_RANGE), 0, 0.3);
            ModelsTest.assertView(model.geomSize(), 0.6, 0.2, 10, 0.008, 0.0375, 0, 0.008, 0.01767766953, 0,
                    0.008, 0.025, 0, 0.008, 0.01767766953, 0, 0.008, 0.0375, 0, 0.025, 0, 0);
            ModelsTest.assertView(model.doubles(ModelField.SITE_SIZE),
                    0.005, 0.005, 0.005, 0.05, 0.006, 0.05, 0.005, 0.005, 0.005);
            assertThat(ModelsTest.gears(model)).containsExactly(5, 5);
            ModelsTest.assertControlRange(model);
        }
    }

    /** A sphere of 0.025 m and 1000 kg/m³. */
    @Test
    void model_inverseWeightOfBall() {
        try (SuiteEnv env = Suite.task("ball-in-cup").create()) {
            double mass = 1000 * 4.0 / 3 * Math.PI * Math.pow(0.025, 3);
            assertThat(env.model().doubles(ModelField.BODY_INVWEIGHT0).get(4)).isCloseTo(1 / mass, within(1e-9));
        }
    }

    @Test
    void observation_positionsThenVelocities() {
        try (SuiteEnv env = Suite.task("ball-in-cup").create()) {
            TasksTest.at(env, new double[] {0.1, 0.05, 0.12, -0.1}, 1, -2, 3, -4);
            TasksTest.assertClose(TasksTest.observation(env), 0.1, 0.05, 0.12, -0.1, 1, -2, 3, -4);
        }
    }

    /** The cup is at (0.1, 0.65), its target 0.05 below, the ball's place in the model (0, 0.2). */
    @ParameterizedTest
    @CsvSource({
        "0, 0, 1", "0.024, 0.024, 1", "-0.024, -0.024, 1", "0.026, 0, 0", "-0.026, 0, 0", "0, 0.026, 0", "0, -0.026, 0"
    })
    void reward_ballFromTarget(double x, double z, double expected) {
        try (SuiteEnv env = Suite.task("ball-in-cup").create()) {
            TasksTest.at(env, new double[] {0.1, 0.05, 0.1 + x, 0.4 + z}, 1, 1, 1, 1);
            assertThat(TasksTest.reward(env, 1, 1)).isEqualTo(expected);
        }
    }

    @Test
    void reset_alwaysAlike() {
        try (SuiteEnv env = Suite.task("ball-in-cup").create()) {
            float[] observation = new float[8];
            for (int seed = 0; seed < 3; seed++) {
                env.reset(new Rng(seed, 0), observation);
                assertThat(observation).containsOnly(0);
                assertThat(env.data().ncon()).isZero();
                env.data().ctrl().fill(1);
                env.data().step(50);
            }
        }
    }
}
