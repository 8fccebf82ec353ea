package dev.advect.data;

/** Numbers in rows, {@code [rows, columns]}, that are read one row at a time and lie wherever they lie. */
interface Rows {
    /** Where they come from, for messages. */
    String name();

    int rows();

    int columns();

    /**
     * Reads a row. Rising rows are read fastest.
     *
     * @param to filled from {@code offset} on
     * @throws DemonstrationException where the file does not hold it
     */
    void read(int row, float[] to, int offset) throws DemonstrationException;
}
