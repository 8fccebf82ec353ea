package dev.advect.io;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/**
 * Replaces a file whole or not at all, power cuts included.
 *
 * <p>The content goes to a temporary file in the same folder (a rename is atomic only within one file system), is
 * forced to the disk, takes the target's name by an atomic rename, and the folder is forced too: without that the
 * rename itself may be lost. This is the order of Pillai et al., "All File Systems Are Not Created Equal", OSDI 2014.
 */
public final class AtomicFile {
    private static final AtomicLong COUNTER = new AtomicLong();
    private static final Pattern TEMPORARY = Pattern.compile("\\..+\\.\\d+-\\d+\\.tmp");
    private static final int BUFFER = 1 << 16;

    /** Writes the content of a file. */
    @FunctionalInterface
    public interface Content {
        /** Writes all of it; the stream is closed by the caller. */
        void writeTo(OutputStream out) throws IOException;
    }

    private AtomicFile() {}

    /** As {@link #write(Path, long, Content)}, where the size is not known before. */
    public static void write(Path target, Content content) throws IOException {
        write(target, -1, content);
    }

    /** Writes a text as UTF-8. */
    public static void writeString(Path target, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        write(target, bytes.length, out -> out.write(bytes));
    }

    /**
     * Writes a file, replacing the one that may be there.
     *
     * @param target the file; its folder exists
     * @param size bytes that will be written, for the message when the disk is full; -1 where unknown
     * @throws IOException where it cannot be written: the message is one line, the old file is as it was and nothing
     *     else is left behind. What {@code content} throws without the disk's doing comes out as it is
     */
    public static void write(Path target, long size, Content content) throws IOException {
        Path folder = target.toAbsolutePath().getParent();
        if (folder == null || Files.isDirectory(target)) {
            throw new IOException("cannot write " + target + ": it is a folder");
        }
        Path temporary = folder.resolve("." + target.getFileName() + "." + ProcessHandle.current().pid() + "-"
                + COUNTER.incrementAndGet() + ".tmp");
        boolean done = false;
        Counted counted = new Counted();
        try {
            try (FileChannel channel = FileChannel.open(temporary,
                    StandardOpenOption.WRITE, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING)) {
                OutputStream out = new BufferedOutputStream(counted.into(Channels.newOutputStream(channel)), BUFFER);
                content.writeTo(out);
                out.flush();
                channel.force(true);
            }
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            done = true;
            forceFolder(folder);
        } catch (IOException e) {
            throw explain(e, target, folder, temporary, Math.max(size, counted.bytes));
        } finally {
            if (!done) {
                Files.deleteIfExists(temporary);
            }
        }
    }

    /** Forces a folder's entries to the disk, so that a rename or deletion in it lasts. */
    static void forceFolder(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // Windows cannot open a folder, and some network file systems cannot force one: nothing better to do.
            return;
        }
    }

    /**
     * Deletes what killed processes have left of their writing in a folder. Only for the folder's one writer: another
     * one's unfinished file looks the same.
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

    private static IOException explain(IOException e, Path target, Path folder, Path temporary, long needed) {
        String message = String.valueOf(e.getMessage());
        if (message.contains("No space left") || message.contains("quota") || message.contains("not enough space")) {
            return new IOException(String.format(Locale.ROOT, "no space left for %s: it needs %,d bytes, %s has %s",
                    target, needed, folder, free(temporary, folder)), e);
        }
        if (e instanceof AccessDeniedException) {
            return new IOException("cannot write " + target + ": permission denied", e);
        }
        if (e instanceof NoSuchFileException && !Files.isDirectory(folder)) {
            return new IOException("cannot write " + target + ": there is no folder " + folder, e);
        }
        if (e instanceof FileSystemException f) {
            return new IOException("cannot write " + target + ": " + f.getReason(), e);
        }
        return e;
    }

    /** What is free once the unfinished file is gone. */
    private static String free(Path temporary, Path folder) {
        try {
            Files.deleteIfExists(temporary);
            return String.format(Locale.ROOT, "%,d free", Files.getFileStore(folder).getUsableSpace());
        } catch (IOException e) {
            return "fewer free";
        }
    }

    /** Counts what has been written. */
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
