package dev.advect.data;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

/**
 * Damaged npz and Parquet files are read as they should be, or refused by one line that names the file: no crash, no other
 * exception, no end of memory. {@code -Dadvect.mutants=10000} tries so many of each.
 */
class MutatedFilesTest {
    private static final int MUTANTS = Integer.getInteger("advect.mutants", 300);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void calvin_mutatedNpz_isReadOrRefused() throws IOException {
        for (int number = 1; number <= 3; number++) {
            NpyFiles.step(folder, number);
        }
        Files.write(folder.resolve("ep_start_end_ids.npy"), NpyFiles.pairs(1, 3));
        mutate(List.of("episode_0000001.npz", "episode_0000003.npz", "ep_start_end_ids.npy"));
    }

    @Test
    void leRobot_mutatedParquet_isReadOrRefused() throws IOException {
        LeRobotFixture.copyTo(folder);
        mutate(LeRobotFixture.FILES);
    }

    private void mutate(List<String> names) throws IOException {
        Random random = new Random(4);
        int refused = 0;
        for (int i = 0; i < MUTANTS; i++) {
            Path file = folder.resolve(names.get(random.nextInt(names.size())));
            byte[] original = Files.readAllBytes(file);
            Files.write(file, mutant(original, random));
            int number = i;
            refused += assertTimeoutPreemptively(Duration.ofSeconds(30), () -> isRefused(number)) ? 1 : 0;
            Files.write(file, original);
        }
        assertThat(refused).isGreaterThan(MUTANTS / 4);
        assertThat(DemonstrationFile.read(folder).steps()).isPositive();
    }

    private boolean isRefused(int number) {
        try {
            Demonstrations found = DemonstrationFile.read(folder);
            assertThat(found.steps()).as("mutant %d", number).isBetween(1, 100);
            return false;
        } catch (IOException e) {
            assertThat(e).as("mutant %d", number).isInstanceOf(DemonstrationException.class);
            assertThat(e.getMessage()).as("mutant %d", number).startsWith(folder.toString()).doesNotContain("\n");
            assertThat(e.getMessage()).as("mutant %d", number).hasSizeLessThan(1000);
            return true;
        }
    }

    /** Bits flipped, bytes set, a part cut out, doubled or cut off. */
    private static byte[] mutant(byte[] original, Random random) {
        byte[] bytes = original.clone();
        int at = random.nextInt(bytes.length);
        int length = Math.min(bytes.length - at, 1 + random.nextInt(16));
        switch (random.nextInt(6)) {
            case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> bytes[at] = (byte) random.nextInt(256);
            case 2 -> Arrays.fill(bytes, at, at + length, (byte) (random.nextBoolean() ? 0 : 0xff));
            case 3 -> {
                byte[] some = new byte[length];
                random.nextBytes(some);
                System.arraycopy(some, 0, bytes, at, length);
            }
            case 4 -> bytes = Arrays.copyOf(bytes, at);
            default -> {
                byte[] longer = new byte[bytes.length + length];
                System.arraycopy(bytes, 0, longer, 0, at + length);
                System.arraycopy(bytes, at, longer, at + length, bytes.length - at);
                bytes = longer;
            }
        }
        return bytes;
    }
}
