package dev.advect.view.runs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.advect.io.LineTail;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A file of JSON lines that another process appends to. Each look reads what is new; a file that was cut back, because
 * its run was resumed at a checkpoint, is read again, even if it has grown since. A long file is thinned out, so that
 * memory stays bounded.
 */
final class MetricsTail {
    private static final JsonMapper JSON = new JsonMapper();
    /** A row takes some 2 kB, maybe in a process that trains; a curve shows 400 points. */
    private static final int MAX_ROWS = 2048;

    private final LineTail lines;
    private final List<JsonNode> rows = new ArrayList<>();
    private final Set<String> keys = new TreeSet<>();
    private int damaged;

    MetricsTail(Path file) {
        lines = new LineTail(file);
    }

    /** Reads what was appended. A missing file has no rows. */
    void look() throws IOException {
        if (lines.isCut()) {
            forget();
        }
        for (List<String> next = lines.next(); !next.isEmpty(); next = lines.next()) {
            next.forEach(this::add);
            thinOut();
        }
    }

    private void forget() {
        rows.clear();
        keys.clear();
        lines.rewind();
        damaged = 0;
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
