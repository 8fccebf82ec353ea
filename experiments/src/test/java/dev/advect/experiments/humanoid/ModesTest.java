package dev.advect.experiments.humanoid;

import dev.advect.envs.humanoid.BodyStates;
import dev.advect.envs.humanoid.HumanoidBody;
import dev.advect.envs.humanoid.MotionMaker;
import dev.advect.envs.humanoid.ReferenceMotion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class ModesTest {

    /** A state with all bodies at one position on the x axis, m. */
    private static BodyStates at(double x) {
        BodyStates states = new BodyStates(HumanoidBody.LITE);
        for (int i = 0; i < states.position.length; i += 3) {
            states.position[i] = x;
        }
        return states;
    }

    /** Of 2, 1, 1: 0.5 · 1 + 2 · 0.25 · 2 = 1.5 bits. */
    @Test
    void entropy_byHand() {
        assertThat(ModeCounter.entropy(2, 1, 1)).isCloseTo(1.5, within(1e-12));
        assertThat(ModeCounter.entropy(1, 1, 1, 1)).isCloseTo(2, within(1e-12));
        assertThat(ModeCounter.entropy(64, 0)).isZero();
        assertThat(ModeCounter.entropy(0, 0)).isZero();
    }

    /**
     * Three motions at 0, 1 and 4 m, with their mean at 5/3. An episode is committed to one of the first two within 0.5 m, to the third
     * within 1.5 m: of 0.1, 0.4, 0.9, 1.6 and 3 m one is not committed, and two, one and one are. A sixth was lost.
     */
    @Test
    void counter_byHand() {
        ModeCounter counter = new ModeCounter(new LookAlikes(List.of(at(0), at(1), at(4))), 1, 6);
        for (double x : new double[] {0.1, 0.4, 0.9, 1.6, 3}) {
            counter.add(at(x));
        }
        Modes modes = counter.modes();
        assertThat(modes.motions()).isEqualTo(3);
        assertThat(modes.lost()).isCloseTo(1 / 6.0, within(1e-12));
        assertThat(modes.told()).isCloseTo(0.2, within(1e-12));
        assertThat(modes.entropy()).isCloseTo(1.5, within(1e-12));
        assertThat(modes.committed()).isCloseTo(0.8, within(1e-12));
        assertThat(modes.nearest()).isCloseTo(2200 / 5.0, within(1e-9));
        assertThat(modes.meanPose()).isCloseTo(1000, within(1e-9));
        assertThat(modes.apart()).isCloseTo(1000, within(1e-9));
    }

    /** Noise around a pose between two motions: now the one is nearer and now the other, but neither is performed. */
    @Test
    void counter_jitterIsNotCommitted() {
        LookAlikes alike = new LookAlikes(List.of(at(0), at(0.067)));
        ModeCounter counter = new ModeCounter(alike, 0, 4);
        for (double x : new double[] {-0.06, 0.13, 0.034, -0.07}) {
            counter.add(at(x));
        }
        Modes modes = counter.modes();
        assertThat(modes.committed()).isCloseTo(0.25, within(1e-12));
        assertThat(modes.entropy()).isZero();
        assertThat(modes.told()).isZero();
        assertThat(modes.apart()).isCloseTo(67, within(1e-9));
    }

    @Test
    void counter_allLost_isZero() {
        Modes modes = new ModeCounter(new LookAlikes(List.of(at(0), at(1))), 0, 3).modes();
        assertThat(modes).isEqualTo(new Modes(2, 1, 0, 0, 0, 0, 0, 1000.0));
    }

    /** The mean over bodies: one of 24 bodies 0.24 m away. */
    @Test
    void distance_byHand() {
        BodyStates now = at(0);
        now.position[3 * 7 + 1] = 0.24;
        LookAlikes alike = new LookAlikes(List.of(at(0), at(0)));
        assertThat(alike.distance(now, 0)).isCloseTo(0.01, within(1e-12));
        assertThat(alike.distanceFromMean(now)).isCloseTo(0.01, within(1e-12));
    }

    /** Of the ten motions, five leave the pelvis where it is and two lower it alike; the walk leaves the others after a second. */
    @ParameterizedTest
    @CsvSource({"stand, 5", "wave-left, 5", "wave-right, 5", "arms-up, 5", "twist, 5", "squat, 2", "squat-reach, 2", "bow, 0",
        "lean-left, 0", "lean-right, 0", "walk, 0"})
    void lookAlikes_ofTheExperiment(String name, int size) {
        Map<String, ReferenceMotion> all = new LinkedHashMap<>();
        for (String one : List.of("stand", "squat", "squat-reach", "lean-left", "lean-right", "wave-left", "wave-right", "arms-up", "bow",
                "twist", "walk")) {
            all.put(one, new ReferenceMotion(Objects.requireNonNull(MotionMaker.all().get(one)), HumanoidBody.LITE));
        }
        ReferenceMotion motion = Objects.requireNonNull(all.get(name));
        List<ReferenceMotion> motions = List.copyOf(all.values());
        assertThat(LookAlikes.of(motion, motions).map(LookAlikes::size).orElse(0)).isEqualTo(size);
        LookAlikes.of(motion, motions).ifPresent(alike -> {
            int index = alike.indexOf(motion.bodies(LookAlikes.FRAME));
            assertThat(alike.distance(motion.bodies(60), index)).isZero();
        });
    }
}
