package dev.advect.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** A NumPy npz file: a zip file of npy arrays. Members are read one by one, and no more of them than a limit allows. */
final class NpzFile implements AutoCloseable {
    private static final String SUFFIX = ".npy";

    private final Path path;
    private final ZipFile zip;

    private NpzFile(Path path, ZipFile zip) {
        this.path = path;
        this.zip = zip;
    }

    static NpzFile open(Path path) throws IOException {
        try {
            return new NpzFile(path, new ZipFile(path.toFile()));
        } catch (IOException | RuntimeException e) {
            throw new DemonstrationException(path, "it is no zip file that can be read: " + e.getMessage(), e);
        }
    }

    /** The names of all arrays, in the file's order. */
    List<String> names() {
        return Collections.list(zip.entries()).stream().map(ZipEntry::getName).filter(name -> name.endsWith(SUFFIX))
                .map(name -> name.substring(0, name.length() - SUFFIX.length())).toList();
    }

    /**
     * Reads an array.
     *
     * @param limit the largest size in bytes that is read
     * @throws DemonstrationException if it is missing, larger, damaged or no array of numbers
     */
    NpyArray read(String name, int limit) throws IOException {
        ZipEntry entry = zip.getEntry(name + SUFFIX);
        if (entry == null) {
            throw new DemonstrationException(path, "the array '" + name + "' is missing; there are "
                    + String.join(", ", names()));
        }
        byte[] bytes;
        try (InputStream in = zip.getInputStream(entry)) {
            bytes = in.readNBytes(limit + 1);
        } catch (IOException | RuntimeException e) {
            throw new DemonstrationException(path, "the array '" + name + "' cannot be unpacked: " + e.getMessage(), e);
        }
        if (bytes.length > limit) {
            throw new DemonstrationException(path, "the array '" + name + "' has more than " + limit + " bytes");
        }
        CRC32 crc = new CRC32(); // ZipFile does not compare it
        crc.update(bytes);
        if (crc.getValue() != entry.getCrc()) {
            throw new DemonstrationException(path, "the array '" + name + "' is damaged: its CRC-32 is not the one that the "
                    + "zip file states");
        }
        try {
            return NpyArray.read(bytes);
        } catch (NpyArray.NpyException e) {
            throw new DemonstrationException(path, "the array '" + name + "' " + e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
