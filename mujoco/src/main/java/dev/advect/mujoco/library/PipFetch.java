package dev.advect.mujoco.library;

import dev.advect.mujoco.MujocoException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Fetches the library from MuJoCo's package for Python: pip downloads the wheel, which is a zip file; nothing is
 * installed, and no Python runs the package.
 */
final class PipFetch {
    private static final Logger LOG = LoggerFactory.getLogger(PipFetch.class);
    private static final Duration TIMEOUT = Duration.ofMinutes(10);
    /** What pip prints last if its index has the version not at all, or for other Pythons only, or cannot be reached. */
    private static final String NO_WHEEL = "No matching distribution";

    private final Machine machine;

    PipFetch(Machine machine) {
        this.machine = machine;
    }

    /** How pip is called on this machine; nothing if there is none. */
    Optional<List<String>> pip() {
        for (String program : List.of("pip3", "pip")) {
            Optional<Path> found = machine.program(program);
            if (found.isPresent()) {
                return Optional.of(List.of(found.get().toString()));
            }
        }
        for (String program : List.of("python3", "python", "py")) {
            Optional<Path> found = machine.program(program);
            if (found.isPresent()) {
                return Optional.of(List.of(found.get().toString(), "-m", "pip"));
            }
        }
        return Optional.empty();
    }

    /**
     * Writes library and headers of a version into {@code ready}. A whole wheel that lies in {@code work}, left by a
     * process that was killed, is used.
     *
     * @throws MujocoException if pip fails, or gives a damaged wheel
     */
    void fetch(Version version, Path work, Path ready) throws IOException {
        Path wheels = Files.createDirectories(work.resolve("wheels"));
        for (Wheel wheel : in(wheels)) {
            if (wheel.isWhole(work)) {
                wheel.unpack(ready);
                return;
            }
            Files.delete(wheel.file());
        }
        download(version, work, wheels);
        in(wheels).stream().findFirst()
                .orElseThrow(() -> new MujocoException("pip downloaded no wheel of MuJoCo " + version))
                .unpack(ready);
    }

    private void download(Version version, Path work, Path wheels) throws IOException {
        List<String> pip = pip().orElseThrow(() -> new MujocoException("there is no pip"));
        Path temporary = Files.createDirectories(work.resolve("tmp"));
        String folder = temporary.toString();
        Processes processes = new Processes(work, TIMEOUT, Map.of("TMPDIR", folder, "TEMP", folder, "TMP", folder));
        List<String> command = new ArrayList<>(pip);
        command.addAll(List.of("download", "--no-deps", "--only-binary=:all:", "--disable-pip-version-check",
                "--no-input", "--progress-bar=off", "--retries=1", "--timeout=20", "--dest", wheels.toString(),
                "mujoco==" + version));
        if (!isFound(processes, command)) {
            // the library is the same in the wheels for all Pythons: one that this version was built for will do
            command.add("--python-version=" + (version.isAtLeast(3, 0) ? "3.12" : "3.10"));
            if (!isFound(processes, command)) {
                throw new MujocoException("pip finds no MuJoCo " + version
                        + ": there is no network, or no such version for this system");
            }
        }
    }

    private static boolean isFound(Processes processes, List<String> command) {
        try {
            processes.run(command);
            return true;
        } catch (MujocoException e) {
            if (String.valueOf(e.getMessage()).contains(NO_WHEEL)) {
                LOG.info("{}", e.getMessage());
                return false;
            }
            throw e;
        }
    }

    private static List<Wheel> in(Path folder) {
        return LibraryNames.list(folder).stream().filter(Wheel::matches).map(Wheel::new).toList();
    }
}
