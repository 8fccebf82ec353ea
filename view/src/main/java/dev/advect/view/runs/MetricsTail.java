package dev.advect.view.runs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A file of JSON lines that another process appends to. Each look reads what is new; a file that became shorter, because
 * its run was resumed at a checkpoint, is read again. A long file is thinned out, so that memory stays bounded.
 */
final class MetricsTail {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int MAX_ROWS = 8192;
    /** The bytes that are read at a time. */
    private static final int MAX_BYTES = 8 << 20;

    private final Path file;
    private final List<JsonNode> rows = new ArrayList<>();
    private final Set<String> keys = new TreeSet<>();
    private long offset;
    private int damaged;

    MetricsTail(Path file) {
        this.file = file;
    }

    /** Reads what was appended. A missing file has no rows. */
    void look() throws IOException {
        if (!Files.exists(file)) {
            forget();
            return;
        }
        if (Files.size(file) < offset) {
            forget();
        }
        while (readPiece()) {
            thinOut();
        }
        thinOut();
    }

    private void forget() {
        rows.clear();
        keys.clear();
        offset = 0;
        damaged = 0;
    }

    /** Reads the next complete lines, and returns whether there may be more. */
    private boolean readPiece() throws IOException {
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
        new String(bytes, 0, end, StandardCharsets.UTF_8).lines().forEach(this::add);
        return bytes.length == MAX_BYTES && end > 0;
    }

    private void add(String line) {
        try {
            JsonNode row = JSON.readTree(line);
            if (row.isObject()) {
                rows.add(row);
                row.fieldNames().forEachRemaining(keys::add);
                return;
            }
        } catch (JsonProcessingException e) {
            damaged++;
            return;
        }
        damaged++;
    }

    /** Drops every second row of a long file, but not the last. */
    private void thinOut() {
        while (rows.size() > MAX_ROWS) {
            List<JsonNode> kept = new ArrayList<>();
            for (int i = (rows.size() - 1) % 2; i < rows.size(); i += 2) {
                kept.add(rows.get(i));
            }
            rows.clear();
            rows.addAll(kept);
        }
    }

    List<JsonNode> rows() {
        return rows;
    }

    /** The keys of all rows, sorted. */
    Set<String> keys() {
        return keys;
    }

    /** The number of lines that are not JSON objects. */
    int damaged() {
        return damaged;
    }
}
