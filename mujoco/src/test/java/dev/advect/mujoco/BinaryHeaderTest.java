package dev.advect.mujoco;

import dev.advect.mujoco.library.Binaries;
import dev.advect.mujoco.library.BinaryHeader;
import dev.advect.mujoco.library.CCompiler;
import dev.advect.mujoco.library.Machine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class BinaryHeaderTest {
    @TempDir
    private Path folder;

    @Test
    void problem_ofALibraryForThisMachine_isNone() throws IOException {
        assertThat(problem(Binaries.elf(Binaries.ELF_X86_64), machine(Machine.Platform.LINUX, "amd64"))).isEmpty();
        assertThat(problem(Binaries.elf(Binaries.ELF_ARM64), machine(Machine.Platform.LINUX, "aarch64"))).isEmpty();
        assertThat(problem(Binaries.machO(Binaries.MAC_ARM64), machine(Machine.Platform.MAC, "aarch64"))).isEmpty();
        assertThat(problem(Binaries.universal(), machine(Machine.Platform.MAC, "aarch64"))).isEmpty();
        assertThat(problem(Binaries.universal(), machine(Machine.Platform.MAC, "x86_64"))).isEmpty();
        assertThat(problem(Binaries.dll(0x8664), machine(Machine.Platform.WINDOWS, "amd64"))).isEmpty();
        assertThat(problem(Binaries.dll(0xaa64), machine(Machine.Platform.WINDOWS, "aarch64"))).isEmpty();
    }

    @Test
    void problem_ofAnotherMachinesLibrary_namesBoth() throws IOException {
        Machine linux = machine(Machine.Platform.LINUX, "amd64");
        assertThat(problem(Binaries.elf(Binaries.ELF_ARM64), linux))
                .isEqualTo("it is built for Linux on arm64, and this is Linux on x86-64");
        assertThat(problem(Binaries.elf(243), linux))
                .isEqualTo("it is built for Linux on processor 243, and this is Linux on x86-64");
        assertThat(problem(Binaries.universal(), linux))
                .isEqualTo("it is built for macOS on arm64 and x86-64, and this is Linux on x86-64");
        assertThat(problem(Binaries.dll(0x8664), linux))
                .isEqualTo("it is built for Windows on x86-64, and this is Linux on x86-64");
        assertThat(problem(Binaries.machO(Binaries.MAC_X86_64), machine(Machine.Platform.MAC, "aarch64")))
                .isEqualTo("it is built for macOS on x86-64, and this is macOS on arm64");
    }

    @Test
    void problem_ofWhatIsNoLibrary_saysSo() throws IOException {
        Machine machine = machine(Machine.Platform.LINUX, "amd64");
        assertThat(problem("text".getBytes(StandardCharsets.US_ASCII), machine)).isEqualTo("it is no library");
        assertThat(problem(new byte[0], machine)).isEqualTo("it is truncated");
        byte[] program = Binaries.elf(Binaries.ELF_X86_64);
        program[16] = 2;
        assertThat(problem(program, machine)).isEqualTo("it is no library");
        byte[] javaClass = {(byte) 0xca, (byte) 0xfe, (byte) 0xba, (byte) 0xbe, 0, 0, 0, 69, 0, 0};
        assertThat(problem(javaClass, machine)).isEqualTo("it is no library");
        assertThat(BinaryHeader.problem(folder.resolve("absent"), machine)).hasValueSatisfying(
                problem -> assertThat(problem).startsWith("it cannot be read"));
    }

    /** Every beginning of every kind of library: none may be taken for a whole one. */
    @Test
    void problem_ofTheBeginningOfALibrary_isThatItIsTruncated() throws IOException {
        Map<byte[], Machine> libraries = Map.of(
                Binaries.elf(Binaries.ELF_X86_64), machine(Machine.Platform.LINUX, "amd64"),
                Binaries.machO(Binaries.MAC_ARM64), machine(Machine.Platform.MAC, "aarch64"),
                Binaries.universal(), machine(Machine.Platform.MAC, "aarch64"),
                Binaries.dll(0x8664), machine(Machine.Platform.WINDOWS, "amd64"));
        for (Map.Entry<byte[], Machine> library : libraries.entrySet()) {
            for (int length = 0; length < library.getKey().length; length++) {
                assertThat(problem(Arrays.copyOf(library.getKey(), length), library.getValue()))
                        .isEqualTo("it is truncated");
            }
        }
    }

    @Test
    void problem_ofACompiledLibrary_isNoneUntilItIsCut() throws IOException {
        Path library = new CCompiler(folder).library("int answer(void) { return 42; }", "libanswer.so");
        Machine machine = Machine.ofThisProcess();
        assertThat(BinaryHeader.problem(library, machine)).isEmpty();
        byte[] whole = Files.readAllBytes(library);
        assertThat(problem(Arrays.copyOf(whole, whole.length - 1), machine)).isEqualTo("it is truncated");
    }

    /** Ten thousand damaged headers: each ends in a problem or in none, and soon; nothing is thrown. */
    @Test
    @Timeout(60)
    void problem_ofDamagedHeaders_isAlwaysAnAnswer() throws IOException {
        Random random = new Random(17);
        List<byte[]> kinds = List.of(Binaries.elf(Binaries.ELF_X86_64), Binaries.machO(Binaries.MAC_ARM64),
                Binaries.universal(), Binaries.dll(0x8664));
        Machine machine = machine(Machine.Platform.LINUX, "amd64");
        Map<String, Integer> answers = new HashMap<>();
        for (int i = 0; i < 10_000; i++) {
            byte[] bytes = kinds.get(i % kinds.size()).clone();
            for (int change = random.nextInt(1, 6); change > 0; change--) {
                // behind the magic number, so that the fields are reached
                bytes[random.nextInt(4, bytes.length)] = (byte) random.nextInt();
            }
            String answer = problem(bytes, machine);
            answers.merge(answer.replaceFirst("for .*", "for"), 1, Integer::sum);
        }
        assertThat(answers).containsOnlyKeys("", "it is truncated", "it is no library", "it is built for");
    }

    @Test
    void open_ofALibraryForAnotherProcessor_isRefusedBeforeItIsLoaded() throws IOException {
        int other = Machine.ofThisProcess().processor().equals(Machine.ARM64) ? Binaries.ELF_X86_64 : Binaries.ELF_ARM64;
        Path library = Binaries.write(folder.resolve("libmujoco.so"), Binaries.elf(other));
        assertThatThrownBy(() -> LibraryFile.open(library))
                .isInstanceOf(MujocoException.class)
                .hasMessageContaining("cannot load " + library + ": it is built for Linux on ")
                .message().doesNotContain("\n");
    }

    private String problem(byte[] bytes, Machine machine) throws IOException {
        return BinaryHeader.problem(Files.write(folder.resolve("file"), bytes), machine).orElse("");
    }

    private Machine machine(Machine.Platform platform, String processor) {
        return new Machine(platform, Machine.processor(processor), Map.of(), folder, folder);
    }
}
