package dev.advect.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes npy and npz files as NumPy does. */
final class NpyFiles {
    private NpyFiles() {}

    /** An npy file with any header, padded as NumPy pads it, and any data. */
    static byte[] npy(String header, byte[] data) {
        int length = (10 + header.length() + 1 + 63) / 64 * 64 - 10;
        ByteBuffer bytes = ByteBuffer.allocate(10 + length + data.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}).putShort((short) length);
        bytes.put(header.getBytes(StandardCharsets.ISO_8859_1)).put(" ".repeat(length - header.length() - 1).getBytes(
                StandardCharsets.ISO_8859_1)).put((byte) '\n').put(data);
        return bytes.array();
    }

    /** A vector of 32-bit floats. */
    static byte[] floats(double... values) {
        ByteBuffer data = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (double value : values) {
            data.putFloat((float) value);
        }
        return npy("{'descr': '<f4', 'fortran_order': False, 'shape': (" + values.length + ",), }", data.array());
    }

    /** A table of 64-bit integers with two columns. */
    static byte[] pairs(long... values) {
        ByteBuffer data = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (long value : values) {
            data.putLong(value);
        }
        return npy("{'descr': '<i8', 'fortran_order': False, 'shape': (" + values.length / 2 + ", 2), }", data.array());
    }

    /** An npz file with compressed arrays, as numpy.savez_compressed writes it. */
    static byte[] npz(Map<String, byte[]> arrays) throws IOException {
        return npz(arrays, ZipEntry.DEFLATED);
    }

    /** An npz file with arrays that are not compressed, as numpy.savez writes it. */
    static byte[] storedNpz(Map<String, byte[]> arrays) throws IOException {
        return npz(arrays, ZipEntry.STORED);
    }

    private static byte[] npz(Map<String, byte[]> arrays, int method) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> array : arrays.entrySet()) {
                ZipEntry entry = new ZipEntry(array.getKey() + ".npy");
                entry.setMethod(method);
                if (method == ZipEntry.STORED) {
                    CRC32 crc = new CRC32();
                    crc.update(array.getValue());
                    entry.setSize(array.getValue().length);
                    entry.setCrc(crc.getValue());
                }
                zip.putNextEntry(entry);
                zip.write(array.getValue());
            }
        }
        return bytes.toByteArray();
    }

    /**
     * Writes a step of CALVIN's: robot_obs (n, n/2), scene_obs (10 n), rel_actions and actions (n/100, ±1) and a picture.
     */
    static void step(Path folder, int number) throws IOException {
        byte[] picture = npy("{'descr': '|u1', 'fortran_order': False, 'shape': (2, 2, 3), }", new byte[12]);
        Files.write(folder.resolve(String.format(Locale.ROOT, "episode_%07d.npz", number)), npz(new TreeMap<>(
                Map.of("robot_obs", floats(number, number / 2.0), "scene_obs", floats(10 * number), "actions", floats(9, 9),
                        "rel_actions", floats(number / 100.0, number % 2 == 0 ? 1 : -1), "rgb_static", picture))));
    }
}
