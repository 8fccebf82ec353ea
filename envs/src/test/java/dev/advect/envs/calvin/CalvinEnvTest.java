package dev.advect.envs.calvin;

import dev.advect.env.ObservationPart;
import dev.advect.envs.Expert;
import dev.advect.envs.Saved;
import dev.advect.mujoco.ObjectType;
import dev.advect.mujoco.layout.DataField;
import dev.advect.random.Rng;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class CalvinEnvTest {

    /** The pose with which CALVIN's evaluation begins, as its files have it, to their eight digits. */
    @Test
    void start_isTheEvaluationsPose() {
        double[] recorded = {0.02586889, -0.2313129, 0.5712808, 3.09045411, -0.02908596, 1.50013585, 0.07999963,
            -1.21779124, 1.03987629, 2.11978254, -2.34205014, -0.87015899, 1.64119093, 0.55344928, 1};
        try (Episode episode = new Episode("calvin-open_drawer", 0)) {
            for (int i = 0; i < recorded.length; i++) {
                assertThat((double) episode.observation[i]).as("robot_obs %d", i).isCloseTo(recorded[i], within(1e-5));
            }
            assertThat(episode.env.spec().observationParts()).containsExactly(
                    new ObservationPart("robot_obs", 15), new ObservationPart("scene_obs", 24));
            assertThat(episode.env.spec().episodeSteps()).isEqualTo(360);
        }
    }

    /** A task of each kind of condition, and a chain, which looks its task up. */
    @ParameterizedTest
    @ValueSource(strings = {"calvin-rotate_red_block_left", "calvin-push_blue_block_right", "calvin-open_drawer",
        "calvin-lift_pink_block_table", "calvin-place_in_drawer", "calvin-stack_block", "calvin-unstack_block",
        "calvin-turn_on_led", "calvin-push_into_drawer", "calvin-chain"})
    void step_allocatesNothing(String name) {
        try (Episode episode = new Episode(name, 6)) {
            episode.action[0] = 0.01f;
            assertThat(episode.allocatedBySteps(100)).isLessThan(1000);
        }
    }

    /** Sliding door, drawer, button, switch, bulb, LED; then each block's position and angles. */
    @Test
    void sceneObs_inCalvinsOrder() {
        try (Episode episode = new Episode("calvin-turn_off_lightbulb", 1)) {
            episode.step();
            float[] seen = Arrays.copyOfRange(episode.step.observation, 15, 39);
            CalvinTable table = episode.table();
            assertThat(seen[0]).isEqualTo((float) table.slider());
            assertThat(seen[1]).isEqualTo((float) table.drawer());
            assertThat(seen[2]).isEqualTo((float) table.button());
            assertThat(seen[3]).isCloseTo(0.088f, within(1e-3f));
            assertThat(seen[4]).isEqualTo(1);
            assertThat(seen[5]).isIn(0f, 1f);
            for (CalvinBlock block : CalvinBlock.values()) {
                int first = 6 + 6 * block.index;
                assertThat(seen[first]).isEqualTo((float) table.position(block, 0));
                assertThat(seen[first + 2]).isCloseTo(0.46f, within(1e-3f));
                assertThat(seen[first + 5]).isBetween((float) (Math.PI * 3 / 8) - 1e-3f, (float) (Math.PI * 5 / 8) + 1e-3f);
            }
        }
    }

    /** Three full actions move the target by 0.06 m and 0.15 rad, whether or not the hand follows; a still hand stays. */
    @Test
    void action_movesTheTarget() {
        try (Episode episode = new Episode("calvin-open_drawer", 0)) {
            double[] before = episode.env.episode().robot.target.clone();
            Arrays.fill(episode.action, 0, 6, 1);
            episode.action[1] = -5; // clipped
            for (int i = 0; i < 3; i++) {
                episode.step();
            }
            double[] target = episode.env.episode().robot.target;
            assertThat(target[0] - before[0]).isCloseTo(0.06, within(1e-12));
            assertThat(target[1] - before[1]).isCloseTo(-0.06, within(1e-12));
            assertThat(target[5] - before[5]).isCloseTo(0.15, within(1e-12));
            Arrays.fill(episode.action, 0, 6, 0);
            for (int i = 0; i < 20; i++) {
                episode.step();
            }
            float[] seen = episode.step.observation; // roll, pitch and yaw are 3 to 5
            for (int i = 0; i < 3; i++) {
                assertThat(episode.env.episode().robot.position(i)).isCloseTo(target[i], within(2e-3));
                assertThat(Math.IEEEremainder(seen[3 + i] - target[3 + i], 2 * Math.PI)).isCloseTo(0, within(5e-3));
            }
        }
    }

    /** A press toggles the LED once, however long it lasts; the switch past its middle lights the bulb. */
    @Test
    void lights_followButtonAndSwitch() {
        try (Episode episode = new Episode("calvin-turn_on_led", 0)) {
            int button = joint(episode, "button");
            int lever = joint(episode, "switch");
            boolean[] expected = {false, true, true, true, false, false};
            double[] pressed = {0.009, 0.011, 0.02, 0, 0.02, 0.02};
            for (int i = 0; i < pressed.length; i++) {
                episode.env.data().qpos().set(button, pressed[i]);
                episode.table().updateLights();
                assertThat(episode.table().led()).as("press %d", i).isEqualTo(expected[i]);
            }
            episode.env.data().qpos().set(lever, 0.0439);
            assertThat(episode.table().lightbulb()).isFalse();
            episode.env.data().qpos().set(lever, 0.0441);
            assertThat(episode.table().lightbulb()).isTrue();
        }
    }

    /** In every scene, nothing moves by itself, nothing lies in anything else, and random actions keep all finite. */
    @ParameterizedTest
    @EnumSource(CalvinScene.class)
    void scene_restsAndStaysFinite(CalvinScene scene) {
        String name = "calvin-chain" + (scene == CalvinScene.D ? "" : "-" + scene.name().toLowerCase(Locale.ROOT));
        try (Episode episode = new Episode(name, 7)) {
            for (int i = 0; i < episode.env.data().ncon(); i++) {
                assertThat(episode.env.data().contactDistance(i)).isGreaterThan(-0.002);
            }
            double[] before = episode.env.data().qpos().toArray();
            for (int i = 0; i < 30; i++) {
                episode.step();
            }
            for (int i = 0; i < before.length; i++) {
                assertThat(episode.env.data().qpos().get(i)).as("qpos %d", i).isCloseTo(before[i], within(1e-3));
            }
            Rng random = new Rng(1, 1);
            for (int i = 0; i < 300; i++) {
                for (int k = 0; k < 7; k++) {
                    episode.action[k] = (float) random.nextDouble(-1, 1);
                }
                episode.step();
                for (float value : episode.step.observation) {
                    assertThat(value).isFinite();
                }
            }
            assertThat(episode.env.divergences()).isZero();
        }
    }

    /** An episode whose simulation blows up ends as terminated, with reward 0, and is counted. */
    @Test
    void blowUp_terminatesWithoutReward() {
        try (Episode episode = new Episode("calvin-open_drawer", 0)) {
            episode.env.data().qvel().set(0, 1e12);
            episode.step();
            assertThat(episode.step.terminated).isTrue();
            assertThat(episode.step.diverged).isTrue();
            assertThat(episode.step.reward).isZero();
            assertThat(episode.env.divergences()).isEqualTo(1);
            episode.env.reset(new Rng(0, 1), episode.observation);
            episode.step();
            assertThat(episode.step.terminated).isFalse();
        }
    }

    /** After loading, an expert's chain continues bit for bit, with the same task, conditions and lights. */
    @Test
    void saveAndLoad_continueBitForBit() throws IOException {
        try (Episode first = new Episode("calvin-chain", 11);
                Episode second = new Episode("calvin-chain", 12)) {
            Expert expert = first.env.newExpert();
            expert.begin();
            for (int i = 0; i < 60; i++) {
                expert.act(first.action);
                first.step();
            }
            byte[] saved = Saved.of(first.env);
            second.env.load(Saved.in(saved));
            for (int i = 0; i < 60; i++) {
                expert.act(first.action);
                first.step();
                System.arraycopy(first.action, 0, second.action, 0, 7);
                second.step();
                assertThat(second.step.observation).isEqualTo(first.step.observation);
                assertThat(second.step.reached).isEqualTo(first.step.reached);
            }
        }
    }

    /** A chain names its five tasks as milestones, observes the present one, and ends when one takes 360 steps. */
    @Test
    void chain_endsWhenATaskTakesTooLong() {
        try (Episode episode = new Episode("calvin-chain", 3)) {
            assertThat(episode.env.spec().milestones()).containsExactly("task_1", "task_2", "task_3", "task_4", "task_5");
            int task = CalvinGoals.all().indexOf(episode.env.episode().goal());
            for (int i = 0; i < 34; i++) {
                assertThat(episode.observation[39 + i]).isEqualTo(i == task ? 1 : 0);
            }
            for (int i = 1; i < 360; i++) {
                episode.step();
                assertThat(episode.step.terminated).isFalse();
            }
            episode.step();
            assertThat(episode.step.terminated).isTrue();
            assertThat(episode.step.reward).isZero();
            assertThat(episode.env.succeeded()).isFalse();
        }
    }

    /** The sliding door, the drawer and the switch go over their range against a friction of 4 N, and not with less. */
    @ParameterizedTest
    @CsvSource({"slide, 6, 0.28", "slide, 3, 0", "drawer, 6, 0.22", "drawer, 3, 0", "switch, 8, 0.088"})
    void joint_movesAgainstFriction(String name, double force, double end) {
        try (Episode episode = new Episode("calvin-chain", 0)) {
            int joint = joint(episode, name);
            int dof = episode.env.model().jntDofadr().get(episode.env.model().id(ObjectType.JOINT, name));
            episode.env.data().qpos().set(joint, 0);
            episode.env.data().doubles(DataField.QFRC_APPLIED).set(dof, force);
            episode.env.data().step(2000);
            assertThat(episode.env.data().qpos().get(joint)).isCloseTo(end, within(0.004));
        }
    }

    private static int joint(Episode episode, String name) {
        return episode.env.model().jntQposadr().get(episode.env.model().id(ObjectType.JOINT, name));
    }
}
