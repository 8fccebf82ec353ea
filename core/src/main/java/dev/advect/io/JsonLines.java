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
 * Metrics in a file of one JSON object a line (jsonlines.org), appended to, and readable while it is.
 *
 * <p>A line goes to the operating system as soon as it is written, in one piece, so that a killed process loses at
 * most the half of its last line. That torn line, and no other damage, is tolerated: it is skipped by readers and
 * removed by the next writer. NaN and infinities, which JSON lacks, are written as the strings {@code "NaN"},
 * {@code "Infinity"}; {@link JsonNode#asDouble()} reads them back. Safe for several threads.
 */
public final class JsonLines implements Closeable {
    private static final JsonMapper JSON = new JsonMapper();

    private final Path file;
    private final FileChannel channel;

    /** Takes one line. */
    @FunctionalInterface
    public interface Visitor {
        /** Called for each line, in order. */
        void line(JsonNode object) throws IOException;
    }

    private JsonLines(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Opens a file to append to; it is made where it is missing, a torn last line is removed.
     *
     * @throws DamagedFileException where a complete line is not a JSON object
     */
    public static JsonLines append(Path file) throws IOException {
        Scan scan = Files.exists(file) ? scan(file, object -> {}) : new Scan(0, false);
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        channel.truncate(scan.good()).position(scan.good());
        JsonLines lines = new JsonLines(file, channel);
        if (scan.unended()) {
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

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private synchronized void writeAll(byte[] line) throws IOException {
        long begin = channel.position();
        try {
            for (ByteBuffer rest = ByteBuffer.wrap(line); rest.hasRemaining(); ) {
                channel.write(rest);
            }
        } catch (IOException e) {
            if (channel.isOpen()) {
                // A full disk takes the first half of a line: what is written later must not be glued to it.
                channel.truncate(begin);
            }
            throw new IOException("cannot write to " + file + ": " + e.getMessage(), e);
        }
    }

    /** All lines; none where there is no file. */
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
     * @throws DamagedFileException where a line, other than a torn last one, is not a JSON object
     */
    public static void forEach(Path file, Visitor visitor) throws IOException {
        scan(file, visitor);
    }

    /**
     * Forgets what came after a value, atomically: only complete lines whose {@code key} is not above it are kept, so
     * that a resumed run goes on as if it had never been interrupted. Lines without the key are kept; without a file
     * nothing happens.
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

    /** How many bytes of a file are good, and whether the last of its lines is complete but for its end. */
    private record Scan(long good, boolean unended) {}

    private static Scan scan(Path file, Visitor visitor) throws IOException {
        long good = 0;
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            int number = 1;
            for (int b = in.read(); b >= 0; b = in.read()) {
                if (b != '\n') {
                    line.write(b);
                    continue;
                }
                visit(file, number++, line, visitor);
                good += line.size() + 1L;
                line.reset();
            }
            try {
                visit(file, number, line, visitor);
            } catch (DamagedFileException e) {
                return new Scan(good, false);
            }
        }
        return new Scan(good + line.size(), line.size() > 0);
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
