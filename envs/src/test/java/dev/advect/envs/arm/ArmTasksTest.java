package dev.advect.envs.arm;

import dev.advect.env.ObservationPart;
import dev.advect.env.Step;
import dev.advect.envs.Saved;
import dev.advect.mujoco.Data;
import dev.advect.mujoco.Mujoco;
import dev.advect.mujoco.ObjectType;
import dev.advect.random.Rng;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.util.Arrays;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** What holds for every manipulation task. */
class ArmTasksTest {

    static Set<String> names() {
        return ArmTasks.all().keySet();
    }

    @ParameterizedTest
    @CsvSource({"lift, 19, 7, 400, 16, 15", "can, 23, 7, 400, 16, 15", "square, 23, 7, 400, 16, 15",
        "transport, 59, 14, 700, 39, 36"})
    void shapes(String name, int observed, int actions, int steps, int nq, int nv) {
        try (ArmEnv env = Episode.task(name).create()) {
            assertThat(env.spec().observationSize()).isEqualTo(observed);
            assertThat(env.spec().actionSize()).isEqualTo(actions);
            assertThat(env.spec().episodeSteps()).isEqualTo(steps);
            assertThat(env.spec().controlSeconds()).isEqualTo(0.05);
            assertThat(env.model().timestep() * env.spec().physicsSteps()).isCloseTo(0.05, within(1e-15));
            assertThat(env.model().nq()).isEqualTo(nq);
            assertThat(env.model().nv()).isEqualTo(nv);
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void physics_isRecorded(String name) {
        try (Episode episode = new Episode(name, 0)) {
            assertThat(episode.env.physics()).isEqualTo("MuJoCo " + Mujoco.version());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "square, 'robot0_eef_pos 3, robot0_eef_quat 4, robot0_gripper_qpos 2, object 14'",
        "lift-until-success, 'robot0_eef_pos 3, robot0_eef_quat 4, robot0_gripper_qpos 2, object 10'",
        "transport, 'robot0_eef_pos 3, robot0_eef_quat 4, robot0_gripper_qpos 2, robot1_eef_pos 3, robot1_eef_quat 4, "
                + "robot1_gripper_qpos 2, object 41'"
    })
    void spec_namesTheParts(String name, String parts) {
        assertThat(ObservationPart.describe(Episode.task(name).spec().observationParts())).isEqualTo(parts);
    }

    @ParameterizedTest
    @MethodSource("names")
    void load_midEpisode_continuesBitForBit(String name) throws IOException {
        try (Episode one = new Episode(name, 1);
                Episode other = new Episode(name, 2)) {
            Rng random = new Rng(3, 0);
            for (int t = 0; t < 10; t++) {
                one.steps(1, random.doubles(one.action.length, -1, 1).toArray());
            }
            byte[] saved = Saved.of(one.env);
            other.env.load(Saved.in(saved));
            for (int t = 0; t < 10; t++) {
                double[] action = random.doubles(one.action.length, -1, 1).toArray();
                one.steps(1, action);
                other.steps(1, action);
                assertThat(other.step.observation).isEqualTo(one.step.observation);
                assertThat(other.step.reward).isEqualTo(one.step.reward);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void step_allocatesNothing(String name) {
        try (Episode episode = new Episode(name, 6)) {
            Arrays.fill(episode.action, 0.1f);
            assertThat(episode.allocatedBySteps(100)).isLessThan(1000);
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void reset_sameSeed_sameBits(String name) {
        try (Episode one = new Episode(name, 4);
                Episode other = new Episode(name, 5)) {
            other.env.reset(new Rng(4, 0), other.observation);
            assertThat(other.observation).isEqualTo(one.observation);
            one.steps(5, 0.5, -0.5);
            other.steps(5, 0.5, -0.5);
            assertThat(other.step.observation).isEqualTo(one.step.observation);
        }
    }

    /** A velocity that is no number makes MuJoCo start over: the episode ends without reward, and is counted. */
    @ParameterizedTest
    @MethodSource("names")
    void step_simulationBlowsUp_endsWithoutReward(String name) {
        try (Episode episode = new Episode(name, 6)) {
            episode.steps(1);
            float[] before = episode.step.observation.clone();
            episode.env.data().qvel().set(0, Double.NaN);
            episode.steps(1);

            assertThat(episode.step.terminated).isTrue();
            assertThat(episode.step.diverged).isTrue();
            assertThat(episode.step.reward).isZero();
            assertThat(episode.step.observation).isEqualTo(before);
            assertThat(episode.env.divergences()).isEqualTo(1);

            episode.env.reset(new Rng(6, 1), episode.observation);
            episode.steps(3);
            assertThat(episode.step.diverged).isFalse();
        }
    }

    /** Success is worth 1 and goes on, but in the variant that ends there. */
    @Test
    void step_success_endsOnlyWhereAskedFor() {
        for (String name : new String[] {"lift", "lift-until-success"}) {
            try (Episode episode = new Episode(name, 7)) {
                Data data = episode.env.data();
                int joint = data.model().id(ObjectType.JOINT, "cube");
                data.qpos().set(data.model().jntQposadr().get(joint) + 2, 1.2);
                Step step = episode.step;
                episode.steps(1);
                assertThat(step.reward).isEqualTo(1);
                assertThat(step.terminated).isEqualTo(name.endsWith("-until-success"));
            }
        }
    }

    /** The robot's nine numbers: grip point, hand's quaternion as x, y, z, w, fingers. */
    @Test
    void observation_robotFirst() {
        try (Episode episode = new Episode("lift", 8)) {
            double[] grip = episode.grip();
            double[] hand = new double[4];
            episode.panda().handQuaternion(hand);
            float[] seen = episode.observation;
            for (int i = 0; i < 3; i++) {
                assertThat((double) seen[i]).isCloseTo(grip[i], within(1e-7));
                assertThat((double) seen[3 + i]).isCloseTo(hand[1 + i], within(1e-7));
            }
            assertThat((double) seen[6]).isCloseTo(hand[0], within(1e-7));
            assertThat(seen[7]).isEqualTo(0.020833f);
            assertThat(seen[8]).isEqualTo(-0.020833f);
            // the benchmark's first pose, but for noise: above the table, the hand pointing down
            assertThat((double) seen[0]).isCloseTo(-0.1, within(0.06));
            assertThat((double) seen[2]).isCloseTo(1.01, within(0.06));
            assertThat(episode.rotation()[8]).isLessThan(-0.98);
        }
    }

    /** The seven joints start at the mean with a deviation of 0.02 rad: 400 draws lie within four standard errors. */
    @Test
    void reset_joints_normalAboutTheStart() {
        double[] start = {0, Math.PI / 16, 0, -5 * Math.PI / 6, 0, Math.PI - 0.2, Math.PI / 4};
        double[] sums = new double[7];
        double[] squares = new double[7];
        int n = 400;
        try (Episode episode = new Episode("lift", 9)) {
            for (int e = 0; e < n; e++) {
                episode.env.reset(new Rng(9, e), episode.observation);
                for (int i = 0; i < 7; i++) {
                    double off = episode.panda().joint(i) - start[i];
                    sums[i] += off;
                    squares[i] += off * off;
                }
            }
        }
        for (int i = 0; i < 7; i++) {
            assertThat(sums[i] / n).isCloseTo(0, within(4 * 0.02 / Math.sqrt(n)));
            assertThat(Math.sqrt(squares[i] / n)).isCloseTo(0.02, within(4 * 0.02 / Math.sqrt(2.0 * n)));
        }
    }
}
