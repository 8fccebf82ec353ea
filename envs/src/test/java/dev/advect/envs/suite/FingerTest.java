package dev.advect.envs.suite;

import dev.advect.mujoco.Data;
import dev.advect.mujoco.DoubleView;
import dev.advect.mujoco.Model;
import dev.advect.mujoco.layout.ModelField;
import dev.advect.random.Rng;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class FingerTest {
    private static final double HANGING = -Math.PI / 2;

    /** Of Playground's {@code finger.xml}, compiled. */
    @Test
    void model_figures() {
        try (Model model = ModelsTest.publicModel("finger.xml")) {
            assertThat(ModelsTest.sizes(model)).containsExactly(3, 3, 2, 5, 8);
            assertThat(model.nsensordata()).isEqualTo(22);
            assertThat(model.timestep()).isEqualTo(0.005);
            assertThat(model.options().iterations()).isEqualTo(2);
            assertThat(model.options().cone()).isZero();
            assertThat(model.options().disableflags()).isEqualTo(ModelsTest.noGravity());
            ModelsTest.assertView(model.qpos0(), HANGING, 0, 0);
            ModelsTest.assertView(model.bodyMass(), 0, 0.8334519647, 0.6867814757, 2.4588198502, 0);
            ModelsTest.assertView(model.bodyInertia(), 0, 0, 0,
                    0.0037298995, 0.0037121624, 0.00041329216,
                    0.0024333385, 0.0024333385, 0.00026347384,
                    0.0127042656, 0.0118310076, 0.0028167311, 0, 0, 0);
            ModelsTest.assertView(model.doubles(ModelField.BODY_IPOS), 0, 0, 0, 0, 0, -0.0605550028,
                    0, 0, -0.0991457973, 0, 0, 0, 0, 0, 0.4);
            ModelsTest.assertView(model.jntRange(), -1.9198621772, 1.9198621772, -1.9198621772, 1.9198621772, 0, 0);
            ModelsTest.assertView(model.dofDamping(), 2.5, 2.5, 0.5);
            ModelsTest.assertView(model.doubles(ModelField.DOF_FRICTIONLOSS), 0, 0, 0.1);
            ModelsTest.assertView(model.doubles(ModelField.GEOM_SOLIMP).slice(0, 3), 0, 0.9, 0.01);
            ModelsTest.assertView(model.doubles(ModelField.SITE_SIZE),
                    0.025, 0.03, 0.025, 0.025, 0.03, 0.025, 0.02, 0.005, 0.005, 0.03, 0.005, 0.005);
            assertThat(model.ints(ModelField.GEOM_CONTYPE).toArray()).containsExactly(1, 0, 1, 0, 1, 1, 1, 0);
            assertThat(ModelsTest.gears(model)).containsExactly(30, 15);
            ModelsTest.assertControlRange(model);
        }
    }

    /** What the tasks change of the model; damping stays at the joints, where Euler's method takes it implicitly. */
    @ParameterizedTest
    @CsvSource({"finger-spin, 0.03, 0.03", "finger-turn-easy, 0.5, 0.07", "finger-turn-hard, 0.5, 0.03"})
    void model_ofTask(String name, double hingeDamping, double targetRadius) {
        try (SuiteEnv env = Suite.task(name).create()) {
            ModelsTest.assertView(env.model().dofDamping(), 2.5, 2.5, hingeDamping);
            assertThat(env.model().doubles(ModelField.SITE_SIZE).get(9)).isEqualTo(targetRadius);
            assertThat(env.model().ntendon()).isZero();
        }
    }

    @Test
    void spin_observationAndReward() {
        try (SuiteEnv env = Suite.task("finger-spin").create()) {
            TasksTest.at(env, new double[] {HANGING, 0.1, Math.PI / 6}, 1, -2, -15.1);
            TasksTest.assertClose(TasksTest.observation(env),
                    HANGING, 0.1, -0.13 / 2, 0.13 * Math.sqrt(3) / 2, 1, -2, -15.1, 0, 0);
            assertThat(TasksTest.reward(env, 0, 0)).isEqualTo(1);
            for (double velocity : new double[] {-14.9, 0, 15.1}) {
                TasksTest.at(env, new double[] {HANGING, 0, 0}, 0, 0, velocity);
                assertThat(TasksTest.reward(env, 0, 0)).isZero();
            }
        }
    }

    /** The finger lies along x, its tip 0.03 m in the upright body: both sensors, either side of the tip, feel it. */
    @Test
    void spin_touch() {
        try (SuiteEnv env = Suite.task("finger-spin").create()) {
            TasksTest.at(env, new double[] {0, 0, 0}, 1, 0, 0);
            float[] observation = TasksTest.observation(env);
            assertThat(env.data().ncon()).isPositive();
            for (int i = 0; i < 2; i++) {
                double force = env.data().sensor(i == 0 ? "touchtop" : "touchbottom").get(0);
                assertThat(force).isPositive();
                assertThat((double) observation[7 + i]).isCloseTo(Math.log(1 + force), within(1e-6));
            }
        }
    }

    /** Positions by the sensors, as Playground has them, belong to the beginning of the last physics step. */
    @Test
    void observation_sensorsOneStepOld() {
        try (SuiteEnv env = Suite.task("finger-spin").create()) {
            TasksTest.at(env, new double[] {HANGING, 0, 0}, 0, 0, 1);
            env.data().step();
            float[] observation = TasksTest.observation(env);
            assertThat(observation[2]).isZero();
            assertThat(env.data().qpos().get(2)).isPositive();
            assertThat((double) observation[6]).isCloseTo(env.data().qvel().get(2), within(1e-6)).isLessThan(1);
        }
    }

    /** A target straight above the hinge, the body's tip beside it on the circle: a chord of 0.26 sin(a/2). */
    @ParameterizedTest
    @CsvSource({"0.5, 0.06432502943, 1, 0", "-0.2, 0.02595668333, 1, 1", "0.6, 0.07683525372, 0, 0"})
    void turn_observationAndReward(double angle, double chord, double rewardEasy, double rewardHard) {
        try (SuiteEnv easy = Suite.task("finger-turn-easy").create();
                SuiteEnv hard = Suite.task("finger-turn-hard").create()) {
            for (SuiteEnv env : new SuiteEnv[] {easy, hard}) {
                env.data().mocapPos().set(0, 0.2);
                env.data().mocapPos().set(2, 0.53);
                TasksTest.at(env, new double[] {HANGING, 0.1, angle}, 1, -2, 3);
                double radius = env == easy ? 0.07 : 0.03;
                TasksTest.assertClose(TasksTest.observation(env), HANGING, 0.1, -0.13 * Math.sin(angle),
                        0.13 * Math.cos(angle), 1, -2, 3, 0, 0, 0, 0.13, chord - radius);
            }
            assertThat(TasksTest.reward(easy, 0, 0)).isEqualTo(rewardEasy);
            assertThat(TasksTest.reward(hard, 0, 0)).isEqualTo(rewardHard);
        }
    }

    @ParameterizedTest
    @CsvSource({"finger-spin", "finger-turn-hard"})
    void reset_joints(String name) {
        double limit = Math.toRadians(110);
        ResetTest.assertUniform(ResetTest.over(name, 2000, data -> data.qpos().get(0)), -limit, limit);
        ResetTest.assertUniform(ResetTest.over(name, 2000, data -> data.qpos().get(1)), -limit, limit);
        ResetTest.assertUniform(ResetTest.over(name, 2000, data -> data.qpos().get(2)), -Math.PI, Math.PI);
        assertThat(ResetTest.over(name, 10, data -> Math.abs(data.qvel().get(2))).getMax()).isZero();
    }

    @Test
    void reset_target() {
        ResetTest.assertUniform(ResetTest.over("finger-turn-easy", 2000, FingerTest::targetAngle), -Math.PI, Math.PI);
        double distance = ResetTest.over("finger-turn-easy", 100, data -> {
            DoubleView target = data.mocapPos();
            return Math.hypot(target.get(0) - 0.2, target.get(2) - 0.4);
        }).getMax();
        assertThat(distance).isCloseTo(0.13, within(1e-12));
    }

    private static double targetAngle(Data data) {
        return Math.atan2(data.mocapPos().get(0) - 0.2, data.mocapPos().get(2) - 0.4);
    }

    /** As in Playground, the first observation shows the target where the model has it, the next where it is. */
    @Test
    void reset_firstObservationBeforeTarget() {
        try (SuiteEnv env = Suite.task("finger-turn-easy").create()) {
            float[] observation = new float[12];
            env.reset(new Rng(1, 0), observation);
            assertThat((double) observation[9]).isCloseTo(-0.2, within(1e-6));
            assertThat((double) observation[10]).isCloseTo(0, within(1e-6));
            env.data().forward();
            env.task().observe(observation);
            assertThat((double) observation[9]).isCloseTo(0.13 * Math.sin(targetAngle(env.data())), within(1e-6));
            assertThat((double) observation[10]).isCloseTo(0.13 * Math.cos(targetAngle(env.data())), within(1e-6));
        }
    }
}
