package dev.advect.data;

import dev.advect.env.ObservationPart;
import io.jhdf.HdfFile;
import io.jhdf.exceptions.HdfFilterException;
import io.jhdf.exceptions.HdfTypeException;
import io.jhdf.exceptions.UnsupportedHdfException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An HDF5 file that is validated while it is read: missing data, wrong shapes, non-numbers and truncation all end in a
 * one-line error that names the file and the position.
 */
final class Hdf5Source implements AutoCloseable {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};
    /** The number of bytes of the superblock needed to find the end-of-file address, in any version. */
    private static final int SUPERBLOCK = 52;

    private static final Pattern MISSING_FILTER = Pattern.compile("filter is not available: name='(.*)' id=(\\d+)");

    private final Path path;
    private final HdfFile file;

    private Hdf5Source(Path path, HdfFile file) {
        this.path = path;
        this.file = file;
    }

    /** Whether a file is in HDF5 format: the signature is at its start, or follows a user block. */
    static boolean recognises(Path path) throws IOException {
        return superblock(path) >= 0;
    }

    /** The offset of the superblock: 0, or after a user block of 512, 1024, 2048 … bytes; -1 if there is none. */
    private static long superblock(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path)) {
            for (long offset = 0; offset < channel.size(); offset = offset == 0 ? 512 : 2 * offset) {
                ByteBuffer head = head(channel, offset);
                if (head.limit() >= SIGNATURE.length && head.slice(0, SIGNATURE.length).equals(ByteBuffer.wrap(SIGNATURE))) {
                    return offset;
                }
            }
            return -1;
        }
    }

    private static ByteBuffer head(FileChannel channel, long offset) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(SUPERBLOCK).order(ByteOrder.LITTLE_ENDIAN);
        int read;
        do {
            read = channel.read(head, offset + head.position());
        } while (read > 0); // until it is full or the file ends
        return head.flip();
    }

    static Hdf5Source open(Path path) throws IOException {
        long offset = superblock(path);
        if (offset < 0) {
            throw new DemonstrationException(path, "it is not an HDF5 file");
        }
        requireWhole(path, offset);
        try {
            return new Hdf5Source(path, new HdfFile(path));
        } catch (RuntimeException e) {
            throw new DemonstrationException(path, "it " + unreadable(e), e);
        }
    }

    /**
     * Checks that the file is not truncated: the superblock contains the end of the file (HDF5 File Format
     * Specification 3.0, II.A).
     */
    private static void requireWhole(Path path, long start) throws IOException {
        try (FileChannel channel = FileChannel.open(path)) {
            ByteBuffer head = head(channel, start);
            int version = head.limit() > SIGNATURE.length ? head.get(8) : 0;
            int offset = switch (version) {
                case 0 -> 40;
                case 1 -> 44;
                case 2, 3 -> 28;
                default -> throw new DemonstrationException(path, "its superblock is not of a known version");
            };
            int base = offset - 2 * Long.BYTES;
            int widthOfOffsets = version < 2 ? 13 : 9;
            if (head.limit() < offset + Long.BYTES) {
                throw new DemonstrationException(path, "it is truncated: it has " + channel.size() + " bytes only");
            }
            // both addresses are relative to the original file, before any user block was put in front of it
            long declared = head.getLong(offset) - head.getLong(base) + start;
            if (head.get(widthOfOffsets) == Long.BYTES && declared > channel.size()) {
                throw new DemonstrationException(path,
                        "it is truncated: it has " + channel.size() + " bytes, its header says " + declared);
            }
        }
    }

    /** Describes an exception of the library, as the predicate of a sentence. */
    private static String unreadable(RuntimeException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            Matcher filter = MISSING_FILTER.matcher(String.valueOf(cause.getMessage()));
            if (cause instanceof HdfFilterException && filter.find()) {
                String name = filter.group(1).equals("undefined") ? "" : filter.group(1) + ", ";
                return "is compressed by a filter that is not supported, " + name + "number " + filter.group(2)
                        + ": h5repack -f GZIP=4 OLD NEW writes a file that can be read";
            }
            if (cause instanceof HdfTypeException) {
                return "is of a type that is not supported (" + cause.getMessage() + ")";
            }
            if (cause instanceof UnsupportedHdfException) {
                return "uses what is not supported of HDF5 (" + cause.getMessage()
                        + "): h5py with libver='v110', or h5repack --high=2 OLD NEW, writes a file that can be read";
            }
        }
        return "is damaged: " + e.getMessage();
    }

    /**
     * @param what the thing that could not be read, as the subject of a sentence
     */
    DemonstrationException unreadable(String what, RuntimeException e) {
        return new DemonstrationException(path, what + " " + unreadable(e), e);
    }

    DemonstrationException refusal(String detail) {
        return new DemonstrationException(path, detail);
    }

    /** Runs a reading, turning the library's exceptions for damaged files, which may be of any kind, into one line. */
    <T> T read(Reading<T> reading) throws IOException {
        try {
            return reading.get();
        } catch (RuntimeException e) {
            throw unreadable("it", e);
        }
    }

    /** An operation that reads from the file. */
    @FunctionalInterface
    interface Reading<T> {
        T get() throws IOException;
    }

    /** The root group. */
    Hdf5Group root() {
        return Hdf5Group.root(this, file);
    }

    void requireRows(Rows table, int steps) throws DemonstrationException {
        if (table.rows() != steps) {
            throw refusal("the data set '" + table.name() + "' has " + table.rows() + " rows, the actions have " + steps);
        }
    }

    /** Creates a builder with memory for a number of steps. */
    DemonstrationBuilder builder(int observationSize, int actionSize, List<ObservationPart> parts, int steps)
            throws DemonstrationException {
        try {
            return new DemonstrationBuilder(observationSize, actionSize, parts, steps);
        } catch (OutOfMemoryError | ArithmeticException e) {
            double megabytes = 4e-6 * steps * (2.0 * observationSize + actionSize + 1.5);
            throw new DemonstrationException(path, String.format(Locale.ROOT, "%,d steps of %d observed numbers and %d of "
                    + "actions need %,.0f MB of memory, of which the JVM may use %,d MB: start it with ADVECT_JAVA_OPTS=-Xmx%dm",
                    steps, observationSize, actionSize, megabytes, Runtime.getRuntime().maxMemory() / 1_000_000,
                    (long) Math.ceil(megabytes / 256) * 2 * 256), e);
        }
    }

    /** Adds a note about the number of steps left out, if any. */
    void noteLeftOut(DemonstrationBuilder builder, List<String> notes) {
        if (builder.leftOut() > 0) {
            notes.add(builder.leftOut() + " steps are left out, each the last before a cut: the file does not say where they led");
        }
    }

    @Override
    public void close() {
        file.close();
    }
}
