package dev.advect.data;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static dev.advect.data.ParquetException.require;

/**
 * A column of a Parquet file: numbers, or lists of numbers.
 *
 * @param name the name of the field at the top, which may contain dots
 * @param type Parquet's physical type
 * @param maxRepetition 1 for lists, otherwise 0
 * @param maxDefinition the definition level of a value that is there
 * @param listDefinition the definition level from which on a list has elements
 */
record ParquetColumn(String name, int type, int maxRepetition, int maxDefinition, int listDefinition) {
    private static final int MAX_DEPTH = 8;
    private static final int OPTIONAL = 1;
    private static final int REPEATED = 2;

    /** The bytes of a value in plain encoding; 0 for a type that is not supported, and for booleans, which are bits. */
    int width() {
        return switch (type) {
            case 1, 4 -> Integer.BYTES;
            case 2, 5 -> Long.BYTES;
            default -> 0;
        };
    }

    boolean isBoolean() {
        return type == 0;
    }

    /** Reads a value in plain encoding. */
    double value(ByteBuffer bytes) {
        return switch (type) {
            case 1 -> bytes.getInt();
            case 2 -> bytes.getLong();
            case 4 -> bytes.getFloat();
            default -> bytes.getDouble();
        };
    }

    /** All columns of a schema, in the order of the row groups' chunks. */
    static List<ParquetColumn> all(List<?> schema) throws ParquetException {
        Walk walk = new Walk(schema);
        int children = walk.children(walk.next());
        for (int i = 0; i < children; i++) {
            walk.visit("", 0, 0, 0, MAX_DEPTH);
        }
        return walk.columns;
    }

    /** A walk through the elements of a schema, parents before their children. */
    private static final class Walk {
        private final List<?> elements;
        private final List<ParquetColumn> columns = new ArrayList<>();
        private int at;

        Walk(List<?> elements) {
            this.elements = elements;
        }

        private Map<?, ?> next() throws ParquetException {
            if (at < elements.size() && elements.get(at++) instanceof Map<?, ?> element) {
                return element;
            }
            throw new ParquetException("it is damaged: its schema is incomplete");
        }

        private int children(Map<?, ?> element) throws ParquetException {
            long count = element.get(5) instanceof Long number ? number : 0;
            require(count >= 0 && count <= elements.size(), "its schema is incomplete");
            return (int) count;
        }

        private void visit(String top, int repetition, int definition, int listDefinition, int depth) throws ParquetException {
            require(depth > 0, "its schema is nested too deeply");
            Map<?, ?> element = next();
            String name = element.get(4) instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : "";
            long kind = element.get(3) instanceof Long number ? number : 0;
            int newRepetition = repetition + (kind == REPEATED ? 1 : 0);
            int newDefinition = definition + (kind == REPEATED || kind == OPTIONAL ? 1 : 0);
            int newListDefinition = kind == REPEATED ? newDefinition : listDefinition;
            String column = top.isEmpty() ? name : top;
            int children = children(element);
            if (children == 0) {
                int type = element.get(1) instanceof Long number ? Math.clamp(number, -1, 99) : -1;
                columns.add(new ParquetColumn(column, type, newRepetition, newDefinition, newListDefinition));
            }
            for (int i = 0; i < children; i++) {
                visit(column, newRepetition, newDefinition, newListDefinition, depth - 1);
            }
        }
    }
}
