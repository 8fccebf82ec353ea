package dev.advect.reliability;

import com.fasterxml.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The figures of a part of the campaign as a table: a row for each name, whole numbers added up, and its faults by kind below. */
public final class Summary {
    private static final int SHOWN = 30;
    private static final int LONGEST_KIND = 90;

    private Summary() {}

    /** Prints it; 1 where there were faults, 0 otherwise. */
    public static int print(Path work, String campaign) throws IOException {
        Map<String, Map<String, Long>> rows = new LinkedHashMap<>();
        Set<String> columns = new LinkedHashSet<>();
        Map<String, List<String>> what = new LinkedHashMap<>();
        for (JsonNode line : Results.read(work)) {
            if (!line.path("campaign").asText().equals(campaign)) {
                continue;
            }
            String name = line.path("name").asText();
            Map<String, Long> row = rows.computeIfAbsent(name, n -> new LinkedHashMap<>());
            line.properties().forEach(field -> {
                if (field.getValue().isIntegralNumber() && !Set.of("seed", "index").contains(field.getKey())) {
                    columns.add(field.getKey());
                    row.merge(field.getKey(), field.getValue().asLong(), most(field.getKey()) ? Long::max : Long::sum);
                }
            });
            line.path("what").forEach(fault -> what.computeIfAbsent(kind(name, fault.asText()), k -> new ArrayList<>())
                    .add(name + " " + fault.asText()));
        }
        System.out.println(campaign);
        print("", columns, columns.stream().toList());
        rows.forEach((name, row) -> print(name, columns,
                columns.stream().map(column -> String.format(Locale.ROOT, "%,d", row.getOrDefault(column, 0L))).toList()));
        what.values().stream().limit(SHOWN).forEach(faults -> System.out.println("  " + faults.size() + " like " + faults.getFirst()));
        if (what.size() > SHOWN) {
            System.out.println("  and " + (what.size() - SHOWN) + " other kinds, see results.jsonl");
        }
        return rows.values().stream().anyMatch(row -> row.getOrDefault("faults", 0L) > 0) ? 1 : 0;
    }

    /** Faults that differ in numbers only are of a kind. */
    private static String kind(String name, String fault) {
        String kind = fault.replaceAll("-?[0-9][0-9.Ee]*", "#");
        return name + " " + kind.substring(0, Math.min(kind.length(), LONGEST_KIND));
    }

    private static boolean most(String column) {
        return column.startsWith("most") || column.startsWith("resident");
    }

    private static void print(String name, Set<String> columns, List<String> cells) {
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-28s", name));
        int i = 0;
        for (String column : columns) {
            line.append(String.format(Locale.ROOT, "  %" + Math.max(9, column.length()) + "s", cells.get(i++)));
        }
        System.out.println(line);
    }
}
