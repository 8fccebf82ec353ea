package dev.advect.envs.humanoid;

import dev.advect.random.Rng;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.Arrays;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class MotionTest {

    private static MotionClip motion(String name) {
        return MotionMaker.named(List.of(name)).getFirst();
    }

    @Test
    void quaternion_byHand() {
        double[] out = new double[3];
        Quaternion.rotate(Quaternion.about(2, Math.PI / 2), 0, new double[] {1, 0, 0}, 0, out, 0);
        assertThat(out).containsExactly(new double[] {0, 1, 0}, within(1e-15));
        assertThat(Quaternion.toVector(Quaternion.ofVector(0.3, -0.2, 0.1)))
                .containsExactly(new double[] {0.3, -0.2, 0.1}, within(1e-15));
        assertThat(Quaternion.angle(Quaternion.about(0, 0.2), 0, Quaternion.about(0, -0.3), 0)).isCloseTo(0.5, within(1e-15));
        assertThat(Quaternion.heading(Quaternion.product(Quaternion.about(2, 0.7), Quaternion.about(1, 0.4)), 0))
                .isCloseTo(0.7, within(1e-15));
        Quaternion.rotate(Quaternion.between(new double[] {0, 2, 0}, new double[] {0, 1, -1}), 0, new double[] {0, 1, 0}, 0, out, 0);
        assertThat(out).containsExactly(new double[] {0, Math.sqrt(0.5), -Math.sqrt(0.5)}, within(1e-15));
        double[] middle = new double[4];
        Quaternion.interpolate(Quaternion.about(1, 0.2), 0, Quaternion.about(1, 0.6), 0, 0.25, middle, 0);
        assertThat(middle).containsExactly(Quaternion.about(1, 0.3), within(1e-15));
    }

    @Test
    void clip_interpolatesAndEndsAtItsEnds() {
        double[] rotations = new double[2 * 96];
        for (int i = 0; i < rotations.length; i += 4) {
            rotations[i] = 1;
        }
        System.arraycopy(Quaternion.about(0, 0.4), 0, rotations, 96 + 8, 4);
        MotionClip clip = new MotionClip("turn", 10, new double[] {0, 0, 1, 1, 2, 1}, rotations);
        double[] root = new double[3];
        double[] local = new double[96];
        clip.at(0.025, root, local);
        assertThat(root).containsExactly(new double[] {0.25, 0.5, 1}, within(1e-15));
        assertThat(Arrays.copyOfRange(local, 8, 12)).containsExactly(Quaternion.about(0, 0.1), within(1e-15));
        clip.at(7, root, local);
        assertThat(root).containsExactly(new double[] {1, 2, 1}, within(1e-15));
        assertThat(clip.seconds()).isEqualTo(0.1);
    }

    @Test
    void clip_refusesWhatIsNoMotion() {
        assertThatIllegalArgumentException().isThrownBy(() -> new MotionClip("one", 30, new double[3], new double[96]))
                .withMessageContaining("at least two frames");
        double[] rotations = new double[192];
        rotations[5] = Double.NaN;
        assertThatIllegalArgumentException().isThrownBy(() -> new MotionClip("nan", 30, new double[6], rotations))
                .withMessageContaining("not finite");
    }

    @Test
    void mirror_twiceIsTheSame_andOnceExchangesTheSides() {
        MotionClip wave = motion("wave-left");
        MotionClip mirrored = wave.mirrored();
        assertThat(mirrored.mirrored().rotations()).containsExactly(wave.rotations());
        assertThat(mirrored.root()).containsExactly(motion("wave-right").root(), within(1e-15));
        assertThat(mirrored.rotations()).containsExactly(motion("wave-right").rotations(), within(1e-12));
    }

    /** The positions of a mirrored motion's bodies are the mirror images of the other side's. */
    @ParameterizedTest
    @EnumSource
    void mirror_reflectsAllBodies(HumanoidBody body) {
        MotionClip walk = motion("walk");
        BodyStates one = new ReferenceMotion(walk, body).bodies(50);
        BodyStates other = new ReferenceMotion(walk.mirrored(), body).bodies(50);
        for (int i = 0; i < Anatomy.BODIES; i++) {
            int j = Anatomy.mirrored(i);
            assertThat(other.position[3 * j]).isCloseTo(one.position[3 * i], within(1e-3));
            assertThat(other.position[3 * j + 1]).isCloseTo(-one.position[3 * i + 1], within(1e-3));
            assertThat(other.position[3 * j + 2]).isCloseTo(one.position[3 * i + 2], within(1e-3));
        }
    }

    @Test
    void made_feetStandOnTheGroundAndNothingJumps() {
        for (MotionClip clip : MotionMaker.all().values()) {
            ReferenceMotion motion = new ReferenceMotion(clip, HumanoidBody.LITE);
            double low = Double.POSITIVE_INFINITY;
            double fastest = 0;
            for (int t = 0; t < motion.frames(); t++) {
                BodyStates bodies = motion.bodies(t);
                double feet = Math.min(bodies.position[3 * 3 + 2], bodies.position[3 * 7 + 2]);
                assertThat(feet).as(clip.name()).isCloseTo(Anatomy.ANKLE, within(2e-3));
                low = Math.min(low, bodies.position[2]);
                for (double v : bodies.linear) {
                    fastest = Math.max(fastest, Math.abs(v));
                }
            }
            assertThat(low).as(clip.name()).isBetween(0.68, 0.9501);
            assertThat(fastest).as(clip.name()).isLessThan(4);
            assertThat(motion.residual()).as(clip.name()).isLessThan(0.01);
        }
    }

    /** A fit that takes a motion almost exactly does not move the pelvis: policies were trained on these motions. */
    @ParameterizedTest
    @EnumSource
    void made_keepThePathOfThePelvis(HumanoidBody body) {
        double[] root = new double[3];
        for (MotionClip clip : MotionMaker.all().values()) {
            ReferenceMotion motion = new ReferenceMotion(clip, body);
            for (int t = 0; t < motion.frames(); t++) {
                clip.at(t / ReferenceMotion.RATE, root, new double[4 * Anatomy.BODIES]);
                assertThat(Arrays.copyOf(motion.qpos(t), 3)).as(clip.name()).containsExactly(root);
            }
        }
    }

    /** What makes goals ambiguous: the pelvis of these motions takes the same path. */
    @Test
    void made_groupsShareThePathOfThePelvis() {
        for (List<String> group : List.of(List.of("stand", "wave-left", "wave-right", "arms-up"), List.of("squat", "squat-reach"))) {
            List<MotionClip> clips = MotionMaker.named(group);
            for (MotionClip clip : clips) {
                assertThat(clip.root()).containsExactly(clips.getFirst().root(), within(1e-12));
            }
        }
        for (MotionClip clip : MotionMaker.named(MotionMaker.STATIC)) {
            assertThat(Arrays.copyOf(clip.rotations(), 96))
                    .containsExactly(Arrays.copyOf(motion("stand").rotations(), 96), within(1e-12));
        }
    }

    /** Three hinges take every rotation, one takes the nearest, and a joint makes up for the fixed bodies before it. */
    @Test
    void fit_byHand() {
        Rng random = new Rng(3, 0);
        double[] local = new double[96];
        for (int i = 0; i < 96; i += 4) {
            System.arraycopy(Quaternion.ofVector(random.nextGaussian(), random.nextGaussian(), random.nextGaussian()), 0, local, i, 4);
        }
        double[] missed = new double[24];
        new HingeFit(HumanoidBody.FULL).fit(local, new double[69], missed);
        assertThat(Arrays.stream(missed).max().orElseThrow()).isLessThan(1e-7);

        for (int i = 0; i < 96; i += 4) {
            System.arraycopy(new double[] {1, 0, 0, 0}, 0, local, i, 4);
        }
        int knee = Anatomy.index("L_Knee");
        System.arraycopy(Quaternion.product(Quaternion.about(1, 0.8), Quaternion.about(0, 0.1)), 0, local, 4 * knee, 4);
        int spine = Anatomy.index("Spine");
        System.arraycopy(Quaternion.about(1, 0.3), 0, local, 4 * spine, 4);
        double[] angles = new double[29];
        new HingeFit(HumanoidBody.LITE).fit(local, angles, missed);
        List<String> names = HumanoidBody.LITE.hinges().stream().map(Hinge::name).toList();
        assertThat(angles[names.indexOf("L_Knee_y")]).isCloseTo(0.8, within(1e-12));
        assertThat(missed[knee]).isCloseTo(0.1, within(1e-12));
        assertThat(missed[spine]).isCloseTo(0.3, within(1e-12));
        assertThat(angles[names.indexOf("Chest_y")]).isCloseTo(0.3, within(1e-12));
        assertThat(missed[Anatomy.index("Chest")]).isCloseTo(0, within(1e-7));
    }
}
