package dev.advect.reliability;

import com.fasterxml.jackson.databind.JsonNode;
import dev.advect.io.JsonLines;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The figures of the campaign, {@code results.jsonl}: one line for each case or batch of cases, written when it is done.
 * A line says which one it is of, so that a campaign that was stopped does not do it again.
 */
public final class Results implements Closeable {
    private static final String CASES = "cases";

    private final JsonLines lines;
    private final Set<String> done = new HashSet<>();

    private Results(Path file) throws IOException {
        for (JsonNode line : JsonLines.read(file)) {
            done.add(key(line.path("campaign").asText(), line.path("name").asText(), line.path("seed").asLong(),
                    line.path("index").asLong(), line.path(CASES).asLong()));
        }
        lines = JsonLines.append(file);
    }

    /** Opens the figures of a working folder, which is made where it is missing. */
    public static Results open(Path work) throws IOException {
        Files.createDirectories(work);
        return new Results(file(work));
    }

    /** All lines so far. */
    public static List<JsonNode> read(Path work) throws IOException {
        return JsonLines.read(file(work));
    }

    private static Path file(Path work) {
        return work.resolve("results.jsonl");
    }

    private static String key(String campaign, String name, long seed, long index, long cases) {
        return campaign + "/" + name + "/" + seed + "/" + index + "/" + cases;
    }

    /** Whether this case has its line already. */
    public boolean has(String campaign, String name, long seed, long index) {
        return has(campaign, name, seed, index, 0);
    }

    /** Whether this batch of cases, which begins with the case {@code index}, has its line already. */
    public boolean has(String campaign, String name, long seed, long index, long cases) {
        return done.contains(key(campaign, name, seed, index, cases));
    }

    /** Writes the line of a case, or of a batch whose figures say of how many {@code cases} it is. */
    public void add(String campaign, String name, long seed, long index, Map<String, Object> figures) throws IOException {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("campaign", campaign);
        line.put("name", name);
        line.put("seed", seed);
        line.put("index", index);
        line.putAll(figures);
        lines.write(line);
        done.add(key(campaign, name, seed, index, ((Number) figures.getOrDefault(CASES, 0)).longValue()));
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
