package dev.advect.envs.suite;

import dev.advect.mujoco.Data;
import dev.advect.random.Rng;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;

import static dev.advect.envs.suite.ResetTest.assertUniform;
import static dev.advect.envs.suite.ResetTest.over;
import static org.assertj.core.api.Assertions.assertThat;

/** Where episodes of hopper, walker and humanoid start. */
class LocomotionResetTest {

    @ParameterizedTest
    @ValueSource(strings = {"hopper-stand", "hopper-hop", "walker-stand", "walker-walk", "walker-run"})
    void reset_planar_bounds(String name) {
        assertUniform(over(name, 2000, data -> data.qpos().get(2)), -Math.PI, Math.PI);
        assertThat(over(name, 10, data -> Math.hypot(data.qpos().get(0), data.qpos().get(1))).getMax()).isZero();
        assertThat(over(name, 10, LocomotionResetTest::motion).getMax()).isZero();
    }

    /** Degrees, in the order of the joints. */
    @Test
    void reset_hopper_joints() {
        assertJoints("hopper-hop", -30, 30, -170, 10, 5, 150, -45, 45);
    }

    @Test
    void reset_walker_joints() {
        assertJoints("walker-run", -20, 100, -150, 0, -45, 45, -20, 100, -150, 0, -45, 45);
    }

    @ParameterizedTest
    @ValueSource(strings = {"humanoid-stand", "humanoid-walk", "humanoid-run"})
    void reset_humanoid_poseOfTheModel(String name) {
        try (SuiteEnv env = Suite.task(name).create()) {
            float[] observation = new float[env.spec().observationSize()];
            Rng random = new Rng(1, 0);
            for (int i = 0; i < 3; i++) {
                env.reset(random, observation);
                assertThat(env.data().qpos().toArray()).isEqualTo(env.model().qpos0().toArray());
                assertThat(motion(env.data())).isZero();
                assertThat(env.data().ncon()).isZero();
                env.data().step(50);
            }
        }
    }

    private static void assertJoints(String name, double... degrees) {
        for (int i = 0; i < degrees.length; i += 2) {
            int joint = 3 + i / 2;
            assertUniform(over(name, 2000, data -> data.qpos().get(joint)),
                    Math.toRadians(degrees[i]), Math.toRadians(degrees[i + 1]));
        }
    }

    /** The sum of the absolute velocities. */
    private static double motion(Data data) {
        return Arrays.stream(data.qvel().toArray()).map(Math::abs).sum();
    }
}
