package dev.advect.data;

/** A table of numbers, {@code [rows, columns]}, that is read one row at a time. */
interface Rows {
    /** The table's origin, for messages. */
    String name();

    int rows();

    int columns();

    /**
     * Reads a row. Reading rows in ascending order is fastest.
     *
     * @param to filled from {@code offset} on
     * @throws DemonstrationException if the file does not contain the row
     */
    void read(int row, float[] to, int offset) throws DemonstrationException;
}
