package dev.advect.mujoco.library;

import dev.advect.mujoco.Fork;
import dev.advect.mujoco.Installations;
import dev.advect.mujoco.MujocoException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Fetching with programs named pip3 and apt-get that do what a test needs. */
final class LibraryFetchTest {
    private static final Version VERSION = new Version(3, 14, 0);
    private static final String WHEEL = "mujoco-3.14.0-cp311-cp311-manylinux_2_28_x86_64.whl";

    @TempDir
    private Path temporary;

    private Path folder;
    private Path programs;
    private Path cacheHome;
    private Path cache;
    private Path wheel;
    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void makeFolders() throws IOException {
        folder = Files.createDirectory(temporary.resolve("größe 1"));
        programs = Files.createDirectory(folder.resolve("programs"));
        cacheHome = folder.resolve("cache");
        cache = cacheHome.resolve("advect");
        wheel = Binaries.write(folder.resolve("index").resolve(WHEEL), Binaries.wheel("3.14.0"));
        environment.put("PATH", programs.toString());
        environment.put("XDG_CACHE_HOME", cacheHome.toString());
    }

    @Test
    void fetch_byPip_givesLibraryAndHeaders() throws IOException {
        pip(copy());
        Path library = fetch().fetch(VERSION);
        assertThat(library).isEqualTo(cache.resolve("mujoco-3.14.0/libmujoco.so.3.14.0"))
                .hasBinaryContent(Binaries.ofThisMachine());
        assertThat(library.resolveSibling("include/mujoco/mujoco.h")).isRegularFile();
        assertThat(calls()).singleElement().asString()
                .startsWith("download --no-deps --only-binary=:all: ").endsWith(" mujoco==3.14.0");
        onlyTheVersionIsLeft();
        assertThat(fetch().fetch(VERSION)).isEqualTo(library);
        assertThat(calls()).hasSize(1);
    }

    @Test
    void fetch_withoutNetwork_isOneLineAndLeavesNothing() throws IOException {
        pip("echo 'ERROR: Could not find a version that satisfies the requirement' >&2; "
                + "echo 'ERROR: No matching distribution found for mujoco==3.14.0' >&2; exit 1");
        refused(() -> fetch().fetch(VERSION), "MuJoCo 3.14.0 cannot be fetched: pip finds no MuJoCo 3.14.0: there is no "
                + "network, or no such version for this system. ", "ADVECT_MUJOCO=FILE");
        // asked again for the wheel of another Python
        assertThat(calls()).hasSize(2).last().asString().endsWith(" --python-version=3.12");
        nothingIsLeft();
    }

    @Test
    void fetchAny_asksPipFirstThenApt() throws IOException {
        for (String program : List.of("apt-get", "apt-cache", "dpkg-deb")) {
            program(program, "echo 'Temporary failure resolving' >&2; exit 100");
        }
        pip(copy());
        assertThat(fetch().fetchAny()).isEqualTo(cache.resolve("mujoco-3.14.0/libmujoco.so.3.14.0"));
        assertThat(cache.resolve("mujoco-2.2.2")).doesNotExist();
    }

    @Test
    void fetchAny_pipAndAptFail_saysWhyBothDid() throws IOException {
        for (String program : List.of("apt-get", "apt-cache", "dpkg-deb")) {
            program(program, "echo 'Temporary failure resolving' >&2; exit 100");
        }
        pip("echo 'no network' >&2; exit 1");
        refused(() -> fetch().fetchAny(), "MuJoCo was not found, and cannot be fetched: pip3 failed (no network); "
                + "apt-get failed (Temporary failure resolving). ");
        refused(() -> fetch().fetch(Version.DEBIAN), "MuJoCo 2.2.2 cannot be fetched: "
                + "apt-get failed (Temporary failure resolving); pip3 failed (no network). A wheel");
    }

    @Test
    void fetchAny_noProgramAtAll_saysWhatToDo() {
        refused(() -> fetch().fetchAny(), "there is neither apt-get nor pip", "pip download --no-deps mujoco==3.14.0");
    }

    @Test
    void fetch_givesADamagedWheel_isOneLineAndLeavesNothing() throws IOException {
        byte[] whole = Files.readAllBytes(wheel);
        for (int length : new int[] {0, whole.length / 2, whole.length - 1}) {
            Files.write(wheel, Arrays.copyOf(whole, length));
            pip(copy());
            refused(() -> fetch().fetch(VERSION), WHEEL + " is damaged (");
            nothingIsLeft();
        }
    }

    @Test
    void fetch_givesAWheelForAnotherMachine_isOneLineAndLeavesNothing() throws IOException {
        Files.write(wheel, Binaries.zip(Map.of("mujoco/mujoco.dll", Binaries.dll(0x8664))));
        pip(copy());
        refused(() -> fetch().fetch(VERSION), "mujoco.dll cannot be used: it is built for Windows on x86-64, and this is");
        nothingIsLeft();
    }

    @Test
    void fetch_cacheCannotBeWritten_isOneLine() throws IOException {
        pip(copy());
        Files.writeString(cacheHome, "a file");
        refused(() -> fetch().fetch(VERSION), "MuJoCo 3.14.0 cannot be fetched: pip: " + cache);
    }

    @Test
    void fetch_whatIsThereIsTruncated_fetchesAnew() throws IOException {
        pip(copy());
        Path library = Binaries.write(cache.resolve("mujoco-3.14.0/libmujoco.so.3.14.0"), new byte[100]);
        assertThat(fetch().fetch(VERSION)).isEqualTo(library).hasBinaryContent(Binaries.ofThisMachine());
        onlyTheVersionIsLeft();
    }

    @Test
    @Timeout(120)
    void fetch_byTwoProcessesAtOnce_downloadsOnce() throws Exception {
        pip("sleep 1; " + copy());
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            List<Future<Fork>> forks = threads.invokeAll(List.of(this::fork, this::fork));
            for (Future<Fork> fork : forks) {
                assertThat(fork.get().output()).contains(cache.resolve("mujoco-3.14.0/libmujoco.so.3.14.0").toString());
                assertThat(fork.get().status()).isZero();
            }
        }
        assertThat(calls()).hasSize(1);
        onlyTheVersionIsLeft();
    }

    @Test
    @Timeout(120)
    void fetch_afterAProcessWasKilled_goesOnWithWhatItHad() throws Exception {
        // the wheel was downloaded, then this process is killed
        pip(copy() + "; kill -9 $PPID; sleep 5");
        assertThat(fork().status()).isEqualTo(137);
        assertThat(new LibraryCache(cache).folders()).isEmpty();
        pip("exit 1"); // it is not needed any more
        assertThat(fetch().fetch(VERSION)).hasBinaryContent(Binaries.ofThisMachine());
        onlyTheVersionIsLeft();
    }

    @Test
    @Timeout(120)
    void fetch_afterAProcessWasKilledInADownload_downloadsAnew() throws Exception {
        pip("head -c 100 '" + wheel + "' >\"$dest/" + WHEEL + "\"; kill -9 $PPID; sleep 5");
        assertThat(fork().status()).isEqualTo(137);
        assertThat(new LibraryCache(cache).folders()).isEmpty();
        pip(copy());
        assertThat(fetch().fetch(VERSION)).hasBinaryContent(Binaries.ofThisMachine());
        onlyTheVersionIsLeft();
    }

    private Fork fork() throws IOException, InterruptedException {
        return Fork.run(Fetch.class, folder, Map.of("XDG_CACHE_HOME", cacheHome.toString(),
                "PATH", programs + ":" + System.getenv("PATH")));
    }

    /** Another process that fetches. */
    static final class Fetch {
        private Fetch() {}

        public static void main(String[] args) {
            System.out.println(Installations.fetch("3.14.0"));
        }
    }

    private LibraryFetch fetch() {
        return new LibraryFetch(
                new Machine(Machine.Platform.LINUX, Machine.ofThisProcess().processor(), environment, folder, folder));
    }

    private void pip(String body) throws IOException {
        program("pip3", "echo \"$@\" >>'" + folder.resolve("calls") + "'; "
                + "while [ \"$1\" != --dest ]; do shift; done; dest=$2; " + body);
    }

    private String copy() {
        return "cp '" + wheel + "' \"$dest\"";
    }

    private void program(String name, String body) throws IOException {
        Path program = Files.writeString(programs.resolve(name), "#!/bin/sh\n" + body + "\n");
        assertThat(Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"))).isExecutable();
    }

    private List<String> calls() throws IOException {
        return Files.readAllLines(folder.resolve("calls"));
    }

    private static void refused(ThrowingCallable call, String... parts) {
        assertThatThrownBy(call).isInstanceOf(MujocoException.class).message().contains(parts).doesNotContain("\n");
    }

    private void onlyTheVersionIsLeft() throws IOException {
        try (Stream<Path> left = Files.list(cache)) {
            assertThat(left).containsExactlyInAnyOrder(
                    cache.resolve("mujoco-3.14.0"), cache.resolve("mujoco-3.14.0.lock"));
        }
    }

    private void nothingIsLeft() throws IOException {
        try (Stream<Path> left = Files.list(cache)) {
            assertThat(left).containsExactly(cache.resolve("mujoco-3.14.0.lock"));
        }
    }
}
