package dev.advect.mujoco;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Where the library comes from: {@link #VARIABLE}, else the system's folders, else the user's cache, else it is fetched
 * into the cache. What the variable names is used or refused; a library of another version in a system folder is
 * passed over.
 */
final class LibraryFinder {
    /** The environment variable that names the library or a folder with it. */
    static final String VARIABLE = "ADVECT_MUJOCO";

    /** What to do if there is no usable library, on this machine. */
    static final String ADVICE = advice(System.getProperty("os.name"), System.getProperty("os.arch"));

    private static final Logger LOG = LoggerFactory.getLogger(LibraryFinder.class);
    private static final List<String> NAMES = List.of(
            "libmujoco.so.2.2.2", "libmujoco.2.2.2.dylib", "libmujoco.so", "libmujoco.dylib");

    private final Map<String, String> environment;
    private final List<Path> folders;
    private final Path cache;
    private final Function<Path, Path> fetch;

    /**
     * A finder for one machine.
     *
     * @param environment its variables
     * @param folders of the system, in the order in which they are searched
     * @param cache folder that holds, or will hold, a fetched library
     * @param fetch fills that folder and returns the library in it, or throws a {@link MujocoException}
     */
    LibraryFinder(Map<String, String> environment, List<Path> folders, Path cache, Function<Path, Path> fetch) {
        this.environment = environment;
        this.folders = folders;
        this.cache = cache;
        this.fetch = fetch;
    }

    static LibraryFinder ofThisMachine() {
        Map<String, String> environment = System.getenv();
        return new LibraryFinder(
                environment, systemFolders(environment), cache(environment), new AptFetch()::fetch);
    }

    /**
     * Opens the library.
     *
     * @throws MujocoException if there is none that can be used; it says what was tried and what to do
     */
    LibraryFile find() {
        String named = environment.getOrDefault(VARIABLE, "");
        if (!named.isBlank()) {
            return LibraryFile.open(named(Path.of(named)));
        }
        for (Path folder : folders) {
            Optional<LibraryFile> found = in(folder);
            if (found.isPresent()) {
                return found.get();
            }
        }
        return in(cache).orElseGet(() -> LibraryFile.open(fetch.apply(cache)));
    }

    static String advice(String system, String processor) {
        String release = "https://github.com/google-deepmind/mujoco/releases/download/2.2.2/mujoco-2.2.2-";
        if (system.startsWith("Mac")) {
            return "Get " + release + "macos-universal2.dmg and set " + VARIABLE
                    + " to the libmujoco.2.2.2.dylib in it.";
        }
        String archive = release + (processor.equals("aarch64") ? "linux-aarch64" : "linux-x86_64") + ".tar.gz";
        return "On Debian or Ubuntu: sudo apt-get install libmujoco2.2.2; elsewhere: curl -L " + archive
                + " | tar xz && export " + VARIABLE + "=$PWD/mujoco-2.2.2/lib";
    }

    private static Path named(Path path) {
        if (Files.isRegularFile(path)) {
            return path;
        }
        List<Path> candidates = candidates(path).toList();
        if (candidates.isEmpty()) {
            throw new MujocoException(VARIABLE + " is " + path + ", neither a library nor a folder with one of "
                    + NAMES + ". Correct it or unset it.");
        }
        return candidates.getFirst();
    }

    private static Optional<LibraryFile> in(Path folder) {
        for (Path candidate : candidates(folder).toList()) {
            try {
                return Optional.of(LibraryFile.open(candidate));
            } catch (MujocoException e) {
                LOG.info("passed over: {}", e.getMessage());
            }
        }
        return Optional.empty();
    }

    private static Stream<Path> candidates(Path folder) {
        return NAMES.stream().map(folder::resolve).filter(Files::isRegularFile);
    }

    /** The folder of fetched libraries of a user: {@code $XDG_CACHE_HOME} or {@code ~/.cache}. */
    static Path cache(Map<String, String> environment) {
        String base = environment.getOrDefault("XDG_CACHE_HOME", "");
        Path root = base.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(base);
        return root.resolve("advect").resolve("mujoco-" + Version.DEBIAN);
    }

    private static List<Path> systemFolders(Map<String, String> environment) {
        List<Path> folders = new ArrayList<>();
        for (String variable : List.of("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")) {
            for (String folder : environment.getOrDefault(variable, "").split(":", -1)) {
                if (!folder.isBlank()) {
                    folders.add(Path.of(folder));
                }
            }
        }
        String architecture = System.getProperty("os.arch").equals("aarch64") ? "aarch64" : "x86_64";
        Stream.of("/usr/local/lib", "/usr/lib/" + architecture + "-linux-gnu", "/usr/lib64", "/usr/lib",
                        "/opt/homebrew/lib")
                .map(Path::of)
                .forEach(folders::add);
        return folders;
    }
}
