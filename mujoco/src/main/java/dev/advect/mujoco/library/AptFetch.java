package dev.advect.mujoco.library;

import dev.advect.mujoco.MujocoException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Fetches the library from the packages of Debian or Ubuntu, without root: apt works on package lists of its own, and
 * the packages are unpacked, not installed. apt checks their signatures as ever.
 */
final class AptFetch {
    private static final String PACKAGE = "libmujoco2.2.2";
    private static final String LIBRARY = "libmujoco.so.2.2.2";
    private static final List<String> PROGRAMS = List.of("apt-get", "apt-cache", "dpkg-deb");
    private static final Duration TIMEOUT = Duration.ofMinutes(3);

    /** What every system with a JVM has; two copies of these in one process would not get on. */
    private static final List<String> ON_EVERY_SYSTEM = List.of("libc6", "libgcc", "libstdc++");

    private final Machine machine;

    AptFetch(Machine machine) {
        this.machine = machine;
    }

    /** Whether this machine has apt. */
    boolean isPossible() {
        return PROGRAMS.stream().allMatch(program -> machine.program(program).isPresent());
    }

    /**
     * Writes the library and those that it needs into {@code ready}.
     *
     * @throws MujocoException if there is no network or no such package
     */
    void fetch(Path work, Path ready) throws IOException {
        Processes processes = new Processes(work, TIMEOUT);
        Path lists = Files.createDirectories(work.resolve("lists"));
        Path archives = Files.createDirectories(work.resolve("cache/archives"));
        Files.createDirectories(lists.resolve("partial"));
        Files.createDirectories(archives.resolve("partial"));
        List<String> options = List.of(
                "-o", "Dir::State::Lists=" + lists,
                "-o", "Dir::Cache=" + work.resolve("cache"),
                "-o", "Debug::NoLocking=1",
                "-o", "APT::Update::Error-Mode=any",
                "-o", "APT::Sandbox::User=",
                "-o", "Acquire::Retries=1",
                "-o", "Acquire::http::Timeout=20");
        processes.run(command("apt-get", options, "update"));
        List<String> packages = new ArrayList<>(List.of(PACKAGE));
        packages.addAll(dependencies(processes.run(command("apt-cache", options, "depends", PACKAGE))));
        List<String> arguments = new ArrayList<>(List.of("download"));
        arguments.addAll(packages);
        // what is in the folder already, whole, is not downloaded again
        processes.run(command("apt-get", options, arguments.toArray(String[]::new)));
        Path unpacked = Files.createDirectories(work.resolve("unpacked"));
        for (Path archive : files(work, ".*\\.deb")) {
            processes.run(List.of(program("dpkg-deb"), "-x", archive.toString(), unpacked.toString()));
        }
        for (Path file : files(unpacked, "lib.*\\.so[.0-9]*")) {
            Files.copy(file, ready.resolve(file.getFileName()));
        }
        if (!Files.isRegularFile(ready.resolve(LIBRARY))) {
            throw new MujocoException("the package " + PACKAGE + " holds no " + LIBRARY);
        }
    }

    /** The packages in the output of {@code apt-cache depends} that have to be fetched too. */
    static List<String> dependencies(String output) {
        return output.lines()
                .map(String::strip)
                .filter(line -> line.startsWith("Depends: ") || line.startsWith("|Depends: "))
                .map(line -> line.substring(line.indexOf(' ') + 1))
                // in angle brackets: a virtual package, which has no archive
                .filter(name -> !name.startsWith("<") && ON_EVERY_SYSTEM.stream().noneMatch(name::startsWith))
                .distinct()
                .toList();
    }

    private List<String> command(String program, List<String> options, String... arguments) {
        List<String> command = new ArrayList<>(List.of(program(program)));
        command.addAll(options);
        command.addAll(List.of(arguments));
        return command;
    }

    private String program(String name) {
        return machine.program(name).map(Path::toString).orElse(name);
    }

    /** The regular files below a folder whose names match; links are left out. */
    private static List<Path> files(Path folder, String pattern) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> Files.isRegularFile(file) && !Files.isSymbolicLink(file)
                            && String.valueOf(file.getFileName()).matches(pattern))
                    .toList();
        }
    }
}
