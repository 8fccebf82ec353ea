package dev.advect.experiments;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.advect.io.JsonLines;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A file of records of one type, one per line, with the components' names in snake case as keys.
 *
 * @param <R> the type of the records
 */
public final class RecordLines<R extends Record> {
    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final Path file;
    private final Class<R> type;

    public RecordLines(Path file, Class<R> type) {
        this.file = file;
        this.type = type;
    }

    /** Reads all records; returns none if the file does not exist. Components that a line lacks are zero or null. */
    public List<R> read() throws IOException {
        List<R> records = new ArrayList<>();
        if (Files.exists(file)) {
            for (JsonNode line : JsonLines.read(file)) {
                records.add(JSON.treeToValue(line, type));
            }
        }
        return records;
    }

    /** Appends a record, which is on disk when this returns. Other processes may append to the same file: none of their records is lost. */
    public void append(R record) throws IOException {
        whileLocked(() -> write(record));
    }

    /**
     * Appends a record unless there is one already, perhaps of another process, that makes it superfluous.
     *
     * @param known whether a record of the file does
     */
    public void appendUnless(Predicate<R> known, R record) throws IOException {
        whileLocked(() -> {
            if (read().stream().noneMatch(known)) {
                write(record);
            }
        });
    }

    @FunctionalInterface
    private interface Change {
        void make() throws IOException;
    }

    private void whileLocked(Change change) throws IOException {
        // the lock is on a file of its own: a process gives it up when it closes any channel of the locked file
        Path lock = file.resolveSibling("." + file.getFileName() + ".lock");
        synchronized (RecordLines.class) { // threads of one process do not exclude each other by a file's lock
            try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock _ = channel.lock()) {
                change.make();
            }
        }
    }

    private void write(R record) throws IOException {
        try (JsonLines lines = JsonLines.append(file)) {
            lines.write(values(record));
            lines.force();
        }
    }

    /** A record's components by name, as in a line. */
    public static Map<String, Object> values(Record record) {
        return JSON.convertValue(record, new TypeReference<Map<String, Object>>() {});
    }
}
