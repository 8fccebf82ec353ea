package dev.advect.envs.kitchen;

import dev.advect.env.EnvSpec;
import dev.advect.env.ObservationPart;
import dev.advect.envs.Saved;
import dev.advect.random.Rng;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.util.Arrays;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class KitchenTest {

    @ParameterizedTest
    @CsvSource({
        "kitchen-complete, 59, 'microwave, kettle, light_switch, slide_cabinet'",
        "kitchen-partial, 59, 'microwave, kettle, light_switch, slide_cabinet'",
        "kitchen-mixed, 59, 'microwave, kettle, bottom_burner, light_switch'",
        "kitchen-hinge-cabinet, 59, hinge_cabinet", "kitchen-complete-positions, 30, 'microwave, kettle, light_switch, slide_cabinet'"
    })
    void spec_shapesPartsMilestones(String name, int observed, String milestones) {
        EnvSpec spec = Episode.task(name).spec();
        assertThat(spec.observationSize()).isEqualTo(observed);
        assertThat(ObservationPart.describe(spec.observationParts())).isEqualTo(observed == 59
                ? "robot_qpos 9, robot_qvel 9, object_qpos 21, object_qvel 20" : "robot_qpos 9, object_qpos 21");
        assertThat(String.join(", ", spec.milestones())).isEqualTo(milestones);
        assertThat(spec.actionSize()).isEqualTo(9);
        assertThat(spec.episodeSteps()).isEqualTo(280);
        assertThat(spec.controlSeconds()).isEqualTo(0.08);
        try (Episode episode = new Episode(name, 0)) {
            assertThat(episode.env.model().timestep() * spec.physicsSteps()).isCloseTo(0.08, within(1e-15));
            assertThat(episode.env.model().nq()).isEqualTo(30);
            assertThat(episode.env.model().nv()).isEqualTo(29);
        }
    }

    @Test
    void step_allocatesNothing() {
        try (Episode episode = new Episode("kitchen-complete", 6)) {
            Arrays.fill(episode.action, 0.1f);
            assertThat(episode.allocatedBySteps(100)).isLessThan(1000);
        }
    }

    /** Positions and velocities of the robot, then those of the things, each within its noise, and not without. */
    @Test
    void observe_layoutAndNoise() {
        try (Episode episode = new Episode("kitchen-complete", 1)) {
            double[] squares = new double[59];
            for (int i = 0; i < 29; i++) {
                episode.env.data().qvel().set(i, 0.01 * i);
            }
            float[] seen = new float[59];
            int n = 600;
            for (int t = 0; t < n; t++) {
                episode.env.kitchen().observe(seen);
                for (int i = 0; i < 59; i++) {
                    double truth = i < 9 ? episode.qpos(i) : i < 18 ? 0.01 * (i - 9) : i < 39 ? episode.qpos(i - 9) : 0.01 * (i - 30);
                    double off = seen[i] - truth;
                    assertThat(off).isBetween(i < 18 ? -0.0010001 : -0.0000502, i < 18 ? 0.0010001 : 0.0000502);
                    squares[i] += off * off / n;
                }
            }
            for (int i = 0; i < 59; i++) {
                // uniform within ±a has the mean square a²/3, of which n draws have a deviation of a² sqrt(4/45/n)
                double a = i < 18 ? 0.001 : 0.00005;
                assertThat(squares[i]).isCloseTo(a * a / 3, within(5 * a * a * Math.sqrt(4.0 / 45 / n) + 1e-12));
            }
        }
    }

    @Test
    void observe_positionsAlone_theSameWithoutVelocities() {
        try (Episode episode = new Episode("kitchen-mixed-positions", 1)) {
            for (int i = 0; i < 30; i++) {
                assertThat((double) episode.observation[i]).isCloseTo(episode.qpos(i), within(i < 9 ? 0.0010001 : 0.0000502));
            }
        }
    }

    /** The servos are sent from where the joints were seen, noise included, not from where they are. */
    @Test
    void step_servos_startFromWhatWasSeen() {
        try (Episode episode = new Episode("kitchen-complete", 2)) {
            double[] actions = {0.1, -0.2, 0.3, 1, -1, 0.5, 0, -1, 0.05};
            for (int i = 0; i < 9; i++) {
                episode.action[i] = (float) actions[i];
            }
            for (float[] seen = episode.observation; episode.env.data().time() < 0.5; seen = episode.step.observation.clone()) {
                episode.step();
                for (int i = 0; i < 9; i++) {
                    double target = Math.clamp(seen[i] + 0.16 * (float) actions[i], VelocityServo.LOW[i], VelocityServo.HIGH[i]);
                    assertThat(episode.env.data().ctrl().get(i)).isCloseTo(target, within(1e-6));
                }
            }
        }
    }

    @Test
    void reset_sameSeed_sameBits_andAlwaysTheSamePose() {
        try (Episode one = new Episode("kitchen-complete", 3);
                Episode other = new Episode("kitchen-complete", 4)) {
            assertThat(other.observation).isNotEqualTo(one.observation);
            assertThat(other.env.data().qpos().toArray()).isEqualTo(one.env.data().qpos().toArray());
            other.step();
            other.env.reset(new Rng(3, 0), other.observation);
            assertThat(other.observation).isEqualTo(one.observation);
            one.step();
            other.step();
            assertThat(other.step.observation).isEqualTo(one.step.observation);
        }
    }

    @Test
    void load_midEpisode_continuesBitForBit() throws IOException {
        try (Episode one = new Episode("kitchen-microwave", 5);
                Episode other = new Episode("kitchen-microwave", 6)) {
            Rng random = new Rng(7, 0);
            Rng noise = new Rng(8, 0);
            one.env.reset(noise, one.observation);
            one.qpos(22, -0.6);
            for (int t = 0; t < 5; t++) {
                move(random, one);
            }
            byte[] saved = Saved.of(one.env);
            // as a run is resumed: the generator is handed over by a reset, put back to where it was, then the rest is read
            Rng noiseToo = new Rng(0, 0);
            other.env.reset(noiseToo, other.observation);
            noiseToo.restore(Rng.state(Rng.states(new Rng[] {noise}), 0));
            other.env.load(Saved.in(saved));
            for (int t = 0; t < 5; t++) {
                move(random, one);
                System.arraycopy(one.action, 0, other.action, 0, 9);
                other.step();
                assertThat(other.step.observation).isEqualTo(one.step.observation);
                assertThat(other.step.reward).isEqualTo(one.step.reward).isZero(); // it was counted before
                assertThat(other.step.reached).isEqualTo(one.step.reached).isEqualTo(1);
            }
        }
    }

    private static void move(Rng random, Episode episode) {
        for (int i = 0; i < 9; i++) {
            episode.action[i] = random.nextFloat(-1, 1);
        }
        episode.step();
    }

    /** A velocity that is no number makes MuJoCo start over: the episode ends without reward, and is counted. */
    @Test
    void step_simulationBlowsUp_endsWithoutReward() {
        try (Episode episode = new Episode("kitchen-complete", 9)) {
            episode.step();
            float[] before = episode.step.observation.clone();
            episode.env.data().qvel().set(0, Double.NaN);
            episode.step();

            assertThat(episode.step.terminated).isTrue();
            assertThat(episode.step.diverged).isTrue();
            assertThat(episode.step.reward).isZero();
            assertThat(episode.step.observation).isEqualTo(before);
            assertThat(episode.env.divergences()).isEqualTo(1);
        }
    }

    /** Nothing blows up and nothing flies about under random actions. */
    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
    void step_randomActions_staysSound(long seed) {
        try (Episode episode = new Episode("kitchen-complete", seed)) {
            Rng random = new Rng(100, seed);
            for (int t = 0; t < 280; t++) {
                move(random, episode);
                assertThat(episode.step.diverged).isFalse();
                for (int i = 0; i < 29; i++) {
                    assertThat(Math.abs(episode.env.data().qvel().get(i))).isLessThan(30);
                }
                for (int i = 23; i < 26; i++) {
                    assertThat(Math.abs(episode.qpos(i))).isLessThan(3);
                }
            }
        }
    }
}
