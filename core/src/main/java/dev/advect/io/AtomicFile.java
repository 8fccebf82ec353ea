package dev.advect.io;

import org.jspecify.annotations.Nullable;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

/**
 * The writer of all output files, which replaces a file either completely or not at all, even if the power fails.
 *
 * <p>The content goes to a temporary file in the same folder (a rename is atomic only within one file system), is
 * forced to the disk, takes the target's name by an atomic rename, and the folder is forced too: without that the
 * rename itself may be lost. This is the order of Pillai et al., "All File Systems Are Not Created Equal", OSDI 2014.
 *
 * <p>It preserves what {@code cp} preserves: a symbolic link stays and its target is replaced; a replaced file keeps
 * its permissions and, where that is allowed, its owner; a pipe or a device is written to directly.
 */
public final class AtomicFile {
    private static final Pattern TEMPORARY = Pattern.compile("\\..+\\.\\d+-\\d+\\.tmp");
    private static final int BUFFER = 1 << 16;

    /** The content of a file, written to a stream. */
    @FunctionalInterface
    public interface Content {
        /** Writes the whole content. The caller closes the stream. */
        void writeTo(OutputStream out) throws IOException;
    }

    /** The content of a file, written by a library that needs a path. */
    @FunctionalInterface
    public interface FileContent {
        /** Writes a regular file, which may already exist and is then empty. */
        void writeTo(Path file) throws IOException;
    }

    private AtomicFile() {}

    /** Writes a file of unknown size, see {@link #write(Path, long, Content)}. */
    public static void write(Path target, Content content) throws IOException {
        write(target, -1, content);
    }

    /** Writes text as UTF-8. */
    public static void writeString(Path target, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        write(target, bytes.length, out -> out.write(bytes));
    }

    /**
     * Writes a file, replacing any existing one.
     *
     * @param target the file, whose folder exists
     * @param size the number of bytes to be written, for the message if the disk is full; -1 if unknown
     * @throws IOException if the file cannot be written. The message is one line, the old file is unchanged and nothing
     *     else is left behind. An exception of {@code content} that is unrelated to the disk is passed on as it is
     */
    public static void write(Path target, long size, Content content) throws IOException {
        Counted counted = new Counted();
        OutputTarget to = OutputTarget.of(target);
        if (to.isStream()) {
            try (FileChannel channel = FileChannel.open(target, StandardOpenOption.WRITE)) {
                writeAll(channel, counted, content);
            } catch (IOException e) {
                throw explain(e, to, null, counted.bytes);
            }
            return;
        }
        replace(to, temporary -> {
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                writeAll(channel, counted, content);
            }
        }, () -> Math.max(size, counted.bytes));
    }

    /**
     * Writes a file as {@link #write(Path, long, Content)} does, for content that needs a path rather than a stream.
     *
     * @param target the file, whose folder exists
     */
    public static void writeFile(Path target, FileContent content) throws IOException {
        OutputTarget to = OutputTarget.of(target);
        if (!to.isStream()) {
            replace(to, content, () -> -1);
            return;
        }
        Path whole = Files.createTempFile("advect-", ".tmp");
        try {
            content.writeTo(whole);
            write(target, out -> Files.copy(whole, out));
        } finally {
            Files.deleteIfExists(whole);
        }
    }

    /**
     * Checks whether a file can be written, before long work begins. Nothing is changed.
     *
     * @throws IOException if it cannot be written, with the same message as {@link #write(Path, Content)}
     */
    public static void requireWritable(Path target) throws IOException {
        OutputTarget to = OutputTarget.of(target);
        if (!to.isStream() && !Files.isWritable(to.folder())) {
            throw explain(new AccessDeniedException(to.folder().toString()), to, null, -1);
        }
    }

    private static void writeAll(FileChannel channel, Counted counted, Content content) throws IOException {
        OutputStream out = new BufferedOutputStream(counted.into(Channels.newOutputStream(channel)), BUFFER);
        content.writeTo(out);
        out.flush();
    }

    private static void replace(OutputTarget to, FileContent content, LongSupplier needed) throws IOException {
        Path temporary = createTemporary(to);
        boolean done = false;
        try {
            content.writeTo(temporary);
            to.preserveAttributes(temporary);
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(temporary, to.file(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            done = true;
            forceFolder(to.folder());
        } catch (IOException e) {
            throw explain(e, to, temporary, needed.getAsLong());
        } finally {
            if (!done) {
                Files.deleteIfExists(temporary);
            }
        }
    }

    /**
     * Creates an empty file with a name that no other writer has. The number of a process does not suffice for that: in
     * containers that share a disk, many have the same one.
     */
    private static Path createTemporary(OutputTarget to) throws IOException {
        Path temporary = temporary(to);
        while (true) {
            try {
                return Files.createFile(temporary);
            } catch (FileAlreadyExistsException e) {
                temporary = temporary(to);
            } catch (IOException e) {
                throw explain(e, to, temporary, -1);
            }
        }
    }

    private static Path temporary(OutputTarget to) {
        return to.folder().resolve("." + to.file().getFileName() + "." + ProcessHandle.current().pid() + "-"
                + ThreadLocalRandom.current().nextLong(Long.MAX_VALUE) + ".tmp");
    }

    /** Forces a folder's entries to the disk, so that a rename or deletion in it is durable. */
    static void forceFolder(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // Windows cannot open a folder, and some network file systems cannot force one
            return;
        }
    }

    /**
     * Deletes the temporary files of killed processes in a folder. Only the folder's single writer may call this, as an
     * unfinished file of another writer looks the same.
     */
    public static void deleteLeftovers(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                if (TEMPORARY.matcher(String.valueOf(file.getFileName())).matches()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private static IOException explain(IOException e, OutputTarget to, @Nullable Path temporary, long needed) {
        String message = String.valueOf(e.getMessage());
        if (message.contains("No space left") || message.contains("quota") || message.contains("not enough space")) {
            String size = needed < 0 ? "" : String.format(Locale.ROOT, "it needs %,d bytes, ", needed);
            String room = temporary == null ? "it takes no more" : to.folder() + " has " + free(temporary, to.folder());
            return new IOException("no space left for " + to.given() + ": " + size + room, e);
        }
        if (e instanceof FileSystemException f) {
            if (!to.isNamedBy(f, temporary)) {
                return e; // the content's own, about a file that it reads
            }
            String reason = e instanceof AccessDeniedException ? "permission denied"
                    : Objects.requireNonNullElseGet(f.getReason(), () -> e.getClass().getSimpleName());
            return new IOException("cannot write " + to.given() + ": " + reason, e);
        }
        if (temporary == null) { // for a pipe or a device the message lacks the name
            return new IOException("cannot write " + to.given() + ": " + message, e);
        }
        return e;
    }

    /** Describes the free space after deleting the unfinished file. */
    private static String free(Path temporary, Path folder) {
        try {
            Files.deleteIfExists(temporary);
            return String.format(Locale.ROOT, "%,d free", Files.getFileStore(folder).getUsableSpace());
        } catch (IOException e) {
            return "fewer free";
        }
    }

    /** A counter of the bytes written. */
    private static final class Counted {
        private long bytes;

        OutputStream into(OutputStream out) {
            return new FilterOutputStream(out) {
                @Override
                public void write(byte[] b, int offset, int length) throws IOException {
                    bytes += length;
                    out.write(b, offset, length);
                }

                @Override
                public void write(int b) throws IOException {
                    bytes++;
                    out.write(b);
                }
            };
        }
    }
}
