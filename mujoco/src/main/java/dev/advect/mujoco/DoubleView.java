package dev.advect.mujoco;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.Objects;

/**
 * A view of doubles in native memory. Access copies and allocates nothing, and MuJoCo sees writes at once.
 *
 * <p>An index outside the view throws an {@link IndexOutOfBoundsException}; any access after the memory was freed,
 * when the {@link Data} is closed, or the {@link Model} and every {@code Data} of it, throws an {@link IllegalStateException}.
 * A view keeps its owner from being garbage-collected.
 */
public final class DoubleView {
    private final Object owner;
    private final MemorySegment segment;
    private final int size;

    /** Creates a view of {@code segment}, valid while {@code owner} is open. */
    DoubleView(Object owner, MemorySegment segment) {
        this.owner = owner;
        this.segment = segment;
        this.size = Math.toIntExact(segment.byteSize() / Double.BYTES);
    }

    /** The number of doubles. */
    public int size() {
        return size;
    }

    /** The value at the zero-based {@code index}. */
    public double get(int index) {
        try {
            return segment.getAtIndex(ValueLayout.JAVA_DOUBLE, Objects.checkIndex(index, size));
        } finally {
            Reference.reachabilityFence(owner);
        }
    }

    /** Sets the value at the zero-based {@code index}. */
    public void set(int index, double value) {
        try {
            segment.setAtIndex(ValueLayout.JAVA_DOUBLE, Objects.checkIndex(index, size), value);
        } finally {
            Reference.reachabilityFence(owner);
        }
    }

    /** Sets all values to {@code value}. */
    public void fill(double value) {
        for (int i = 0; i < size; i++) {
            set(i, value);
        }
    }

    /** Copies all values to the beginning of {@code destination}. */
    public void copyTo(double[] destination) {
        copyTo(destination, 0);
    }

    /** Copies all values to {@code destination}, starting at {@code offset}. */
    public void copyTo(double[] destination, int offset) {
        Objects.checkFromIndexSize(offset, size, destination.length);
        try {
            MemorySegment.copy(segment, ValueLayout.JAVA_DOUBLE, 0, destination, offset, size);
        } finally {
            Reference.reachabilityFence(owner);
        }
    }

    /** Copies all values, rounded to float, to {@code destination}, starting at {@code offset}. */
    public void copyTo(float[] destination, int offset) {
        Objects.checkFromIndexSize(offset, size, destination.length);
        for (int i = 0; i < size; i++) {
            destination[offset + i] = (float) get(i);
        }
    }

    /** Sets all values from the beginning of {@code source}. */
    public void copyFrom(double[] source) {
        copyFrom(source, 0);
    }

    /** Sets all values from {@code source}, starting at {@code offset}. */
    public void copyFrom(double[] source, int offset) {
        Objects.checkFromIndexSize(offset, size, source.length);
        try {
            MemorySegment.copy(source, offset, segment, ValueLayout.JAVA_DOUBLE, 0, size);
        } finally {
            Reference.reachabilityFence(owner);
        }
    }

    /** Sets all values from {@code source}, starting at {@code offset}. */
    public void copyFrom(float[] source, int offset) {
        Objects.checkFromIndexSize(offset, size, source.length);
        for (int i = 0; i < size; i++) {
            set(i, source[offset + i]);
        }
    }

    /**
     * Sets all values from a view of the same size.
     *
     * @throws IllegalArgumentException if the sizes differ
     */
    public void copyFrom(DoubleView source) {
        if (source.size != size) {
            throw new IllegalArgumentException("a view of " + size + " doubles cannot take " + source.size);
        }
        try {
            MemorySegment.copy(source.segment, 0, segment, 0, (long) size * Double.BYTES);
        } finally {
            Reference.reachabilityFence(owner);
            Reference.reachabilityFence(source.owner);
        }
    }

    /** The values as a new array. */
    public double[] toArray() {
        double[] values = new double[size];
        copyTo(values);
        return values;
    }

    /** A view of {@code length} values starting at {@code from}. It allocates, so keep views that are used often. */
    public DoubleView slice(int from, int length) {
        Objects.checkFromIndexSize(from, length, size);
        return new DoubleView(owner, segment.asSlice((long) from * Double.BYTES, (long) length * Double.BYTES));
    }

    /** The values, as {@link Arrays#toString(double[])} writes them. */
    @Override
    public String toString() {
        return Arrays.toString(toArray());
    }
}
