package dev.advect.mujoco.library;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The machine on which a library is looked for. Tests make machines of their own, with a folder as the root.
 *
 * @param platform the operating system
 * @param processor {@link #X86_64}, {@link #ARM64}, or what Java calls another one
 * @param environment variables
 * @param home folder of the user
 * @param root of the file system
 */
public record Machine(Platform platform, String processor, Map<String, String> environment, Path home, Path root) {
    public static final String X86_64 = "x86-64";
    public static final String ARM64 = "arm64";

    /** The operating systems that MuJoCo is built for. */
    public enum Platform {
        LINUX("Linux"), MAC("macOS"), WINDOWS("Windows");

        final String label;

        Platform(String label) {
            this.label = label;
        }
    }

    public static Machine ofThisProcess() {
        return new Machine(
                platform(System.getProperty("os.name")), processor(System.getProperty("os.arch")),
                System.getenv(), Path.of(System.getProperty("user.home")), Path.of("/"));
    }

    /** The operating system that Java's {@code os.name} means. */
    static Platform platform(String name) {
        if (name.startsWith("Mac")) {
            return Platform.MAC;
        }
        return name.startsWith("Windows") ? Platform.WINDOWS : Platform.LINUX;
    }

    /** The processor that Java's {@code os.arch} means. */
    public static String processor(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64" -> X86_64;
            case "aarch64", "arm64" -> ARM64;
            default -> name;
        };
    }

    /** A variable that is set and not blank. */
    public Optional<String> variable(String name) {
        String value = environment.getOrDefault(name, "");
        return value.isBlank() ? Optional.empty() : Optional.of(value);
    }

    /** A folder that a variable names. */
    Optional<Path> folder(String variable) {
        return variable(variable).flatMap(Machine::path);
    }

    /** The folders of a variable such as {@code PATH}, in their order. */
    List<Path> folders(String variable) {
        List<Path> folders = new ArrayList<>();
        for (String folder : environment.getOrDefault(variable, "").split(File.pathSeparator, -1)) {
            if (!folder.isBlank()) {
                path(folder).ifPresent(folders::add);
            }
        }
        return folders;
    }

    /** The first program of a name in the folders of {@code PATH}. */
    Optional<Path> program(String name) {
        String file = platform == Platform.WINDOWS ? name + ".exe" : name;
        return folders("PATH").stream().map(folder -> folder.resolve(file)).filter(Files::isExecutable)
                .filter(Files::isRegularFile).findFirst();
    }

    /** Where the fetched libraries of the user are kept. */
    Path cache() {
        Optional<Path> base = folder("XDG_CACHE_HOME");
        if (base.isEmpty() && platform == Platform.WINDOWS) {
            base = folder("LOCALAPPDATA");
        }
        return base.orElseGet(() -> home.resolve(".cache")).resolve("advect");
    }

    /** A text as a path, if this system has such paths. */
    static Optional<Path> path(String text) {
        try {
            return Optional.of(Path.of(text));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
