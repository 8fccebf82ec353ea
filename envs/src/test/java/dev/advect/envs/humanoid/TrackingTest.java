package dev.advect.envs.humanoid;

import dev.advect.env.EnvSpec;
import dev.advect.env.Step;
import dev.advect.envs.Saved;
import dev.advect.random.Rng;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class TrackingTest {
    private static final TrackingTask STANDING =
            new TrackingTask(HumanoidBody.LITE, Goal.ALL, MotionMaker.named(List.of("stand", "wave-left")));

    @ParameterizedTest
    @CsvSource({"humanoid-track-all, 353, 29, 353", "humanoid-track-root-hands, 353, 29, 155", "humanoid-track-root, 353, 29, 143",
        "humanoid-track-all-full, 433, 69, 433", "humanoid-track-root-hands-full, 433, 69, 235",
        "humanoid-track-root-full, 433, 69, 223"})
    void spec_sizesAndWhatPoliciesSee(String name, int observed, int actions, int seen) {
        EnvSpec spec = Objects.requireNonNull(TrackingTask.all().get(name)).spec();
        assertThat(spec.observationSize()).isEqualTo(observed);
        assertThat(spec.actionSize()).isEqualTo(actions);
        assertThat(IntStream.range(0, observed).filter(spec::observes).count()).isEqualTo(seen);
        assertThat(spec.fullyObserved()).isEqualTo(seen == observed);
    }

    /** Of the goal, root and hands leave the offsets and positions of bodies 0, 17 and 22. */
    @Test
    void seen_ofRootAndHands() {
        EnvSpec spec = Objects.requireNonNull(TrackingTask.all().get("humanoid-track-root-hands")).spec();
        int[] goal = IntStream.range(137, 353).filter(spec::observes).toArray();
        assertThat(goal).containsExactly(137, 138, 139, 188, 189, 190, 203, 204, 205, 209, 210, 211, 260, 261, 262, 275, 276, 277);
    }

    /**
     * One body 0.3 m off along one axis: p = 0.09 / 72. All turned by 0.2 rad: r = 0.04. All 2 m/s faster along x: v = 4 / 3. One
     * turning at 6 rad/s: w = 36 / 72. 100 W cost 0.05.
     */
    @Test
    void reward_byHand() {
        ReferenceMotion motion = STANDING.motions().getFirst();
        BodyStates goal = motion.bodies(0);
        BodyStates now = new BodyStates(HumanoidBody.LITE);
        double[] qpos = motion.qpos(0).clone();
        double[] qvel = motion.qvel(0).clone();
        now.set(qpos, qvel);
        assertThat(TrackingReward.of(now, goal, 0)).isCloseTo(1, within(1e-12));
        assertThat(TrackingReward.of(now, goal, 100)).isCloseTo(0.95, within(1e-12));
        now.position[5] += 0.3;
        assertThat(TrackingReward.of(now, goal, 0)).isCloseTo(0.5 * Math.exp(-0.125) + 0.5, within(1e-12));
        now.set(qpos, qvel);
        for (int i = 0; i < 96; i += 4) {
            Quaternion.multiply(now.rotation, i, Quaternion.about(i / 4 % 3, 0.2), 0, now.rotation, i);
        }
        assertThat(TrackingReward.of(now, goal, 0)).isCloseTo(0.7 + 0.3 * Math.exp(-0.4), within(1e-12));
        qvel[0] += 2;
        now.set(qpos, qvel);
        assertThat(TrackingReward.of(now, goal, 0)).isCloseTo(0.9 + 0.1 * Math.exp(-0.4 / 3), within(1e-12));
        now.set(qpos, motion.qvel(0));
        now.angular[7] += 6;
        assertThat(TrackingReward.of(now, goal, 0)).isCloseTo(0.9 + 0.1 * Math.exp(-0.05), within(1e-12));
    }

    @Test
    void reset_isExactlyAStateOfTheReference() {
        try (TrackingEnv env = STANDING.create()) {
            float[] observation = new float[353];
            boolean[] started = new boolean[2];
            Rng random = new Rng(4, 0);
            for (int i = 0; i < 50; i++) {
                env.reset(random, observation);
                Tracking tracking = env.tracking();
                started[STANDING.motions().indexOf(tracking.reference())] = true;
                assertThat(tracking.frame()).isBetween(0, tracking.reference().frames() - 2);
                assertThat(env.data().qpos().toArray()).containsExactly(tracking.reference().qpos(tracking.frame()));
                assertThat(tracking.largestDistance()).isZero();
                assertThat(tracking.terminated()).isFalse();
            }
            assertThat(started).containsExactly(true, true);
        }
    }

    @Test
    void reset_leavesNothingOfTheEpisodeBefore() {
        try (TrackingEnv used = STANDING.create(); TrackingEnv fresh = STANDING.create()) {
            run(used, 1);
            used.data().qfrcApplied().set(3, 50);
            Step step = new Step(353);
            Step expected = new Step(353);
            used.reset(new Rng(7, 0), step.observation);
            fresh.reset(new Rng(7, 0), expected.observation);
            for (int i = 0; i < 5; i++) {
                assertThat(step.observation).containsExactly(expected.observation);
                assertThat(used.data().time()).isEqualTo(fresh.data().time());
                used.step(new float[29], step);
                fresh.step(new float[29], expected);
            }
        }
    }

    /** Standing is tracked by the action 0 to the end, which truncates; waving leaves it by more than 0.25 m, which terminates. */
    @Test
    void episode_endsByTheClipOrByDistance() {
        try (TrackingEnv env = STANDING.create()) {
            Step step = run(env, 0);
            assertThat(step.truncated).isTrue();
            assertThat(step.terminated).isFalse();
            assertThat(step.reached).isEqualTo(1);
            assertThat(step.reward).isGreaterThan(0.98);
            assertThat(env.tracking().frame()).isEqualTo(120);
            Step lost = run(env, 1);
            assertThat(lost.terminated).isTrue();
            assertThat(lost.reached).isZero();
            assertThat(env.tracking().largestDistance()).isGreaterThan(0.25);
            assertThat(env.tracking().frame()).isBetween(5, 15);
        }
        try (TrackingEnv env = STANDING.forEvaluation().create()) {
            assertThat(run(env, 1).truncated).isTrue(); // one arm never moves the mean by half a metre
            assertThat(env.tracking().meanDistance()).isLessThan(0.5);
        }
    }

    private static Step run(TrackingEnv env, int motion) {
        Step step = new Step(353);
        env.tracking().beginNext(motion);
        env.reset(new Rng(0, 0), step.observation);
        do {
            step.clear();
            env.step(new float[29], step);
        } while (!step.terminated && !step.truncated);
        return step;
    }

    @Test
    void distances_byHand() {
        try (TrackingEnv env = STANDING.create()) {
            env.tracking().beginNext(0);
            env.reset(new Rng(0, 0), new float[353]);
            env.tracking().bodies().position[3 * 18] += 0.24;
            assertThat(env.tracking().largestDistance()).isCloseTo(0.24, within(1e-12));
            assertThat(env.tracking().meanDistance()).isCloseTo(0.01, within(1e-12));
            assertThat(env.tracking().meanDistance(Goal.ROOT.bodies())).isZero();
            env.tracking().bodies().position[3 * 17 + 2] += 0.3;
            assertThat(env.tracking().meanDistance(Goal.ROOT_HANDS.bodies())).isCloseTo(0.1, within(1e-12));
            assertThat(env.tracking().terminated()).isTrue();
        }
    }

    /** In the axes of the heading, an observation does not change if the world is turned about the vertical. */
    @Test
    void observation_layoutAndHeading() {
        TrackingObservation layout = new TrackingObservation(HumanoidBody.LITE);
        ReferenceMotion motion = STANDING.motions().get(1);
        float[] seen = new float[353];
        layout.write(motion.qpos(20), motion.qvel(20), motion.bodies(20), motion.bodies(21), seen);
        assertThat(seen[0]).isCloseTo(0.95f, within(1e-6f));
        assertThat(seen[3]).isCloseTo(1, within(1e-6f));
        assertThat(seen[10]).isEqualTo((float) motion.qpos(20)[7]);
        assertThat(seen[39]).isEqualTo((float) motion.qvel(20)[6]);
        assertThat(seen[68 + 3 * 4 + 1]).isCloseTo(-0.09f, within(1e-6f)); // R_Hip is the fifth body after the pelvis
        double dz = motion.bodies(21).position[3 * 17 + 2] - motion.bodies(20).position[3 * 17 + 2];
        assertThat(seen[137 + 3 * 17 + 2]).isCloseTo((float) dz, within(1e-6f));

        double[] turn = Quaternion.about(2, 1.1);
        BodyStates now = turned(motion, 20, turn);
        double[] qpos = motion.qpos(20).clone();
        System.arraycopy(Quaternion.product(turn, Arrays.copyOfRange(qpos, 3, 7)), 0, qpos, 3, 4);
        float[] again = new float[353];
        layout.write(qpos, motion.qvel(20), now, turned(motion, 21, turn), again);
        for (int i = 0; i < 353; i++) {
            assertThat(again[i]).as("component " + i).isCloseTo(seen[i], within(1e-5f));
        }
    }

    private static BodyStates turned(ReferenceMotion motion, int frame, double[] turn) {
        double[] qpos = motion.qpos(frame).clone();
        double[] qvel = motion.qvel(frame).clone();
        Quaternion.rotate(turn, 0, qpos, 0, qpos, 0);
        Quaternion.rotate(turn, 0, qvel, 0, qvel, 0);
        System.arraycopy(Quaternion.product(turn, Arrays.copyOfRange(qpos, 3, 7)), 0, qpos, 3, 4);
        BodyStates states = new BodyStates(HumanoidBody.LITE);
        states.set(qpos, qvel);
        return states;
    }

    @Test
    void saved_continuesBitForBit() throws IOException {
        try (TrackingEnv one = STANDING.create(); TrackingEnv other = STANDING.create()) {
            Step step = new Step(353);
            one.reset(new Rng(7, 0), step.observation);
            one.step(new float[29], step);
            byte[] saved = Saved.of(one);
            Step copy = new Step(353);
            other.reset(new Rng(9, 0), copy.observation);
            other.load(Saved.in(saved));
            for (int i = 0; i < 5; i++) {
                one.step(new float[29], step);
                other.step(new float[29], copy);
                assertThat(copy.observation).containsExactly(step.observation);
                assertThat(copy.reward).isEqualTo(step.reward);
            }
        }
    }
}
