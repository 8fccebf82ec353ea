package dev.advect.mujoco.library;

import dev.advect.mujoco.MujocoException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class WheelTest {
    private static final String NAME = "mujoco-3.14.0-cp311-cp311-manylinux_2_28_x86_64.whl";

    @TempDir
    private Path folder;

    @Test
    void unpack_takesLibraryAndHeadersAndNothingElse() throws IOException {
        byte[] header = "#define mjVERSION_HEADER 3014000\n".getBytes(StandardCharsets.US_ASCII);
        Path target = Files.createDirectory(folder.resolve("target"));
        wheel(Binaries.zip(Map.of(
                "mujoco/libmujoco.so.3.14.0", Binaries.ofThisMachine(),
                "mujoco/include/mujoco/mujoco.h", header,
                "mujoco/include/mujoco/../../../../evil.h", header,
                "../libmujoco.so", header,
                "mujoco/plugin/libmujoco.so", header,
                "mujoco/__init__.py", header))).unpack(target);
        assertThat(target.resolve("libmujoco.so.3.14.0")).hasBinaryContent(Binaries.ofThisMachine());
        assertThat(target.resolve("include/mujoco/mujoco.h")).hasBinaryContent(header);
        try (var all = Files.walk(folder)) {
            assertThat(all.filter(Files::isRegularFile)).hasSize(3); // the wheel and those two
        }
    }

    @Test
    void unpack_withoutALibrary_isRefused() throws IOException {
        Wheel wheel = wheel(Binaries.zip(Map.of("mujoco/__init__.py", new byte[1])));
        assertThatThrownBy(() -> wheel.unpack(folder)).isInstanceOf(MujocoException.class)
                .hasMessage(wheel.file() + " holds no MuJoCo library");
    }

    /** Cut anywhere, and with any one byte changed: either the library is as it was packed, or it is refused in one line. */
    @Test
    void unpack_ofADamagedWheel_isRefused() throws IOException {
        byte[] whole = Binaries.wheel("3.14.0");
        for (int length = 0; length < whole.length; length += 7) {
            refuseOrKeep(Arrays.copyOf(whole, length), true);
        }
        Random random = new Random(17);
        for (int i = 0; i < Integer.getInteger("advect.test.mutations", 1000); i++) {
            byte[] changed = whole.clone();
            changed[random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(8));
            refuseOrKeep(changed, false);
        }
    }

    private void refuseOrKeep(byte[] bytes, boolean cut) throws IOException {
        Path target = Files.createTempDirectory(folder, "target");
        try {
            wheel(bytes).unpack(target);
            assertThat(cut).isFalse();
            assertThat(LibraryNames.in(target)).singleElement()
                    .satisfies(library -> assertThat(library).hasBinaryContent(Binaries.ofThisMachine()));
        } catch (MujocoException e) {
            assertThat(e).message().startsWith(folder.resolve(NAME).toString()).doesNotContain("\n");
        }
    }

    @Test
    void key_tellsVersionsAndContentsApart() throws IOException {
        String first = wheel(Binaries.wheel("3.14.0")).key();
        assertThat(first).matches("3\\.14\\.0-[0-9a-f]{8}");
        assertThat(wheel(new byte[0]).key()).isEqualTo("3.14.0-e3b0c442").isNotEqualTo(first); // SHA-256 of nothing
        Path renamed = Files.copy(folder.resolve(NAME), folder.resolve("some.whl"));
        assertThat(new Wheel(renamed).key()).isEqualTo("e3b0c442");
    }

    private Wheel wheel(byte[] bytes) throws IOException {
        return new Wheel(Files.write(folder.resolve(NAME), bytes));
    }
}
