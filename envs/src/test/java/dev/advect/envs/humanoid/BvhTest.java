package dev.advect.envs.humanoid;

import dev.advect.random.Rng;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

class BvhTest {
    /** The number of damaged files that are tried; more with -Dadvect.fuzz=N. */
    private static final int FUZZ = Integer.getInteger("advect.fuzz", 400);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private static String joint(String name, String offset, String children) {
        return "JOINT " + name + " { OFFSET " + offset + " CHANNELS 3 Zrotation Yrotation Xrotation\n" + children + "}\n";
    }

    private static String leg(String side, int left, String hipToKnee) {
        return joint(side + "UpLeg", left + " -1 0", joint(side + "Leg", hipToKnee,
                joint(side + "Foot", "0 -4 0", "End Site { OFFSET 0 0 2 }\n")));
    }

    private static String arm(String side, int left) {
        return joint(side + "Arm", 2 * left + " 4 0", joint(side + "ForeArm", 3 * left + " 0 0",
                joint(side + "Hand", 3 * left + " 0 0", "End Site { OFFSET " + left + " 0 0 }\n")));
    }

    /** A person in units of a decimetre, with legs of 4 + 4; channels: 6 of the hips, then 3 a joint in the order of the text. */
    private static String person(String leftHipToKnee, String... frames) {
        return "HIERARCHY\nROOT Hips { OFFSET 0 0 0 CHANNELS 6 Xposition Yposition Zposition Zrotation Yrotation Xrotation\n"
                + leg("Left", 1, leftHipToKnee) + leg("Right", -1, "0 -4 0") + arm("Left", 1) + arm("Right", -1)
                + "}\nMOTION\nFrames: " + frames.length + "\nFrame Time: 0.05\n" + String.join("\n", frames) + "\n";
    }

    private static String frame(String root, String leftHip) {
        return root + " 0 0 0 " + leftHip + " 0 0 0".repeat(11);
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("person.bvh"), text);
    }

    private MotionClip clip(String text) throws IOException {
        return MotionFiles.read(write(text), 0, Double.POSITIVE_INFINITY);
    }

    private static double[] rotation(MotionClip clip, int frame, String body) {
        int i = 4 * (frame * Anatomy.BODIES + Anatomy.index(body));
        return Arrays.copyOfRange(clip.rotations(), i, i + 4);
    }

    /** A step of 8 units forward, along z, is the length of a leg; the pelvis stands on straight legs. */
    @Test
    void rest_isThePoseWithoutRotations_andLegsGiveTheUnit() throws IOException {
        MotionClip clip = clip(person("0 -4 0", frame("3 9 5", "0 0 0"), frame("3 9 13", "0 0 0")));
        assertThat(clip.rate()).isCloseTo(20, within(1e-12));
        assertThat(clip.root()).containsExactly(new double[] {0, 0, Anatomy.STANDING, 0.78, 0, Anatomy.STANDING}, within(1e-9));
        for (String body : Anatomy.names()) {
            assertThat(Quaternion.angle(rotation(clip, 1, body), 0, Quaternion.about(0, 0), 0)).as(body).isCloseTo(0, within(1e-7));
        }
    }

    /** The file's x is the humanoid's y: −30 degrees about it lift the thigh forward. */
    @Test
    void channels_areTurnedToTheHumanoidsAxes() throws IOException {
        MotionClip clip = clip(person("0 -4 0", frame("0 9 0", "0 0 -30"), frame("0 9 0", "20 0 -30")));
        assertThat(rotation(clip, 0, "L_Hip")).containsExactly(Quaternion.about(1, -Math.PI / 6), within(1e-12));
        // Z before X: R = Rz Rx, and the file's z is the humanoid's x
        assertThat(rotation(clip, 1, "L_Hip")).containsExactly(
                Quaternion.product(Quaternion.about(0, Math.toRadians(20)), Quaternion.about(1, -Math.PI / 6)), within(1e-12));
    }

    /** A thigh that points 45 degrees outwards at rest, as in the file, does so with the humanoid, too, and the shank hangs down. */
    @Test
    void rest_ofAnotherShape_isAligned() throws IOException {
        MotionClip clip = clip(person("4 -4 0", frame("0 9 0", "0 0 0"), frame("0 9 0", "0 0 0")));
        assertThat(rotation(clip, 0, "L_Hip")).containsExactly(Quaternion.about(0, Math.PI / 4), within(1e-12));
        assertThat(rotation(clip, 0, "L_Knee")).containsExactly(Quaternion.about(0, -Math.PI / 4), within(1e-12));
    }

    /** A joint that only twists a thigh lies within it: the thigh is as long as before, and points downwards. */
    @Test
    void rest_twistJointWithinABone_isPartOfIt() throws IOException {
        String text = person("0 -4 0", frame("3 9 5", "0 0 0"), frame("3 9 13", "0 0 0"))
                .replace("JOINT LeftLeg { OFFSET 0 -4 0", "JOINT LeftTwist { OFFSET 1 -2 0 CHANNELS 0\nJOINT LeftLeg { OFFSET -1 -2 0")
                .replace("JOINT RightUpLeg", "}\nJOINT RightUpLeg");
        MotionClip clip = clip(text);
        assertThat(clip.root()[3]).isCloseTo(0.78, within(1e-9));
        assertThat(Quaternion.angle(rotation(clip, 1, "L_Hip"), 0, Quaternion.about(0, 0), 0)).isCloseTo(0, within(1e-7));
    }

    /** Axes exchanged as in LAFAN1, z upwards, looking along x; legs along the spine: none of them is read as if it stood upright. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
        "OFFSET (\\S+) (\\S+) (\\S+) | OFFSET $2 $3 $1 | hips to the shoulders it leads along (5.00, 0.00, 0.00), but must lead along +y",
        "OFFSET (\\S+) (\\S+) (\\S+) | OFFSET $3 $1 $2 | hips to the shoulders it leads along (0.00, 0.00, 5.00), but must lead along +y",
        "OFFSET (\\S+) (\\S+) (\\S+) | OFFSET $3 $2 $1 | hip to the left it leads along (0.00, 0.00, 2.00), but must lead along +x",
        "OFFSET 0 -4 0              | OFFSET 0 4 0    | hips to the knees it leads along (0.00, 4.00, 0.00), but must lead along -y",
        "OFFSET 0 -4 0              | OFFSET 4 0 0    | hips to the knees it leads along (4.00, 0.00, 0.00), but must lead along -y",
        "OFFSET 0 -4 0              | OFFSET 0 0 0    | hips to the knees it leads along (0.00, 0.00, 0.00), but must lead along -y"})
    void rest_notUpright_isRefused(String good, String bad, String message) throws IOException {
        String text = person("0 -4 0", frame("0 9 0", "0 0 0"), frame("0 9 0", "0 0 0")).replaceAll(good, bad);
        assertThatExceptionOfType(MotionFileException.class).isThrownBy(() -> clip(text))
                .withMessageStartingWith(folder.resolve("person.bvh") + ": the rest pose does not stand upright and look along z: from ")
                .withMessageContaining(message).withMessageEndingWith(", within 45 degrees");
    }

    @Test
    void joint_mayHaveOneRotation() throws IOException {
        String text = person("0 -4 0", frame("0 9 0", "-30"), frame("0 9 0", "-30"))
                .replaceFirst("CHANNELS 3 Zrotation Yrotation Xrotation", "CHANNELS 1 Xrotation");
        assertThat(rotation(clip(text), 0, "L_Hip")).containsExactly(Quaternion.about(1, -Math.PI / 6), within(1e-12));
    }

    /** Turned by 90 degrees to the left and walking so, a motion begins forward all the same. */
    @Test
    void heading_beginsForward() throws IOException {
        String turned = " 0 90 0 0 0 0" + " 0 0 0".repeat(11);
        MotionClip clip = clip(person("0 -4 0", "0 9 0" + turned, "8 9 0" + turned));
        assertThat(Quaternion.heading(clip.rotations(), 0)).isCloseTo(0, within(1e-12));
        assertThat(clip.root()[3]).isCloseTo(0.78, within(1e-9));
        assertThat(clip.root()[4]).isCloseTo(0, within(1e-9));
    }

    @Test
    void part_ofAFile() throws IOException {
        String[] frames = new String[10];
        for (int t = 0; t < 10; t++) {
            frames[t] = frame("0 9 " + t, "0 0 0");
        }
        MotionClip clip = MotionFiles.read(write(person("0 -4 0", frames)), 0.1, 0.25);
        assertThat(clip.frames()).isEqualTo(4);
        assertThat(clip.root()[9]).isCloseTo(3 * 0.78 / 8, within(1e-9));
    }

    /** Parts of one file have names of their own, and so have their mirror images. */
    @ParameterizedTest
    @CsvSource({"0, Infinity, person", "0.1, 0.25, person:0.1-0.25", "0, 0.2, person:0-0.2", "0.10, Infinity, person:0.1-"})
    void part_isPartOfTheName(double from, double to, String name) throws IOException {
        MotionClip clip = MotionFiles.read(write(person("0 -4 0", frame("0 9 0", "0 0 0"), frame("0 9 1", "0 0 0"), frame("0 9 2", "0 0 0"),
                frame("0 9 3", "0 0 0"), frame("0 9 4", "0 0 0"))), from, to);
        assertThat(clip.name()).isEqualTo(name);
        assertThat(clip.mirrored().name()).isEqualTo(name + "-mirrored");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
        "HIERARCHY            | HIERACHY          | line 1: 'HIERACHY' instead of HIERARCHY",
        "OFFSET 0 -4 0        | OFFSET 0 x 0      | line 4: 'x' is no number; an offset is needed",
        "Zrotation Yrotation  | Zrotation Wturn   | 'Wturn' is no channel; there are [xposition",
        "CHANNELS 3 Zrotation | CHANNELS 3 Yrotation | line 3: the channel yrotation is named twice",
        "CHANNELS 6 Xposition Yposition Zposition | CHANNELS 3 | line 2: the root has no path, its channels are [zrotation, yr",
        "CHANNELS 6 Xposition | CHANNELS 5        | [xposition, yposition, zposition] are needed",
        "CHANNELS 6           | CHANNELS 9        | line 2: the number of channels: 9 is not possible",
        "Frames: 2            | Frames: 3         | the file ends where a channel's value in frame 2 is needed",
        "Frames: 2            | Frames: 1         | there are values after the last of 1 frames",
        "Frames: 2            | Frames: -1        | the number of frames: -1 is not possible",
        "Frame Time: 0.05     | Frame Time: 0     | the time of a frame: 0.0 s is not possible",
        "LeftLeg              | Left              | no joint for L_Knee, such as leftleg, l_knee",
        "0 9 0                | 0 1e999 0         | '1e999' is no number"})
    void damaged_saysWhereAndWhy(String good, String bad, String message) throws IOException {
        String text = person("0 -4 0", frame("0 9 0", "0 0 0"), frame("0 9 0", "0 0 0"));
        assertThat(text).contains(good);
        assertThatExceptionOfType(MotionFileException.class).isThrownBy(() -> clip(text.replaceFirst(good, bad)))
                .withMessageStartingWith(folder.resolve("person.bvh") + ": ").withMessageContaining(message);
    }

    @Test
    void tooMuch_isRefusedBeforeItIsKept() throws IOException {
        String root = "HIERARCHY\nROOT a { OFFSET 0 0 0 CHANNELS 3 Xposition Yposition Zposition ";
        String deep = root + "JOINT a { OFFSET 0 0 0 CHANNELS 0 ".repeat(500);
        refused(deep, "joints");
        refused("HIERARCHY\nROOT " + "x".repeat(1 << 17), "longer than 65536 characters");
        refused(root + "}\nMOTION\nFrames: 2000000000\nFrame Time: 0.01\n", "the file ends where a channel's value in frame 0");
    }

    private void refused(String text, String message) throws IOException {
        Path file = write(text);
        assertThatExceptionOfType(MotionFileException.class).isThrownBy(() -> MotionFiles.read(file, 0, 1))
                .withMessageContaining(message);
    }

    /** Bytes changed, cut out or doubled: a file is read, or its message names it; nothing else is thrown. */
    @Test
    void fuzz_readsOrSaysWhy() throws IOException {
        byte[] good = person("0 -4 0", frame("0 9 0", "0 0 0"), frame("0 9 1", "5 5 5")).getBytes(StandardCharsets.US_ASCII);
        Rng random = new Rng(11, 0);
        Path file = folder.resolve("person.bvh");
        int read = 0;
        for (int i = 0; i < FUZZ; i++) {
            byte[] bad = good.clone();
            for (int k = random.nextInt(4); k >= 0; k--) {
                int at = random.nextInt(bad.length);
                switch (random.nextInt(3)) {
                    case 0 -> bad[at] = (byte) random.nextInt(256);
                    case 1 -> bad = Arrays.copyOf(bad, at + 1);
                    default -> System.arraycopy(good, 0, bad, at, Math.min(good.length, bad.length) - at);
                }
            }
            Files.write(file, bad);
            try {
                MotionFiles.read(file, 0, Double.POSITIVE_INFINITY);
                read++;
            } catch (MotionFileException e) {
                assertThat(e).hasMessageStartingWith(file + ": ");
            }
        }
        assertThat(read).isLessThan(FUZZ);
    }

    /**
     * The lowest point of the soles, m: full -0.012 to 0.013, which is what smoothing leaves; lite -0.015 to 0.015, although its fit raises
     * the feet by up to five centimetres.
     */
    @ParameterizedTest
    @EnumSource
    void cmuWalk_solesAreOnTheGroundAfterTheFit(HumanoidBody body) {
        MotionClip clip = NamedMotions.get("cmu-walk").getFirst();
        for (MotionClip one : List.of(clip, clip.mirrored())) {
            ReferenceMotion motion = new ReferenceMotion(one, body);
            for (int t = 0; t < motion.frames(); t++) {
                assertThat(Soles.lowest(motion.bodies(t).position, 0, motion.bodies(t).rotation, 0)).as("frame " + t)
                        .isCloseTo(0, within(0.016));
            }
        }
    }

    /** A real walk of two metres on the ground, all angles taken by 69 hinges, and by 29 to a quarter of a radian on average. */
    @Test
    void cmuWalk_standsOnTheGround() {
        MotionClip clip = NamedMotions.get("cmu-walk").getFirst();
        assertThat(clip.name()).isEqualTo("cmu-walk");
        assertThat(clip.frames()).isEqualTo(83);
        assertThat(clip.seconds()).isCloseTo(2.733, within(1e-3));
        assertThat(clip.root()[3 * 82]).isCloseTo(1.61, within(0.02)); // at the end the person turns to the right
        assertThat(clip.root()[3 * 82 + 1]).isCloseTo(-1.08, within(0.02));
        for (int i = 2; i < clip.root().length; i += 3) {
            assertThat(clip.root()[i]).isBetween(0.9, 1.02);
        }
        ReferenceMotion full = new ReferenceMotion(clip, HumanoidBody.FULL);
        assertThat(full.residual()).isLessThan(1e-6);
        ReferenceMotion lite = new ReferenceMotion(clip, HumanoidBody.LITE);
        assertThat(lite.residual()).isBetween(0.2, 0.3);
        // knees bend backwards only, and arms hang beside the body
        int knee = HumanoidBody.LITE.hinges().stream().map(Hinge::name).toList().indexOf("L_Knee_y");
        for (int t = 0; t < lite.frames(); t++) {
            assertThat(lite.qpos(t)[7 + knee]).isBetween(-0.2, 1.6);
            assertThat(lite.bodies(t).position[3 * 17 + 2]).isLessThan(1.4);
            double[] local = new double[3]; // the left wrist is to the left of the right one
            double[] apart = new double[3];
            for (int i = 0; i < 3; i++) {
                apart[i] = lite.bodies(t).position[3 * 17 + i] - lite.bodies(t).position[3 * 22 + i];
            }
            Quaternion.rotate(Quaternion.about(2, -Quaternion.heading(lite.qpos(t), 3)), 0, apart, 0, local, 0);
            assertThat(local[1]).isPositive();
        }
    }
}
