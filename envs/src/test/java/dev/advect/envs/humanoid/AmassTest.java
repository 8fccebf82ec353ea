package dev.advect.envs.humanoid;

import dev.advect.random.Rng;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

class AmassTest {
    private static final int FRAMES = 5;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final Map<String, byte[]> arrays = new LinkedHashMap<>();

    private static byte[] npy(String descr, String shape, byte[] data) {
        String header = "{'descr': '" + descr + "', 'fortran_order': False, 'shape': (" + shape + "), }";
        header += " ".repeat(63 - (10 + header.length()) % 64) + "\n";
        return ByteBuffer.allocate(10 + header.length() + data.length).order(ByteOrder.LITTLE_ENDIAN)
                .put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}).putShort((short) header.length())
                .put(header.getBytes(StandardCharsets.US_ASCII)).put(data).array();
    }

    private static byte[] numbers(String shape, double... values) {
        ByteBuffer data = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (double value : values) {
            data.putDouble(value);
        }
        return npy("<f8", shape, data.array());
    }

    /** Upright, looking along the world's x, the left knee bent by 0.8 rad, walking 0.1 m a frame. */
    private static double[] pose(int columns, boolean root) {
        double[] poses = new double[FRAMES * columns];
        double third = 2 * Math.PI / 3 / Math.sqrt(3); // 120 degrees about (1, 1, 1) take SMPL's axes to the world's
        for (int t = 0; t < FRAMES; t++) {
            if (root) {
                Arrays.fill(poses, t * columns, t * columns + 3, third);
            }
            poses[t * columns + 3 * 4 - (root ? 0 : 3)] = 0.8; // L_Knee is SMPL's joint 4
        }
        return poses;
    }

    private void smplH() {
        arrays.put("poses", numbers(FRAMES + ", 156", pose(156, true)));
        arrays.put("trans", numbers(FRAMES + ", 3", trans()));
        arrays.put("mocap_framerate", numbers("", 120));
        arrays.put("gender", npy("<U4", "", "male".getBytes(StandardCharsets.UTF_32LE)));
        arrays.put("notes", npy("|O", "1", new byte[] {(byte) 0x80, 3, '.'}));
    }

    private static double[] trans() {
        double[] trans = new double[3 * FRAMES];
        for (int t = 0; t < FRAMES; t++) {
            trans[3 * t] = 2 + 0.1 * t;
            trans[3 * t + 1] = -1;
            trans[3 * t + 2] = 1.1;
        }
        return trans;
    }

    private Path write() throws IOException {
        Path file = folder.resolve("motion_poses.npz");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (Map.Entry<String, byte[]> array : arrays.entrySet()) {
                zip.putNextEntry(new ZipEntry(array.getKey() + ".npy"));
                zip.write(array.getValue());
            }
        }
        return file;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void read_bothKindsOfKeys(boolean smplX) throws IOException {
        smplH();
        if (smplX) {
            arrays.remove("poses");
            arrays.remove("mocap_framerate");
            arrays.put("root_orient", numbers(FRAMES + ", 3", Arrays.copyOf(rootOnly(), 3 * FRAMES)));
            arrays.put("pose_body", numbers(FRAMES + ", 63", pose(63, false)));
            arrays.put("mocap_frame_rate", numbers("", 120));
            arrays.put("surface_model_type", npy("<U5", "", "smplx".getBytes(StandardCharsets.UTF_32LE)));
        }
        MotionClip clip = MotionFiles.read(write(), 0, Double.POSITIVE_INFINITY);
        assertThat(clip.name()).isEqualTo("motion_poses");
        assertThat(clip.rate()).isEqualTo(120);
        assertThat(clip.frames()).isEqualTo(FRAMES);
        // the right leg stands straight on the ground
        assertThat(clip.root()).containsExactly(new double[] {0, 0, 0.95, 0.1, 0, 0.95, 0.2, 0, 0.95, 0.3, 0, 0.95, 0.4, 0, 0.95},
                within(1e-9));
        for (int body = 0; body < Anatomy.BODIES; body++) {
            double[] expected = Anatomy.names().get(body).equals("L_Knee") ? Quaternion.about(1, 0.8) : new double[] {1, 0, 0, 0};
            assertThat(Quaternion.angle(clip.rotations(), 4 * body, expected, 0)).as(Anatomy.names().get(body))
                    .isCloseTo(0, within(1e-7));
        }
    }

    private static double[] rootOnly() {
        double[] root = new double[3 * FRAMES];
        Arrays.fill(root, 2 * Math.PI / 3 / Math.sqrt(3));
        return root;
    }

    @Test
    void read_part() throws IOException {
        smplH();
        assertThat(MotionFiles.read(write(), 1 / 120.0, 3 / 120.0).frames()).isEqualTo(3);
    }

    @Test
    void read_whatIsMissingOrOdd_isNamed() throws IOException {
        smplH();
        arrays.put("trans", numbers("4, 3", Arrays.copyOf(trans(), 12)));
        refused("different numbers of frames");
        smplH();
        arrays.put("poses", numbers(FRAMES + ", 60", new double[60 * FRAMES]));
        refused("'poses' has the shape [5, 60], [frames, 66] is needed");
        smplH();
        arrays.remove("trans");
        refused("the array 'trans' is missing");
        smplH();
        double[] poses = pose(156, true);
        poses[7] = Double.NaN;
        arrays.put("poses", numbers(FRAMES + ", 156", poses));
        refused("a rotation is not finite");
        smplH();
        arrays.put("mocap_framerate", numbers("", 0));
        refused("the frame rate 0.0 is not possible");
        smplH();
        arrays.put("poses", npy("|O", FRAMES + ", 156", new byte[] {(byte) 0x80, 3, '.'}));
        refused("pickled");
    }

    private void refused(String message) throws IOException {
        Path file = write();
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> MotionFiles.read(file, 0, 9))
                .withMessageStartingWith(file + ": ").withMessageContaining(message);
    }

    /** Bytes changed or cut off: a file is read, or its message names it. */
    @Test
    void fuzz_readsOrSaysWhy() throws IOException {
        smplH();
        byte[] good = Files.readAllBytes(write());
        Rng random = new Rng(12, 0);
        Path file = folder.resolve("bad.npz");
        for (int i = 0; i < Integer.getInteger("advect.fuzz", 200); i++) {
            byte[] bad = Arrays.copyOf(good, random.nextInt(8) == 0 ? random.nextInt(good.length) : good.length);
            for (int k = random.nextInt(6); k > 0 && bad.length > 0; k--) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
            }
            Files.write(file, bad);
            try {
                MotionFiles.read(file, 0, Double.POSITIVE_INFINITY);
            } catch (IOException e) {
                assertThat(e).hasMessageStartingWith(file + ": ");
            }
        }
    }
}
