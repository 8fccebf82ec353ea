package dev.advect.mujoco.library;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The checksum that whoever installed a file recorded: advect in its own cache, pip in the package's RECORD, dpkg in its
 * md5sums. A library whose bytes have changed since then must not be loaded: the system's loader trusts what it reads,
 * and the process does not survive every mistake.
 *
 * @param record the file that holds it
 * @param algorithm such as {@code SHA-256}
 * @param digest in hexadecimal
 */
public record RecordedChecksum(Path record, String algorithm, String digest) {
    /** In each folder of the cache, written as the program sha256sum does. */
    static final String FILE = "SHA256SUMS";

    private static final Path DPKG = Path.of("/var/lib/dpkg/info");

    /** What is wrong with a file, and those that were recorded with it; nothing if all is well or nothing is recorded. */
    public static Optional<String> problem(Path file) {
        return problem(file, DPKG);
    }

    public static Optional<String> problem(Path file, Path dpkg) {
        Path real = LibraryNames.real(file.toAbsolutePath());
        try {
            for (Path recorded : withCompanions(real)) {
                Optional<RecordedChecksum> checksum = of(recorded, dpkg);
                if (checksum.isPresent() && !checksum.get().isOf(recorded)) {
                    return Optional.of((recorded.equals(real) ? "it is" : LibraryNames.name(recorded) + " beside it is")
                            + " damaged, its checksum is not the one in " + checksum.get().record);
                }
            }
            return Optional.empty();
        } catch (IOException | UncheckedIOException e) {
            return Optional.of("its checksum cannot be compared, " + e.getMessage());
        }
    }

    /** Records the libraries that lie in a folder. */
    public static void write(Path folder) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (Path file : LibraryNames.list(folder)) {
            if (Files.isRegularFile(file)) {
                lines.append(digest(file, "SHA-256")).append("  ").append(LibraryNames.name(file)).append('\n');
            }
        }
        Files.writeString(folder.resolve(FILE), lines);
    }

    /** The file, and what was recorded in the cache with it. */
    private static List<Path> withCompanions(Path file) throws IOException {
        List<Path> files = new ArrayList<>(List.of(file));
        Path sums = file.resolveSibling(FILE);
        if (Files.isRegularFile(sums)) {
            lines(sums).stream().map(line -> file.resolveSibling(nameIn(line))).filter(Files::isRegularFile)
                    .filter(other -> !files.contains(other)).forEach(files::add);
        }
        return files;
    }

    private static Optional<RecordedChecksum> of(Path file, Path dpkg) throws IOException {
        Optional<RecordedChecksum> own = inLines(file.resolveSibling(FILE), "SHA-256", LibraryNames.name(file));
        if (own.isPresent()) {
            return own;
        }
        Optional<RecordedChecksum> pip = ofPip(file);
        return pip.isPresent() || !file.startsWith("/usr") ? pip : ofDpkg(file, dpkg);
    }

    private static Optional<RecordedChecksum> ofPip(Path file) throws IOException {
        Path folder = file.getParent();
        Path packages = folder == null ? null : folder.getParent();
        if (folder == null || packages == null || !LibraryNames.name(folder).equals("mujoco")) {
            return Optional.empty();
        }
        String beginning = "mujoco/" + LibraryNames.name(file) + ",sha256=";
        for (Path info : LibraryNames.list(packages)) {
            Path record = info.resolve("RECORD");
            if (LibraryNames.name(info).matches("mujoco-.*\\.dist-info") && Files.isRegularFile(record)) {
                for (String line : lines(record)) {
                    if (line.startsWith(beginning)) {
                        return Optional.of(new RecordedChecksum(record, "SHA-256",
                                hexadecimal(line.substring(beginning.length()).split(",", 2)[0])));
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** What is not Base64 equals no digest. */
    private static String hexadecimal(String base64) {
        try {
            return HexFormat.of().formatHex(Base64.getUrlDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
            return base64;
        }
    }

    private static Optional<RecordedChecksum> ofDpkg(Path file, Path dpkg) throws IOException {
        for (Path sums : LibraryNames.list(dpkg)) {
            if (LibraryNames.name(sums).matches("libmujoco.*\\.md5sums")) {
                Optional<RecordedChecksum> found = inLines(sums, "MD5", file.toString().substring(1));
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<RecordedChecksum> inLines(Path sums, String algorithm, String name) throws IOException {
        if (!Files.isRegularFile(sums)) {
            return Optional.empty();
        }
        return lines(sums).stream()
                .filter(line -> nameIn(line).equals(name))
                .findFirst()
                .map(line -> new RecordedChecksum(sums, algorithm, line.split(" ", 2)[0]));
    }

    private static List<String> lines(Path file) throws IOException {
        // of any bytes, since the record may be what is damaged
        try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
            return lines.toList();
        }
    }

    private static String nameIn(String line) {
        int gap = line.indexOf("  ");
        return gap < 0 || line.indexOf('\0') >= 0 ? "" : line.substring(gap + 2);
    }

    private boolean isOf(Path file) throws IOException {
        return digest(file, algorithm).equalsIgnoreCase(digest);
    }

    /** The digest of a file in hexadecimal. */
    static String digest(Path file, String algorithm) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance(algorithm);
            byte[] buffer = new byte[1 << 16];
            for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has these two
        }
    }
}
