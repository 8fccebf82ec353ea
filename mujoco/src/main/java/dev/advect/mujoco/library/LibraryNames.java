package dev.advect.mujoco.library;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The names of MuJoCo's library on all systems, and the version that its files show without being loaded. */
public final class LibraryNames {
    private static final Pattern LIBRARY = Pattern.compile(
            "libmujoco\\.so(\\.\\d+)*|libmujoco(\\.\\d+)*\\.dylib|mujoco\\.dll");
    private static final Pattern VERSION = Pattern.compile("(?<!\\d)\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}(?!\\d)");
    private static final Pattern DIST_INFO = Pattern.compile("mujoco-(\\d+\\.\\d+\\.\\d+)\\.dist-info");
    private static final Pattern VERSION_HEADER = Pattern.compile("#define\\s+mjVERSION_HEADER\\s+(\\d{1,9})\\b");

    private LibraryNames() {}

    static boolean matches(String file) {
        return LIBRARY.matcher(file).matches();
    }

    /** The libraries that lie in a folder, those with a version in their names first; none where it cannot be read. */
    static List<Path> in(Path folder) {
        return list(folder).stream()
                .filter(file -> matches(name(file)) && Files.isRegularFile(file))
                .sorted(Comparator.comparing((Path file) -> versionIn(name(file)).isEmpty())
                        .thenComparing(LibraryNames::name))
                .toList();
    }

    /**
     * The version by the name of the file, or of the file that a link points to; else by the Python package or the C
     * headers that it lies in.
     */
    static Optional<Version> version(Path library) {
        Path file = real(library);
        return versionIn(name(file))
                .or(() -> versionIn(name(library)))
                .or(() -> Optional.ofNullable(file.getParent())
                        .flatMap(folder -> ofPackage(folder).or(() -> ofHeaders(folder))));
    }

    /** The first version that is written somewhere in a text, such as a file's name. */
    public static Optional<Version> versionIn(String text) {
        Matcher matcher = VERSION.matcher(text);
        return matcher.find() ? Optional.of(Version.parse(matcher.group())) : Optional.empty();
    }

    /** The files of a folder, sorted; none where it cannot be read. */
    static List<Path> list(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    /** The file that a link leads to in the end. */
    public static Path real(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException e) {
            return file;
        }
    }

    private static Optional<Version> ofPackage(Path folder) {
        Path packages = folder.getParent();
        if (packages == null || !name(folder).equals("mujoco")) {
            return Optional.empty();
        }
        return list(packages).stream()
                .map(file -> DIST_INFO.matcher(name(file)))
                .filter(Matcher::matches)
                .flatMap(info -> versionIn(info.group(1)).stream())
                .findFirst();
    }

    private static Optional<Version> ofHeaders(Path folder) {
        for (String place : List.of("include/mujoco", "../include/mujoco", "Headers", "../Headers")) {
            Path header = folder.resolve(place).resolve("mujoco.h");
            if (Files.isRegularFile(header)) {
                try (Stream<String> lines = Files.lines(header)) {
                    return lines.map(VERSION_HEADER::matcher).filter(Matcher::find)
                            .map(number -> Version.ofNumber(Integer.parseInt(number.group(1)))).findFirst();
                } catch (IOException | UncheckedIOException e) {
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }
}
