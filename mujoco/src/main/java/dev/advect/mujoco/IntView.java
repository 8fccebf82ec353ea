package dev.advect.mujoco;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.Objects;

/**
 * A read-only window over integers, or flags of one byte, in native memory: nothing is copied or allocated on access.
 *
 * <p>It cannot be written because MuJoCo uses many of these numbers as addresses, unchecked. Bounds and closing are as
 * in {@link DoubleView}.
 */
public final class IntView {
    private final Object owner;
    private final MemorySegment segment;
    private final boolean bytes;
    private final int size;

    /** A view of {@code segment}, of bytes or of ints, which lives as long as {@code owner} is open. */
    IntView(Object owner, MemorySegment segment, boolean bytes) {
        this.owner = owner;
        this.segment = segment;
        this.bytes = bytes;
        this.size = Math.toIntExact(segment.byteSize() / (bytes ? 1 : Integer.BYTES));
    }

    /** Number of integers. */
    public int size() {
        return size;
    }

    /** The value at {@code index}, from 0; a flag is 0 or 1. */
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

    /** Writes an integer that is only a count. */
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

    /** A view of {@code length} values from {@code from} on. */
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
