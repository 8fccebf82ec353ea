package dev.advect.data;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Numbers of some rows, {@code [rows, columns]} row by row.
 *
 * @param name where they come from, for messages
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Table(String name, int rows, int columns, float[] values) {

    /** The columns of several tables side by side; null if their numbers of rows differ. */
    static @Nullable Table join(String name, List<Table> parts) {
        int rows = parts.getFirst().rows;
        int columns = 0;
        for (Table part : parts) {
            if (part.rows != rows) {
                return null;
            }
            columns = Math.addExact(columns, part.columns);
        }
        float[] values = new float[Math.multiplyExact(rows, columns)];
        int at = 0;
        for (Table part : parts) {
            for (int row = 0; row < rows; row++) {
                System.arraycopy(part.values, row * part.columns, values, row * columns + at, part.columns);
            }
            at += part.columns;
        }
        return new Table(name, rows, columns, values);
    }
}
