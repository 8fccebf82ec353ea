package dev.advect.envs.suite;

import dev.advect.mujoco.Data;
import org.junit.jupiter.api.Test;

import static dev.advect.envs.suite.TasksTest.assertClose;
import static dev.advect.envs.suite.TasksTest.at;
import static dev.advect.envs.suite.TasksTest.observation;
import static dev.advect.envs.suite.TasksTest.reward;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Hopper, walker and humanoid in states for which observation and reward were worked out by hand. */
class LocomotionTasksTest {
    /** 0.1^(1/4): a Gaussian tolerance half way to its margin. */
    private static final double HALF_WAY = 0.5623413251903491;

    private static final int HUMANOID_NQ = 28;
    private static final int HUMANOID_NV = 27;

    @Test
    void hopper_observation() {
        try (SuiteEnv env = Suite.task("hopper-stand").create()) {
            at(env, new double[] {7, 0.5, 0.1, -0.2, -0.3, 0.4, 0.5}, 1, -2, 3, -4, 5, -6, 7);
            assertClose(observation(env), 0.5, 0.1, -0.2, -0.3, 0.4, 0.5, 1, -2, 3, -4, 5, -6, 7, 0, 0);
        }
    }

    /** What toe and heel feel is all that the ground pushes up with, as the solver has it. */
    @Test
    void hopper_touchCarriesTheWeight() {
        try (SuiteEnv env = Suite.task("hopper-stand").create()) {
            // The sole of the straight leg lies 0.9 + 0.04 m below the torso's frame, which begins 1 m high.
            at(env, new double[] {0, -0.062, 0, 0, 0, 0.1, -0.1}, new double[7]);
            Data data = env.data();
            assertThat(data.ncon()).isEqualTo(2);
            double up = data.qfrcConstraint().get(1);
            float[] observation = observation(env);
            assertThat(up).isGreaterThan(10);
            assertThat(observation[13]).isPositive();
            assertThat(Math.expm1(observation[13]) + Math.expm1(observation[14])).isCloseTo(up, within(1e-4 * up));
        }
    }

    /**
     * From the foot's centre of mass, that of the torso is at (-0.0375444794, 0.9788898368): its capsules of
     * 4.5153564657 and 0.3130270677 kg have it at (0.0074555206, 0.0788898368) from the torso's frame, and the foot at
     * (0.045, -0.9). Leaning by θ, it is 0.0375444794 sin θ + 0.9788898368 cos θ higher, 0.6 at 54.4267677°.
     */
    @Test
    void hopperStand_reward() {
        try (SuiteEnv env = Suite.task("hopper-stand").create()) {
            at(env, new double[] {0, 0.3, Math.toRadians(54.4267), 0, 0, 0, 0}, 9, 0, 0, 0, 0, 0, 0);
            assertThat(reward(env, 0, 0, 0, 0)).isEqualTo(1);
            // The mean of 1, 1, 0.75 and 0 is 0.6875.
            assertThat(reward(env, 0, 0, -0.5f, 1)).isCloseTo(4.6875 / 5, within(1e-12));
            at(env, new double[] {0, 0.3, Math.toRadians(54.4268), 0, 0, 0, 0}, new double[7]);
            assertThat(reward(env, 0, 0, 0, 0)).isZero();
        }
    }

    @Test
    void hopperHop_reward() {
        try (SuiteEnv env = Suite.task("hopper-hop").create()) {
            double[] upright = {0, 0.3, 0, 0, 0, 0, 0};
            at(env, upright, 0.5, 0, 0, 0, 0, 0, 0);
            assertThat(reward(env, 1, 1, 1, 1)).isCloseTo(0.25, within(1e-12));
            at(env, upright, 2.5, 0, 0, 0, 0, 0, 0);
            assertThat(reward(env, 0, 0, 0, 0)).isEqualTo(1);
            at(env, upright, -1, 0, 0, 0, 0, 0, 0);
            assertThat(reward(env, 0, 0, 0, 0)).isZero();
            at(env, new double[] {0, 0.3, Math.PI, 0, 0, 0, 0}, 2.5, 0, 0, 0, 0, 0, 0);
            assertThat(reward(env, 0, 0, 0, 0)).isZero();
        }
    }

    /** The joints turn the other way than the torso: links lean by pitch - hip - knee - ankle. */
    @Test
    void walker_observation() {
        try (SuiteEnv env = Suite.task("walker-walk").create()) {
            at(env, new double[] {0.3, 7, Math.PI / 3, 0.2, -0.5, 0.4, 1.2, -0.7, -0.1},
                    1, 2, 3, -4, 5, -6, 7, -8, 9);
            double pitch = Math.PI / 3;
            double[] lean = {pitch, pitch - 0.2, pitch + 0.3, pitch - 0.1, pitch - 1.2, pitch - 0.5, pitch - 0.4};
            double[] expected = new double[24];
            for (int i = 0; i < lean.length; i++) {
                expected[2 * i] = Math.cos(lean[i]);
                expected[2 * i + 1] = Math.sin(lean[i]);
            }
            expected[14] = 0.5;
            System.arraycopy(new double[] {1, 2, 3, -4, 5, -6, 7, -8, 9}, 0, expected, 15, 9);
            assertClose(observation(env), expected);
        }
    }

    @Test
    void walkerStand_reward() {
        try (SuiteEnv env = Suite.task("walker-stand").create()) {
            at(env, new double[9], 0, 5, 0, 0, 0, 0, 0, 0, 0);
            assertThat(reward(env, 1, 1, 1, 1, 1, 1)).isEqualTo(1);
            // 0.9 m high, half way to the margin; leaning by 60°: (1 + 0.5)/2
            at(env, new double[] {-0.4, 0, Math.PI / 3, 0, 0, 0, 0, 0, 0}, new double[9]);
            assertThat(reward(env, 0, 0, 0, 0, 0, 0)).isCloseTo((3 * HALF_WAY + 0.75) / 4, within(1e-12));
            // upside down
            at(env, new double[] {0, 0, Math.PI, 0, 0, 0, 0, 0, 0}, new double[9]);
            assertThat(reward(env, 0, 0, 0, 0, 0, 0)).isCloseTo(0.75, within(1e-12));
        }
    }

    @Test
    void walkerWalkAndRun_reward() {
        try (SuiteEnv walk = Suite.task("walker-walk").create();
                SuiteEnv run = Suite.task("walker-run").create()) {
            for (SuiteEnv env : new SuiteEnv[] {walk, run}) {
                at(env, new double[9], 0, 0.6, 0, 0, 0, 0, 0, 0, 0);
            }
            assertThat(reward(walk, 0, 0, 0, 0, 0, 0)).isCloseTo((5 * 0.6 + 1) / 6, within(1e-12));
            assertThat(reward(run, 0, 0, 0, 0, 0, 0)).isCloseTo((5 * 0.075 + 1) / 6, within(1e-12));
            for (SuiteEnv env : new SuiteEnv[] {walk, run}) {
                at(env, new double[9], 0, 9, 0, 0, 0, 0, 0, 0, 0);
                assertThat(reward(env, 0, 0, 0, 0, 0, 0)).isCloseTo(1, within(1e-12));
                at(env, new double[9], 0, -1, 0, 0, 0, 0, 0, 0, 0);
                assertThat(reward(env, 0, 0, 0, 0, 0, 0)).isCloseTo(1.0 / 6, within(1e-12));
            }
        }
    }

    /**
     * The pose of the model, tipped forward by 60°, which the positions seen from the torso do not show. The hands are at
     * (0, ±0.17, 0.06) + (0.18, ±0.18, -0.18) + (0.18, ∓0.18, 0.18) from it. Down the spine two joints lean by
     * -2 atan 0.002 = -0.0039999893 each: the feet are at (-0.01, 0, -0.26) + 0.165 (0.0039999787, 0, -0.9999920001)
     * + 0.833 (0.0079998933, 0, -0.9999680003) in x and z, and at ±0.09 in y.
     */
    @Test
    void humanoid_observation() {
        try (SuiteEnv env = Suite.task("humanoid-walk").create()) {
            double[] qpos = humanoid(1.3, Math.PI / 3);
            double[] qvel = new double[HUMANOID_NV];
            for (int i = 0; i < 3; i++) {
                qvel[i] = i + 0.5; // the whole body moves so
            }
            at(env, qpos, qvel);
            double[] expected = new double[67];
            expected[21] = 1.3 + 0.19 * 0.5;
            double footX = -0.01 + 0.165 * 0.0039999787 + 0.833 * 0.0079998933;
            double footZ = -0.26 - 0.165 * 0.9999920001 - 0.833 * 0.9999680003;
            System.arraycopy(new double[] {
                0.36, 0.17, 0.06, footX, 0.09, footZ, 0.36, -0.17, 0.06, footX, -0.09, footZ,
                -Math.sin(Math.PI / 3), 0, 0.5,
                0.5, 1.5, 2.5
            }, 0, expected, 22, 18);
            System.arraycopy(qvel, 0, expected, 40, HUMANOID_NV);
            assertClose(observation(env), expected);

            for (int joint = 0; joint < 21; joint++) {
                qpos[7 + joint] = 0.01 * (joint - 10);
                qvel[6 + joint] = 0.1 * (joint - 10);
            }
            at(env, qpos, qvel);
            float[] observation = observation(env);
            for (int joint = 0; joint < 21; joint++) {
                assertThat(observation[joint]).isEqualTo((float) qpos[7 + joint]);
                assertThat(observation[46 + joint]).isEqualTo((float) qvel[6 + joint]);
            }
        }
    }

    @Test
    void humanoidStand_reward() {
        try (SuiteEnv env = Suite.task("humanoid-stand").create()) {
            at(env, humanoid(1.5, 0), new double[HUMANOID_NV]);
            assertThat(reward(env, new float[21])).isEqualTo(1);
            double[] qvel = new double[HUMANOID_NV];
            qvel[0] = -1;
            qvel[2] = 3;
            // Tipped by 60°, the head 1.225 m high, half way to the margin; so is the speed along x.
            at(env, humanoid(1.225 - 0.095, Math.PI / 3), qvel);
            float[] action = new float[21];
            action[3] = 1;
            action[20] = -0.5f;
            double control = (4 + (19 + 0.75) / 21) / 5;
            assertThat(reward(env, action)).isCloseTo(
                    HALF_WAY * (1.5 / 1.9) * (HALF_WAY + 1) / 2 * control, within(1e-9));
            at(env, humanoid(3, Math.PI), new double[HUMANOID_NV]);
            assertThat(reward(env, new float[21])).isCloseTo(0, within(1e-12));
        }
    }

    /** The direction does not matter. */
    @Test
    void humanoidWalkAndRun_reward() {
        try (SuiteEnv walk = Suite.task("humanoid-walk").create();
                SuiteEnv run = Suite.task("humanoid-run").create()) {
            double[] qvel = new double[HUMANOID_NV];
            qvel[0] = -0.3;
            qvel[1] = 0.4;
            at(walk, humanoid(1.5, 0), qvel);
            at(run, humanoid(1.5, 0), qvel);
            assertThat(reward(walk, new float[21])).isCloseTo(3.5 / 6, within(1e-9));
            assertThat(reward(run, new float[21])).isCloseTo(1.25 / 6, within(1e-9));
            qvel[0] = 6;
            qvel[1] = -8.1;
            at(run, humanoid(1.5, 0), qvel);
            assertThat(reward(run, new float[21])).isCloseTo(1, within(1e-12));
        }
    }

    /** The pose of the model with the torso so high, and tipped forward by an angle. */
    private static double[] humanoid(double height, double pitch) {
        double[] qpos = new double[HUMANOID_NQ];
        qpos[2] = height;
        qpos[3] = Math.cos(pitch / 2);
        qpos[5] = Math.sin(pitch / 2);
        return qpos;
    }
}
