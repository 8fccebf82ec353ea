package dev.advect.ranks;

import java.lang.foreign.MemorySegment;

/**
 * An array of rows, of which every rank has computed its own even share and needs those of the others.
 *
 * @param memory all rows; those of other ranks are overwritten
 * @param count the number of rows
 */
public record Rows(MemorySegment memory, int count) {
    public Rows {
        if (count > 0 && memory.byteSize() % count != 0) {
            throw new IllegalArgumentException(memory.byteSize() + " bytes are not " + count + " rows");
        }
    }

    public static Rows of(float[] values, int count) {
        return new Rows(MemorySegment.ofArray(values), count);
    }

    public static Rows of(double[] values, int count) {
        return new Rows(MemorySegment.ofArray(values), count);
    }

    public static Rows of(long[] values, int count) {
        return new Rows(MemorySegment.ofArray(values), count);
    }

    public static Rows of(byte[] values, int count) {
        return new Rows(MemorySegment.ofArray(values), count);
    }

    /** The number of bytes of the rows {@code [0, row)}. */
    long offset(int row) {
        return count == 0 ? 0 : memory.byteSize() / count * row;
    }
}
