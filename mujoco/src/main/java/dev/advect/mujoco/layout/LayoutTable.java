package dev.advect.mujoco.layout;

import dev.advect.mujoco.library.Version;

import java.util.Map;
import java.util.TreeMap;

/**
 * A {@link Layout} as a text, one fact a line: {@code version 3.14.0}, {@code constant NAME VALUE}, {@code field NAME
 * OFFSET ELEMENT ROWS COLUMNS}, and {@code array} likewise for a pointer to an array.
 */
final class LayoutTable {

    private LayoutTable() {}

    static String write(Layout layout) {
        StringBuilder text = new StringBuilder("version " + layout.version() + "\n");
        layout.constants().forEach((name, value) -> text.append("constant " + name + " " + value + "\n"));
        layout.fields().forEach((name, field) -> text.append(field.pointer() ? "array " : "field ")
                .append(name + " " + field.offset() + " " + field.element())
                .append(" " + field.rows() + " " + field.columns() + "\n"));
        return text.toString();
    }

    /** Reads what {@link #write} wrote. */
    static Layout read(String text) {
        Version version = new Version(0, 0, 0);
        Map<String, Layout.Field> fields = new TreeMap<>();
        Map<String, Integer> constants = new TreeMap<>();
        for (String line : text.lines().toList()) {
            String[] words = line.split(" ", -1);
            switch (words[0]) {
                case "version" -> version = Version.parse(words[1]);
                case "constant" -> constants.put(words[1], Integer.valueOf(words[2]));
                case "field", "array" -> fields.put(words[1], new Layout.Field(
                        Integer.parseInt(words[2]), Element.valueOf(words[3]), words[0].equals("array"),
                        words[4], words[5]));
                default -> throw new IllegalArgumentException("not a fact of a layout: " + line);
            }
        }
        return new Layout(version, fields, constants);
    }
}
