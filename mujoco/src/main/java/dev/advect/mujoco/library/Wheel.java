package dev.advect.mujoco.library;

import dev.advect.mujoco.MujocoException;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * MuJoCo's package for Python, a zip file of which two things are taken: the library and its C headers.
 *
 * @param file named as {@code mujoco-3.14.0-cp311-cp311-manylinux_2_28_x86_64.whl}
 */
record Wheel(Path file) {
    private static final Pattern NAME = Pattern.compile("mujoco-\\d.*\\.whl");
    private static final String FOLDER = "mujoco/";
    private static final Pattern HEADER = Pattern.compile("include/mujoco/\\w+\\.h");
    /** Many times what they have; more is no wheel of MuJoCo, and must not fill the disk. */
    private static final long MAX_BYTES = 200_000_000;

    static boolean matches(Path file) {
        return NAME.matcher(LibraryNames.name(file)).matches() && Files.isRegularFile(file);
    }

    /** A name for what it holds: its version, where the file's name says it, and the beginning of its SHA-256. */
    String key() throws IOException {
        String version = LibraryNames.versionIn(LibraryNames.name(file)).map(v -> v + "-").orElse("");
        return version + RecordedChecksum.digest(file, "SHA-256").substring(0, 8);
    }

    /**
     * Writes the library and the headers into a folder, as they lie in the package.
     *
     * @throws MujocoException if the file is damaged, or holds no library
     */
    void unpack(Path folder) throws IOException {
        int libraries = 0;
        try (ZipFile zip = open()) {
            for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
                ZipEntry entry = all.nextElement();
                String name = entry.getName().startsWith(FOLDER) ? entry.getName().substring(FOLDER.length()) : "";
                boolean library = LibraryNames.matches(name);
                // whole names are matched, so that none leads out of the folder
                if (library || HEADER.matcher(name).matches()) {
                    write(zip, entry, folder.resolve(name));
                    libraries += library ? 1 : 0;
                }
            }
        }
        if (libraries == 0) {
            throw new MujocoException(file + " holds no MuJoCo library");
        }
    }

    /** Whether all that is taken from it can be read, byte for byte as it was packed. */
    boolean isWhole(Path scratch) throws IOException {
        try {
            unpack(Files.createTempDirectory(scratch, "check-"));
            return true;
        } catch (MujocoException e) {
            return false;
        }
    }

    private ZipFile open() throws IOException {
        try {
            return new ZipFile(file.toFile());
        } catch (IOException | IllegalArgumentException e) {
            if (!Files.isReadable(file)) {
                throw e;
            }
            throw damaged(String.valueOf(e.getMessage()));
        }
    }

    private void write(ZipFile zip, ZipEntry entry, Path target) throws IOException {
        Files.createDirectories(target.resolveSibling("x").getParent());
        CRC32 crc = new CRC32();
        long bytes = 0;
        try (OutputStream out = Files.newOutputStream(target)) {
            byte[] buffer = new byte[1 << 16];
            try (InputStream in = new CheckedInputStream(zip.getInputStream(entry), crc)) {
                for (int n = read(in, buffer, entry); n > 0; n = read(in, buffer, entry)) {
                    bytes += n;
                    if (bytes > MAX_BYTES) {
                        throw damaged(entry.getName() + " is far too large");
                    }
                    out.write(buffer, 0, n);
                }
            } catch (IllegalArgumentException e) {
                throw damaged(String.valueOf(e.getMessage()));
            }
        }
        if (bytes != entry.getSize() || crc.getValue() != entry.getCrc()) {
            throw damaged(entry.getName() + " has another checksum");
        }
    }

    /** Failing to read is a fault of the file; failing to write, which comes as an IOException too, is not. */
    private int read(InputStream in, byte[] buffer, ZipEntry entry) {
        try {
            return in.read(buffer);
        } catch (IOException e) {
            throw damaged(entry.getName() + ": " + e.getMessage());
        }
    }

    private MujocoException damaged(String why) {
        return new MujocoException(file + " is damaged (" + why + "); fetch it again");
    }
}
