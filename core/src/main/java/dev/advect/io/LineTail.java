package dev.advect.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** The end of a text file to which another process appends lines: each look reads the lines that are new. */
public final class LineTail {
    /** The bytes that are read at a time. */
    private static final int MAX_BYTES = 8 << 20;

    private final Path file;
    private long offset;

    public LineTail(Path file) {
        this.file = file;
    }

    /** Whether the file is missing, or shorter than what has been read of it. */
    public boolean isCut() throws IOException {
        return !Files.exists(file) || Files.size(file) < offset;
    }

    /** Begins again at the start of the file. */
    public void rewind() {
        offset = 0;
    }

    /** The next complete lines, not more than 8 MiB of them; none at the end of the file, or if it is missing. */
    public List<String> next() throws IOException {
        if (!Files.exists(file) || Files.size(file) <= offset) {
            return List.of();
        }
        byte[] bytes;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
                InputStream in = Channels.newInputStream(channel.position(offset))) {
            bytes = in.readNBytes(MAX_BYTES);
        }
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] != '\n') {
            end--;
        }
        offset += end;
        return new String(bytes, 0, end, StandardCharsets.UTF_8).lines().toList();
    }
}
