package dev.advect.io;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

class SafetensorsFuzzTest {
    private static final int CASES = 5_000;
    private static final long MAX_BYTES = 2_000_000;
    private static final String[] TOKENS = {
        "9223372036854775807", "-1", "1e99", "null", "[]", "{", "}", "\"", "\\u0000", "99999999999", ",", ":", "0"
    };

    @TempDir
    Path folder;

    @Test
    void read_mutatedFiles_onlyTheDocumentedExceptionAndLittleMemory() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Safetensors.write(out, SafetensorsTest.mixed(), Map.of("env", "toy"));
        byte[] valid = out.toByteArray();
        Path file = folder.resolve("fuzz.safetensors");
        Random random = new Random(1);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int refused = 0;
        for (int i = 0; i < CASES; i++) {
            byte[] mutant = mutate(valid, random);
            // Deleted first: some file systems flush a file to the disk that is truncated and rewritten.
            Files.deleteIfExists(file);
            Files.write(file, mutant);
            long before = threads.getCurrentThreadAllocatedBytes();
            try {
                Safetensors.read(file);
            } catch (DamagedFileException e) {
                refused++;
                assertThat(e.getMessage()).doesNotContain("\n").hasSizeLessThan(600);
            }
            assertThat(threads.getCurrentThreadAllocatedBytes() - before)
                    .as("bytes allocated in case %d", i).isLessThan(MAX_BYTES);
        }
        assertThat(refused).isGreaterThan(CASES / 2);
    }

    private static byte[] mutate(byte[] valid, Random random) {
        byte[] bytes = valid.clone();
        int header = Byte.toUnsignedInt(bytes[0]) + (Byte.toUnsignedInt(bytes[1]) << 8);
        for (int edits = 1 + random.nextInt(3); edits > 0; edits--) {
            int at = random.nextInt(Math.min(bytes.length, 8 + header));
            switch (random.nextInt(5)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) random.nextInt(256);
                case 2 -> bytes = Arrays.copyOf(bytes, Math.max(1, random.nextInt(bytes.length + 8)));
                case 3 -> bytes = splice(bytes, at, new byte[random.nextInt(4)]);
                default -> {
                    String token = TOKENS[random.nextInt(TOKENS.length)];
                    bytes = splice(bytes, at, token.getBytes(StandardCharsets.US_ASCII));
                }
            }
        }
        return bytes;
    }

    /** Overwrites, in place of growing, so that lengths stay right and the deeper checks are reached. */
    private static byte[] splice(byte[] bytes, int at, byte[] piece) {
        byte[] spliced = bytes.clone();
        System.arraycopy(piece, 0, spliced, at, Math.min(piece.length, bytes.length - at));
        return spliced;
    }
}
