package dev.advect.io;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A file with one JSON object per line (jsonlines.org), which can be read while it is appended to.
 *
 * <p>A line goes to the operating system at once and in one piece, so that a killed process leaves at most one
 * incomplete last line. Such a line is tolerated, unlike any other damage: readers skip it and the next writer removes
 * it. NaN and infinities, which JSON lacks, are written as the strings {@code "NaN"} and {@code "Infinity"};
 * {@link JsonNode#asDouble()} reads them back. This class is thread-safe.
 */
public final class JsonLines implements Closeable {
    private static final JsonMapper JSON = new JsonMapper();

    private final Path file;
    private final FileChannel channel;

    /** A visitor of lines. */
    @FunctionalInterface
    public interface Visitor {
        /** Called for each line in order. */
        void line(JsonNode object) throws IOException;
    }

    private JsonLines(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Opens a file for appending. It is created if it is missing, and an incomplete last line is removed.
     *
     * @throws DamagedFileException if a complete line is not a JSON object
     */
    public static JsonLines append(Path file) throws IOException {
        Scan scan = Files.exists(file) ? scan(file, object -> {}) : new Scan(0, false);
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        channel.truncate(scan.validBytes()).position(scan.validBytes());
        JsonLines lines = new JsonLines(file, channel);
        if (scan.unterminated()) {
            lines.writeAll(new byte[] {'\n'});
        }
        return lines;
    }

    /** Writes one object as one line. */
    public void write(Map<String, ?> object) throws IOException {
        byte[] json = JSON.writeValueAsBytes(object);
        byte[] line = Arrays.copyOf(json, json.length + 1);
        line[json.length] = '\n';
        writeAll(line);
    }

    /** Waits until all lines are on disk, where they survive a power failure. */
    public void force() throws IOException {
        channel.force(true);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private synchronized void writeAll(byte[] line) throws IOException {
        long start = channel.position();
        try {
            for (ByteBuffer rest = ByteBuffer.wrap(line); rest.hasRemaining(); ) {
                channel.write(rest);
            }
        } catch (IOException e) {
            if (channel.isOpen()) {
                // a full disk may take half a line, to which later lines must not be appended
                channel.truncate(start);
            }
            throw new IOException("cannot write to " + file + ": " + e.getMessage(), e);
        }
    }

    /** Reads all lines; returns none if the file does not exist. */
    public static List<JsonNode> read(Path file) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        if (Files.exists(file)) {
            scan(file, lines::add);
        }
        return lines;
    }

    /**
     * Visits the lines one by one, for files that are too long for {@link #read}.
     *
     * @throws DamagedFileException if a line other than an incomplete last one is not a JSON object
     */
    public static void forEach(Path file, Visitor visitor) throws IOException {
        scan(file, visitor);
    }

    /**
     * Removes, atomically, all lines whose {@code key} exceeds a value and an incomplete last line, so that a resumed
     * run continues as if never interrupted. Lines without the key are kept. A missing file is ignored.
     */
    public static void truncateAfter(Path file, String key, long value) throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        AtomicFile.write(file, out -> scan(file, object -> {
            JsonNode number = object.get(key);
            if (number == null || !number.isNumber() || number.asDouble() <= value) {
                out.write(JSON.writeValueAsBytes(object));
                out.write('\n');
            }
        }));
    }

    /** The number of valid bytes in a file, and whether its last line is complete except for the line break. */
    private record Scan(long validBytes, boolean unterminated) {}

    private static Scan scan(Path file, Visitor visitor) throws IOException {
        long validBytes = 0;
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            int number = 1;
            for (int b = in.read(); b >= 0; b = in.read()) {
                if (b != '\n') {
                    line.write(b);
                    continue;
                }
                visit(file, number++, line, visitor);
                validBytes += line.size() + 1L;
                line.reset();
            }
            try {
                visit(file, number, line, visitor);
            } catch (DamagedFileException e) {
                return new Scan(validBytes, false);
            }
        }
        return new Scan(validBytes + line.size(), line.size() > 0);
    }

    private static void visit(Path file, int number, ByteArrayOutputStream line, Visitor visitor) throws IOException {
        String text = line.toString(StandardCharsets.UTF_8);
        if (text.isBlank()) {
            return;
        }
        JsonNode object;
        try {
            object = JSON.readTree(text);
        } catch (JacksonException e) {
            throw new DamagedFileException(file, "line " + number + " is not JSON: " + e.getOriginalMessage(), e);
        }
        if (!object.isObject()) {
            throw new DamagedFileException(file, "line " + number + " is not a JSON object");
        }
        visitor.line(object);
    }
}
