package dev.advect.mujoco;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.Objects;

/**
 * A read-only view of integers, or of one-byte flags, in native memory. Access copies and allocates nothing.
 *
 * <p>It is read-only because MuJoCo uses many of these numbers as unchecked indices. Bounds and closing are handled as
 * in {@link DoubleView}.
 */
public final class IntView {
    private final Object owner;
    private final MemorySegment segment;
    private final boolean bytes;
    private final int size;

    /** Creates a view of the bytes or ints in {@code segment}, valid while {@code owner} is open. */
    IntView(Object owner, MemorySegment segment, boolean bytes) {
        this.owner = owner;
        this.segment = segment;
        this.bytes = bytes;
        this.size = Math.toIntExact(segment.byteSize() / (bytes ? 1 : Integer.BYTES));
    }

    /** The number of integers. */
    public int size() {
        return size;
    }

    /** The value at the zero-based {@code index}; a flag is 0 or 1. */
    public int get(int index) {
        Objects.checkIndex(index, size);
        try {
            return bytes
                    ? Byte.toUnsignedInt(segment.get(ValueLayout.JAVA_BYTE, index))
                    : segment.getAtIndex(ValueLayout.JAVA_INT, index);
        } finally {
            Reference.reachabilityFence(owner);
        }
    }

    /** Sets an integer that is only a counter, never an index. */
    void write(int index, int value) {
        try {
            segment.setAtIndex(ValueLayout.JAVA_INT, Objects.checkIndex(index, size), value);
        } finally {
            Reference.reachabilityFence(owner);
        }
    }

    /** The values as a new array. */
    public int[] toArray() {
        int[] values = new int[size];
        for (int i = 0; i < size; i++) {
            values[i] = get(i);
        }
        return values;
    }

    /** A view of {@code length} values starting at {@code from}. */
    public IntView slice(int from, int length) {
        Objects.checkFromIndexSize(from, length, size);
        int width = bytes ? 1 : Integer.BYTES;
        return new IntView(owner, segment.asSlice((long) from * width, (long) length * width), bytes);
    }

    /** The values, as {@link Arrays#toString(int[])} writes them. */
    @Override
    public String toString() {
        return Arrays.toString(toArray());
    }
}
