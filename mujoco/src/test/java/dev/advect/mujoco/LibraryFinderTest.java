package dev.advect.mujoco;

import dev.advect.mujoco.layout.Layouts;
import dev.advect.mujoco.library.Advice;
import dev.advect.mujoco.library.Binaries;
import dev.advect.mujoco.library.CCompiler;
import dev.advect.mujoco.library.LibraryFinder;
import dev.advect.mujoco.library.Machine;
import dev.advect.mujoco.library.Version;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class LibraryFinderTest {
    private static final String VERSION_237 = "int mj_version(void) { return 237; }";
    /** All that is called of a library, none of which the finder calls. */
    private static final String SYMBOLS = Native.needed(Layouts.table(Version.parse("2.2.2"))).stream()
            .map(name -> " int " + name + ";").collect(Collectors.joining());

    private static final String NEEDS_ANSWER = "int answer(void); int mj_version(void) { return answer(); }" + SYMBOLS;
    private static final String INCOMPLETE_222 = "int mj_version(void) { return 222; }";
    private static final String VERSION_222 = INCOMPLETE_222 + SYMBOLS;

    @TempDir
    private Path folder;

    @Test
    void mujoco_ofThisMachine_isNamed() {
        assertThat(Mujoco.problem()).isEmpty();
        assertThat(Version.TESTED).contains(Version.parse(Mujoco.version()));
        assertThat(Mujoco.libraryPath()).isRegularFile();
    }

    @Test
    void find_variableNamesAnotherVersion_isRefused() throws IOException {
        Path library = new CCompiler(folder).library(VERSION_237, "libmujoco.so");
        for (Path named : List.of(library, folder)) {
            LibraryFinder finder = finder(Map.of(LibraryFinder.VARIABLE, named.toString()), List.of());
            assertThatThrownBy(() -> finder.find(LibraryFile::open))
                    .isInstanceOf(MujocoException.class)
                    .hasMessageContaining(library + " is MuJoCo 2.3.7, which advect cannot use: it needs 2.2.2, or 3.5.0")
                    .hasMessageContaining("apt-get install libmujoco2.2.2");
        }
    }

    @Test
    void find_variableNamesNothingUsable_isRefused() throws IOException {
        Path text = Files.writeString(folder.resolve("libtext.so"), "text");
        assertThatThrownBy(() -> finder(Map.of(LibraryFinder.VARIABLE, text.toString()), List.of()).find(LibraryFile::open))
                .isInstanceOf(MujocoException.class)
                .hasMessageContaining("cannot load " + text + ": it is no library. ");
        assertThatThrownBy(() -> finder(Map.of(LibraryFinder.VARIABLE, folder.toString()), List.of()).find(LibraryFile::open))
                .isInstanceOf(MujocoException.class)
                .hasMessageContaining("ADVECT_MUJOCO is " + folder);
        assertThatThrownBy(() -> finder(Map.of(LibraryFinder.VARIABLE, "/absent"), List.of()).find(LibraryFile::open))
                .isInstanceOf(MujocoException.class)
                .hasMessageContaining("ADVECT_MUJOCO is /absent");
        Path other = new CCompiler(folder).library("int f(void) { return 1; }", "libother.so");
        assertThatThrownBy(() -> finder(Map.of(LibraryFinder.VARIABLE, other.toString()), List.of()).find(LibraryFile::open))
                .isInstanceOf(MujocoException.class)
                .hasMessageContaining(other + " is not a MuJoCo library");
    }

    @Test
    void find_systemHasAnotherVersion_isPassedOver() throws IOException {
        assertPassedOver(VERSION_237, " is MuJoCo 2.3.7");
    }

    @Test
    void find_libraryLacksFunctions_isPassedOver() throws IOException {
        assertPassedOver(INCOMPLETE_222, " says it is MuJoCo 2.2.2, but lacks mj_loadXML, mj_deleteModel, ");
    }

    /** @param why what is said of the library that comes before the right one */
    private void assertPassedOver(String code, String why) throws IOException {
        Path bad = Files.createDirectory(folder.resolve("bad"));
        Path good = Files.createDirectory(folder.resolve("good"));
        Path wrong = new CCompiler(bad).library(code, "libmujoco.so");
        Path right = new CCompiler(good).library(VERSION_222, "libmujoco.so");
        try (Logged logged = new Logged()) {
            assertThat(finder(Map.of(), List.of(bad, good)).find(LibraryFile::open).path()).isEqualTo(right);
            assertThat(logged.lines("passed over")).singleElement().asString().contains(wrong + why);
        }
    }

    @Test
    void use_aSecondLibraryInOneProcess_isRefused() throws IOException {
        Path inUse = Mujoco.libraryPath();
        LibraryFile other = LibraryFile.open(new CCompiler(folder).library(VERSION_222, "libmujoco.so"));
        assertThatThrownBy(() -> Native.use(other)).isInstanceOf(MujocoException.class)
                .hasMessage("this process has begun to use " + inUse + " and cannot change to " + other.path() + "; start it anew");
    }

    @Test
    void find_nothingInTheSystem_takesTheCacheThenFetches() throws IOException {
        assertThatThrownBy(() -> finder(Map.of(), List.of(folder.resolve("absent"))).find(LibraryFile::open)).hasMessage("fetch was called");
        Path cache = Files.createDirectories(folder.resolve("cache/advect/mujoco-2.2.2"));
        Path cached = new CCompiler(cache).library(VERSION_222, "libmujoco.so.2.2.2");
        assertThat(finder(Map.of(), List.of()).find(LibraryFile::open).path()).isEqualTo(cached);
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
    void find_variableNamesAFolder_looksWherePackagesAndArchivesHaveIt() throws IOException {
        for (String inner : List.of("a/lib", "b/bin", "c/mujoco", "d/mujoco.framework/Versions/A",
                "e/lib/python3.11/site-packages/mujoco", "f")) {
            Path place = Files.createDirectories(folder.resolve(inner));
            Path library = new CCompiler(place).library(VERSION_222, "libmujoco.so.2.2.2");
            Path named = folder.resolve(inner.substring(0, 1));
            assertThat(finder(Map.of(LibraryFinder.VARIABLE, named.toString()), List.of()).find(LibraryFile::open).path())
                    .isEqualTo(library);
        }
    }

    @Test
    void find_variableNamesAWheelOrItsFolder_isUnpackedIntoTheCache() throws IOException {
        Path library = new CCompiler(folder).library(VERSION_222, "libmujoco.so.2.2.2");
        Path wheels = Files.createDirectory(folder.resolve("wheels 1"));
        Path wheel = Files.write(wheels.resolve("mujoco-2.2.2-cp310-cp310-some_machine.whl"),
                Binaries.zip(Map.of("mujoco/libmujoco.so.2.2.2", Files.readAllBytes(library))));
        for (Path named : List.of(wheel, wheels)) {
            Path found = finder(Map.of(LibraryFinder.VARIABLE, named.toString()), List.of()).find(LibraryFile::open).path();
            assertThat(found.resolve("../..").normalize()).isEqualTo(folder.resolve("cache/advect"));
            assertThat(found).hasFileName("libmujoco.so.2.2.2").hasSameBinaryContentAs(library);
        }
        Files.write(wheel, new byte[1000]);
        assertThatThrownBy(() -> finder(Map.of(LibraryFinder.VARIABLE, wheel.toString()), List.of()).find(LibraryFile::open))
                .isInstanceOf(MujocoException.class)
                .hasMessageContaining("ADVECT_MUJOCO is " + wheel + ": " + wheel + " is damaged");
    }

    @Test
    void find_variableNamesAVersion_isTheOneThatLiesAbout() throws IOException {
        Path place = Files.createDirectories(folder.resolve("cache/advect/mujoco-2.2.2"));
        Path library = new CCompiler(place).library(VERSION_222, "libmujoco.so.2.2.2");
        assertThat(finder(Map.of(LibraryFinder.VARIABLE, "2.2.2"), List.of()).find(LibraryFile::open).path()).isEqualTo(library);
        assertThatThrownBy(() -> finder(Map.of(LibraryFinder.VARIABLE, "3.14.0"), List.of()).find(LibraryFile::open))
                .isInstanceOf(MujocoException.class)
                .hasMessage("ADVECT_MUJOCO is 3.14.0, but no such version was found. "
                        + "Get it: advect mujoco --get=3.14.0");
    }

    @Test
    void find_whatLiesAboutCannotBeLoaded_isPassedOver() throws IOException {
        Path broken = Files.createDirectories(folder.resolve("broken"));
        Files.write(broken.resolve("libmujoco.so.2.2.2"), "text".getBytes(StandardCharsets.US_ASCII));
        assertThatThrownBy(() -> finder(Map.of(), List.of(broken)).find(LibraryFile::open)).hasMessage("fetch was called");
    }

    @Test
    void fetch_ofAVersionThatCannotBeUsed_isRefusedAtOnce() {
        assertThatThrownBy(() -> Installations.fetch("2.3.7"))
                .isInstanceOf(MujocoException.class)
                .hasMessage("advect cannot use MuJoCo 2.3.7: it needs 2.2.2, or 3.5.0 and later");
        assertThatThrownBy(() -> Installations.fetch("3.14"))
                .isInstanceOf(MujocoException.class)
                .hasMessage("'3.14' is no version such as 3.14.0");
    }

    @Test
    void advice_isThatForTheMachine() {
        assertThat(advice(Machine.Platform.MAC, Machine.ARM64)).contains("macos-universal2.dmg");
        assertThat(advice(Machine.Platform.LINUX, Machine.ARM64)).contains("linux-aarch64.tar.gz");
        assertThat(advice(Machine.Platform.WINDOWS, Machine.X86_64)).contains("pip download --no-deps mujoco==3.14.0");
        assertThat(advice(Machine.Platform.LINUX, Machine.X86_64))
                .contains("sudo apt-get install libmujoco2.2.2")
                .contains("linux-x86_64.tar.gz | tar xz && export ADVECT_MUJOCO=$PWD/mujoco-3.14.0/lib");
    }

    private static String advice(Machine.Platform platform, String processor) {
        return Advice.of(new Machine(platform, processor, Map.of(), Path.of("/"), Path.of("/")));
    }

    /** A machine whose only system folders are these, in this order. */
    private LibraryFinder finder(Map<String, String> environment, List<Path> folders) {
        Map<String, String> all = new HashMap<>(environment);
        all.put("XDG_CACHE_HOME", folder.resolve("cache").toString());
        all.put("LD_LIBRARY_PATH", folders.stream().map(Path::toString).collect(Collectors.joining(":")));
        Machine here = Machine.ofThisProcess();
        Machine machine = new Machine(here.platform(), here.processor(), all, folder, folder.resolve("root"));
        return new LibraryFinder(machine, () -> {
            throw new MujocoException("fetch was called");
        });
    }
}
