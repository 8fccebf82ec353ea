package dev.advect.mujoco;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Fetches the library from the packages of Debian or Ubuntu into a folder of the user's, without root: apt works on
 * package lists of its own, and the packages are unpacked, not installed. apt checks their signatures as ever.
 */
final class AptFetch {
    private static final Logger LOG = LoggerFactory.getLogger(AptFetch.class);
    private static final String PACKAGE = "libmujoco2.2.2";
    private static final String LIBRARY = "libmujoco.so.2.2.2";
    private static final Duration TIMEOUT = Duration.ofMinutes(3);

    /** What every system with a JVM has; two copies of these in one process would not get on. */
    private static final List<String> ON_EVERY_SYSTEM = List.of("libc6", "libgcc", "libstdc++");

    /**
     * Fills {@code cache}, which then holds the library and the ones it needs, and returns the library.
     *
     * @throws MujocoException if this system has no apt, there is no network or no such package; it says what to do
     */
    Path fetch(Path cache) {
        for (String program : List.of("apt-get", "apt-cache", "dpkg-deb")) {
            if (!isOnPath(program)) {
                throw new MujocoException("MuJoCo " + Version.DEBIAN + " was not found, and cannot be fetched "
                        + "without " + program + ". " + LibraryFinder.ADVICE);
            }
        }
        try {
            return fetchLocked(cache.toAbsolutePath());
        } catch (IOException e) {
            throw failure(cache, e.toString(), e);
        } catch (MujocoException e) {
            throw failure(cache, String.valueOf(e.getMessage()), e);
        }
    }

    private static MujocoException failure(Path cache, String reason, Exception cause) {
        return new MujocoException("MuJoCo " + Version.DEBIAN + " was not found, and fetching it into " + cache
                + " failed: " + reason + ". " + LibraryFinder.ADVICE, cause);
    }

    /** One process fetches; others wait for it and use what it got. */
    private static Path fetchLocked(Path cache) throws IOException {
        Path parent = Files.createDirectories(cache.resolveSibling("x").getParent());
        Path library = cache.resolve(LIBRARY);
        Path lockFile = cache.resolveSibling(cache.getFileName() + ".lock");
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            assert lock.isValid();
            if (Files.isRegularFile(library)) {
                return library;
            }
            LOG.info("fetching MuJoCo {} (0.9 MB) into {}", Version.DEBIAN, cache);
            Path work = Files.createTempDirectory(parent, "fetch-");
            try {
                Path ready = download(work);
                // what may be there has no library: leave no mixture
                deleteTree(cache);
                Files.move(ready, cache, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                deleteTree(work);
            }
            return library;
        }
    }

    private static Path download(Path work) throws IOException {
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
        processes.run(command("apt-get", options, arguments.toArray(String[]::new)));
        Path unpacked = Files.createDirectory(work.resolve("unpacked"));
        for (Path archive : files(work, ".*\\.deb")) {
            processes.run(List.of("dpkg-deb", "-x", archive.toString(), unpacked.toString()));
        }
        Path ready = Files.createDirectory(work.resolve("ready"));
        for (Path file : files(unpacked, "lib.*\\.so[.0-9]*")) {
            Files.copy(file, ready.resolve(file.getFileName()));
        }
        if (!Files.isRegularFile(ready.resolve(LIBRARY))) {
            throw new MujocoException("the package " + PACKAGE + " holds no " + LIBRARY);
        }
        return ready;
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

    private static List<String> command(String program, List<String> options, String... arguments) {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(options);
        command.addAll(List.of(arguments));
        return command;
    }

    /** The regular files below a folder whose names match; links are left out. */
    private static List<Path> files(Path folder, String pattern) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> Files.isRegularFile(file) && !Files.isSymbolicLink(file)
                            && String.valueOf(file.getFileName()).matches(pattern))
                    .toList();
        }
    }

    private static boolean isOnPath(String program) {
        String path = System.getenv().getOrDefault("PATH", "");
        return Stream.of(path.split(":", -1))
                .anyMatch(folder -> !folder.isEmpty() && Files.isExecutable(Path.of(folder, program)));
    }

    private static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> all = Files.walk(root)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
