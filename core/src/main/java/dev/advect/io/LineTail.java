package dev.advect.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;

/** The end of a text file to which another process appends lines: each look reads the lines that are new. */
public final class LineTail {
    /** The bytes that are read at a time. */
    private static final int MAX_BYTES = 8 << 20;
    /** The bytes before the offset that are compared; a row of metrics fits in. */
    private static final int MAX_COMPARED_BYTES = 4096;

    private final Path file;
    private long offset;
    /** The last bytes before the offset. They differ in a file that was cut back and has grown again since. */
    private byte[] last = {};

    public LineTail(Path file) {
        this.file = file;
    }

    /** Whether the file is missing, or was cut back before the end of what has been read of it. It may have grown since. */
    public boolean isCut() throws IOException {
        return !Files.exists(file) || !startsWithLast(read(last.length));
    }

    /** Begins again at the start of the file. */
    public void rewind() {
        offset = 0;
        last = new byte[0];
    }

    /** The next complete lines, not more than 8 MiB of them; none at the end of the file, or if it is missing or cut. */
    public List<String> next() throws IOException {
        if (!Files.exists(file) || Files.size(file) <= offset) {
            return List.of();
        }
        byte[] bytes = read(last.length + MAX_BYTES);
        if (!startsWithLast(bytes)) {
            return List.of();
        }
        int start = last.length;
        int end = bytes.length;
        while (end > start && bytes[end - 1] != '\n') {
            end--;
        }
        offset += end - start;
        last = Arrays.copyOfRange(bytes, Math.max(0, end - MAX_COMPARED_BYTES), end);
        return new String(bytes, start, end - start, StandardCharsets.UTF_8).lines().toList();
    }

    /** Reads up to so many bytes, from where the last ones before the offset were. */
    private byte[] read(int count) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
                InputStream in = Channels.newInputStream(channel.position(offset - last.length))) {
            return in.readNBytes(count);
        }
    }

    private boolean startsWithLast(byte[] bytes) {
        return bytes.length >= last.length && Arrays.equals(bytes, 0, last.length, last, 0, last.length);
    }
}
