package dev.advect.mujoco;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class LibraryFinderTest {
    private static final String VERSION_237 = "int mj_version(void) { return 237; }";
    private static final String NEEDS_ANSWER = "int answer(void); int mj_version(void) { return answer(); }";
    private static final String VERSION_222 = "int mj_version(void) { return 222; }";

    @TempDir
    private Path folder;

    @Test
    void mujoco_ofThisMachine_isNamed() {
        assertThat(Mujoco.problem()).isEmpty();
        assertThat(Mujoco.version()).isEqualTo("2.2.2");
        assertThat(Mujoco.libraryPath()).isRegularFile();
    }

    @Test
    void find_variableNamesAnotherVersion_isRefused() throws IOException {
        Path library = new CCompiler(folder).library(VERSION_237, "libmujoco.so");
        for (Path named : List.of(library, folder)) {
            LibraryFinder finder = finder(Map.of(LibraryFinder.VARIABLE, named.toString()), List.of());
            assertThatThrownBy(finder::find)
                    .isInstanceOf(MujocoException.class)
                    .hasMessageContaining("2.2.2 is needed")
                    .hasMessageContaining(library + " is 2.3.7")
                    .hasMessageContaining("apt-get install libmujoco2.2.2");
        }
    }

    @Test
    void find_variableNamesNothingUsable_isRefused() throws IOException {
        Path text = Files.writeString(folder.resolve("libtext.so"), "text");
        assertThatThrownBy(finder(Map.of(LibraryFinder.VARIABLE, text.toString()), List.of())::find)
                .isInstanceOf(MujocoException.class)
                .hasMessageContaining("cannot load " + text)
                .hasMessageContaining("file too short");
        assertThatThrownBy(finder(Map.of(LibraryFinder.VARIABLE, folder.toString()), List.of())::find)
                .isInstanceOf(MujocoException.class)
                .hasMessageContaining("ADVECT_MUJOCO is " + folder);
        assertThatThrownBy(finder(Map.of(LibraryFinder.VARIABLE, "/absent"), List.of())::find)
                .isInstanceOf(MujocoException.class)
                .hasMessageContaining("ADVECT_MUJOCO is /absent");
        Path other = new CCompiler(folder).library("int f(void) { return 1; }", "libother.so");
        assertThatThrownBy(finder(Map.of(LibraryFinder.VARIABLE, other.toString()), List.of())::find)
                .isInstanceOf(MujocoException.class)
                .hasMessageContaining(other + " is not a MuJoCo library");
    }

    @Test
    void find_systemHasAnotherVersion_isPassedOver() throws IOException {
        Path old = Files.createDirectory(folder.resolve("old"));
        Path good = Files.createDirectory(folder.resolve("good"));
        Path wrong = new CCompiler(old).library(VERSION_237, "libmujoco.so");
        Path right = new CCompiler(good).library(VERSION_222, "libmujoco.so.2.2.2");
        try (Logged logged = new Logged()) {
            assertThat(finder(Map.of(), List.of(old, good)).find().path()).isEqualTo(right);
            assertThat(logged.lines("passed over")).singleElement().asString().contains(wrong + " is 2.3.7");
        }
    }

    @Test
    void find_nothingInTheSystem_takesTheCacheThenFetches() throws IOException {
        assertThatThrownBy(finder(Map.of(), List.of(folder.resolve("absent")))::find).hasMessage("fetch was called");
        Path cache = Files.createDirectory(folder.resolve("cache"));
        Path cached = new CCompiler(cache).library(VERSION_222, "libmujoco.so.2.2.2");
        assertThat(finder(Map.of(), List.of()).find().path()).isEqualTo(cached);
    }

    @Test
    void open_librariesItNeedsLieBesideIt_areOpenedFirst() throws IOException {
        CCompiler compiler = new CCompiler(folder);
        // a name that no system has, so that only the file beside it can be meant
        Path companion = compiler.library("int answer(void) { return 222; }", "libccd.so.test");
        Path library = compiler.library(
                NEEDS_ANSWER, "libmujoco.so.2.2.2", companion.toString());
        assertThat(LibraryFile.open(library).path()).isEqualTo(library);
    }

    @Test
    void open_librariesItNeedsAreMissing_saysWhich() throws IOException {
        CCompiler compiler = new CCompiler(folder);
        Path missing = compiler.library("int answer(void) { return 222; }", "libqhull_r.so.absent");
        Path library = compiler.library(
                NEEDS_ANSWER, "libmujoco.so.2.2.2", missing.toString());
        Files.delete(missing);
        assertThatThrownBy(() -> LibraryFile.open(library))
                .isInstanceOf(MujocoException.class)
                .hasMessageContaining("libqhull_r.so.absent");
    }

    @Test
    void advice_isThatForTheMachine() {
        assertThat(LibraryFinder.advice("Mac OS X", "aarch64")).contains("macos-universal2.dmg");
        assertThat(LibraryFinder.advice("Linux", "aarch64")).contains("linux-aarch64.tar.gz");
        assertThat(LibraryFinder.advice("Linux", "amd64"))
                .contains("sudo apt-get install libmujoco2.2.2")
                .contains("linux-x86_64.tar.gz | tar xz && export ADVECT_MUJOCO=$PWD/mujoco-2.2.2/lib");
    }

    @Test
    void cache_isThatOfTheUser() {
        assertThat(LibraryFinder.cache(Map.of("XDG_CACHE_HOME", "/c"))).isEqualTo(Path.of("/c/advect/mujoco-2.2.2"));
        assertThat(LibraryFinder.cache(Map.of()))
                .isEqualTo(Path.of(System.getProperty("user.home"), ".cache/advect/mujoco-2.2.2"));
    }

    private LibraryFinder finder(Map<String, String> environment, List<Path> folders) {
        return new LibraryFinder(environment, folders, folder.resolve("cache"), cache -> {
            throw new MujocoException("fetch was called");
        });
    }
}
