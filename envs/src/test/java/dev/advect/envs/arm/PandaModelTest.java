package dev.advect.envs.arm;

import dev.advect.mujoco.Data;
import dev.advect.mujoco.Model;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class PandaModelTest {
    private static final double[] START = {
        0, Math.PI / 16, 0, -5 * Math.PI / 6, 0, Math.PI - 0.2, Math.PI / 4, 0.020833, -0.020833
    };
    private static final double[] TORQUES = {2, -25, 1, 20, -1, 2, 0.3, 0.04, -0.04};

    /** Where MuJoCo 3.14.0 takes arm and fingers in 250 steps under constant torques, away from everything. */
    private static final double[] AFTER_HALF_A_SECOND = {
        0.07380444901080037, 0.9517575003609386, 0.02632279243493487, -1.1499150846505743, -0.23654672994951242,
        2.0218870365614157, 1.0787545995602266, 0.039094760778742695, -0.03881830924456715
    };

    @Test
    void step_freeMotion_isThatOfEveryMujoco() {
        try (Model model = Model.fromXml(Episode.task("lift").xml());
                Data data = model.newData()) {
            for (int i = 0; i < START.length; i++) {
                data.qpos().set(i, START[i]);
                data.ctrl().set(i, TORQUES[i]);
            }
            data.step(250);
            for (int i = 0; i < START.length; i++) {
                assertThat(data.qpos().get(i)).isCloseTo(AFTER_HALF_A_SECOND[i], within(1e-6));
            }
        }
    }

    /** At its start the arm of 18 kg needs torques against gravity at the joints whose axes lie flat, and no others. */
    @Test
    void bias_atTheStart_isGravity() {
        try (Model model = Model.fromXml(Episode.task("lift").xml());
                Data data = model.newData()) {
            for (int i = 0; i < START.length; i++) {
                data.qpos().set(i, START[i]);
            }
            data.forward();
            Panda panda = new Panda(data, "robot0");
            double[] expected = {0, -24.6721683, 0, 12.4923418, 0, 2.4540625, 0};
            for (int i = 0; i < expected.length; i++) {
                assertThat(panda.bias.get(panda.firstDof + i)).isCloseTo(expected[i], within(1e-6));
            }
        }
    }

    /** Straight up, the grip point is 0.333 + 0.316 + 0.384 m above the base, less 0.1065 + 0.097 that hang down, 0.088 ahead. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.5})
    void kinematics_stretchedUp_byHand(double yaw) {
        try (Model model = Model.fromXml(Episode.task("lift").xml());
                Data data = model.newData()) {
            double[] pose = {yaw, 0, 0, 0, 0, 0, 0};
            for (int i = 0; i < pose.length; i++) {
                data.qpos().set(i, pose[i]);
            }
            data.forward();
            Panda panda = new Panda(data, "robot0");
            assertThat(panda.grip(0)).isCloseTo(-0.56 + 0.088 * Math.cos(yaw), within(1e-6));
            assertThat(panda.grip(1)).isCloseTo(0.088 * Math.sin(yaw), within(1e-6));
            assertThat(panda.grip(2)).isCloseTo(0.912 + 0.333 + 0.316 + 0.384 - 0.1065 - 0.097, within(1e-6));
        }
    }
}
