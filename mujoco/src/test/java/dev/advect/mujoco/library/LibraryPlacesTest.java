package dev.advect.mujoco.library;

import dev.advect.mujoco.MujocoException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

/** Trees of files as all systems and Pythons have them, each with one library. */
final class LibraryPlacesTest {
    @TempDir
    private Path temporary;

    private Path root;
    private Path home;
    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void makeFolders() throws IOException {
        root = Files.createDirectories(temporary.resolve("größe 1/root"));
        home = Files.createDirectories(root.resolve("home/me"));
    }

    @Test
    void installations_ofLinux_areFoundInOrder() throws IOException {
        Path variable = library("opt/mine/libmujoco.so.3.5.0");
        environment.put("LD_LIBRARY_PATH", "/absent:" + variable.getParent());
        Path local = library("usr/local/lib/libmujoco.so.3.5.1");
        Path debian = library("usr/lib/x86_64-linux-gnu/libmujoco.so.3.5.2");
        Path active = library("venv/lib/python3.11/site-packages/mujoco/libmujoco.so.3.6.0");
        environment.put("VIRTUAL_ENV", root.resolve("venv").toString());
        Path conda = library("conda/lib/python3.12/site-packages/mujoco/libmujoco.so.3.7.0");
        environment.put("CONDA_PREFIX", root.resolve("conda").toString());
        Path python = library("opt/python/lib/python3.13/site-packages/mujoco/libmujoco.so.3.8.0");
        environment.put("PATH", program("opt/python/bin/python3").resolveSibling(".").normalize().toString());
        Path user = library("home/me/.local/lib/python3.11/site-packages/mujoco/libmujoco.so.3.9.0");
        Path pyenv = library("home/me/.pyenv/versions/3.11.7/lib/python3.11/site-packages/mujoco/libmujoco.so.3.10.0");
        Path cached = library("home/me/.cache/advect/mujoco-3.11.0/libmujoco.so.3.11.0");

        List<Installation> found = installations(Machine.Platform.LINUX);
        assertThat(found).extracting(Installation::library)
                .containsExactly(variable, local, debian, active, conda, python, user, pyenv, cached);
        assertThat(found).extracting(Installation::place).containsExactly("LD_LIBRARY_PATH", "system", "system",
                "VIRTUAL_ENV", "CONDA_PREFIX", "python3", "python3, of the user", "pyenv", "cache");
        assertThat(found).extracting(one -> one.version().orElse("")).containsExactly(
                "3.5.0", "3.5.1", "3.5.2", "3.6.0", "3.7.0", "3.8.0", "3.9.0", "3.10.0", "3.11.0");
    }

    @Test
    void installations_ofTestedVersions_comeBeforeOthers() throws IOException {
        library("usr/local/lib/libmujoco.so.3.5.0");
        library("usr/lib/x86_64-linux-gnu/libmujoco.so");
        library("home/me/.pyenv/versions/3.11.7/lib/python3.11/site-packages/mujoco/libmujoco.so.3.14.0");
        library("home/me/.cache/advect/mujoco-2.2.2/libmujoco.so.2.2.2");
        assertThat(installations(Machine.Platform.LINUX)).extracting(one -> one.version().orElse("unknown"))
                .containsExactly("3.14.0", "2.2.2", "3.5.0", "unknown");
    }

    @Test
    void installations_thatLinksLeadTo_areListedOnce() throws IOException {
        Path library = library("usr/lib/x86_64-linux-gnu/libmujoco.so.2.2.2");
        Files.createSymbolicLink(library.resolveSibling("libmujoco.so"), library.getFileName());
        Files.createDirectories(root.resolve("usr/local"));
        Files.createSymbolicLink(root.resolve("usr/local/lib"), library.getParent());
        assertThat(installations(Machine.Platform.LINUX)).singleElement()
                .extracting(Installation::version).isEqualTo(Optional.of("2.2.2"));
    }

    /** A virtual environment's python3 is a link to the system's, and both have packages. */
    @Test
    void installations_ofAPythonThatIsALink_areThoseOfBothEnds() throws IOException {
        Path own = library("venv/lib/python3.11/site-packages/mujoco/libmujoco.so.3.5.0");
        Path distribution = library("usr/lib/python3/dist-packages/mujoco/libmujoco.so.3.6.0");
        Path python = program("usr/bin/python3");
        Path link = Files.createDirectories(root.resolve("venv/bin")).resolve("python3");
        Files.createSymbolicLink(link, python);
        environment.put("PATH", link.resolveSibling(".").normalize().toString());
        assertThat(installations(Machine.Platform.LINUX)).extracting(Installation::library)
                .containsExactly(own, distribution);
    }

    @Test
    void installations_ofMacOs_includeFrameworkApplicationAndHomebrew() throws IOException {
        Path brew = library("opt/homebrew/lib/libmujoco.3.5.0.dylib");
        Path python = library("home/me/Library/Python/3.12/lib/python/site-packages/mujoco/libmujoco.3.6.0.dylib");
        Path framework = library("Library/Frameworks/mujoco.framework/Versions/A/libmujoco.3.7.0.dylib");
        String inside = "Applications/MuJoCo.app/Contents/Frameworks/mujoco.framework/Versions/A/libmujoco.";
        Path application = library(inside + "3.8.0.dylib");
        Path ofUser = library("home/me/" + inside + "3.9.0.dylib");
        assertThat(installations(Machine.Platform.MAC)).extracting(Installation::library)
                .containsExactly(brew, python, framework, application, ofUser);
    }

    /** Its library has no version in its name: the package and the headers say it. */
    @Test
    void installations_ofWindows_areFoundWithTheirVersions() throws IOException {
        Path active = library("venv/Lib/site-packages/mujoco/mujoco.dll");
        Files.createDirectories(root.resolve("venv/Lib/site-packages/mujoco-3.13.0.dist-info"));
        environment.put("VIRTUAL_ENV", root.resolve("venv").toString());
        Path user = library("home/me/AppData/Roaming/Python/Python312/site-packages/mujoco/mujoco.dll");
        Path cached = library("local data/advect/mujoco-3.5.0/mujoco.dll");
        environment.put("LOCALAPPDATA", root.resolve("local data").toString());
        Files.createDirectories(cached.resolveSibling("include/mujoco"));
        Files.writeString(cached.resolveSibling("include/mujoco/mujoco.h"), "\n#define mjVERSION_HEADER 3005000\n");
        List<Installation> found = installations(Machine.Platform.WINDOWS);
        assertThat(found).extracting(Installation::library).containsExactly(active, user, cached);
        assertThat(found).extracting(Installation::version)
                .containsExactly(Optional.of("3.13.0"), Optional.empty(), Optional.of("3.5.0"));
    }

    @Test
    void installations_thatCannotBeLoadedHere_sayWhy() throws IOException {
        Binaries.write(root.resolve("usr/lib/libmujoco.so.3.14.0"), Binaries.elf(Binaries.ELF_ARM64));
        assertThat(installations(Machine.Platform.LINUX)).singleElement()
                .extracting(Installation::problem)
                .isEqualTo(Optional.of("it is built for Linux on arm64, and this is Linux on x86-64"));
    }

    @Test
    void cache_isThatOfTheUser() {
        assertThat(machine(Machine.Platform.LINUX).cache()).isEqualTo(home.resolve(".cache/advect"));
        assertThat(machine(Machine.Platform.MAC).cache()).isEqualTo(home.resolve(".cache/advect"));
        environment.put("XDG_CACHE_HOME", "/c");
        assertThat(machine(Machine.Platform.LINUX).cache()).isEqualTo(Path.of("/c/advect"));
    }

    private List<Installation> installations(Machine.Platform platform) {
        return new LibraryFinder(machine(platform), () -> {
            throw new MujocoException("fetch was called");
        }).installations();
    }

    private Machine machine(Machine.Platform platform) {
        return new Machine(platform, Machine.X86_64, environment, home, root);
    }

    private Path library(String path) throws IOException {
        return Binaries.write(root.resolve(path), Binaries.elf(Binaries.ELF_X86_64));
    }

    private Path program(String path) throws IOException {
        Path program = Binaries.write(root.resolve(path), new byte[0]);
        return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
