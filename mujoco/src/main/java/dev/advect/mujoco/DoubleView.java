package dev.advect.mujoco;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.Objects;

/**
 * A window over doubles in native memory: nothing is copied or allocated on access, writes are seen by MuJoCo at once.
 *
 * <p>An index outside the window is an {@link IndexOutOfBoundsException}; after the {@link Model} or {@link Data} was
 * closed every access is an {@link IllegalStateException}. A view keeps its owner from being collected.
 */
public final class DoubleView {
    private final Object owner;
    private final MemorySegment segment;
    private final int size;

    /** A view of {@code segment}, which lives as long as {@code owner} is open. */
    DoubleView(Object owner, MemorySegment segment) {
        this.owner = owner;
        this.segment = segment;
        this.size = Math.toIntExact(segment.byteSize() / Double.BYTES);
    }

    /** Number of doubles. */
    public int size() {
        return size;
    }

    /** The value at {@code index}, from 0. */
    public double get(int index) {
        try {
            return segment.getAtIndex(ValueLayout.JAVA_DOUBLE, Objects.checkIndex(index, size));
        } finally {
            Reference.reachabilityFence(owner);
        }
    }

    /** Writes the value at {@code index}, from 0. */
    public void set(int index, double value) {
        try {
            segment.setAtIndex(ValueLayout.JAVA_DOUBLE, Objects.checkIndex(index, size), value);
        } finally {
            Reference.reachabilityFence(owner);
        }
    }

    /** Sets every value. */
    public void fill(double value) {
        for (int i = 0; i < size; i++) {
            set(i, value);
        }
    }

    /** Copies all values to the beginning of {@code destination}. */
    public void copyTo(double[] destination) {
        copyTo(destination, 0);
    }

    /** Copies all values to {@code destination}, beginning at {@code at}. */
    public void copyTo(double[] destination, int at) {
        Objects.checkFromIndexSize(at, size, destination.length);
        try {
            MemorySegment.copy(segment, ValueLayout.JAVA_DOUBLE, 0, destination, at, size);
        } finally {
            Reference.reachabilityFence(owner);
        }
    }

    /** Copies all values, rounded to float, to {@code destination}, beginning at {@code at}. */
    public void copyTo(float[] destination, int at) {
        Objects.checkFromIndexSize(at, size, destination.length);
        for (int i = 0; i < size; i++) {
            destination[at + i] = (float) get(i);
        }
    }

    /** Writes all values from the beginning of {@code source}. */
    public void copyFrom(double[] source) {
        copyFrom(source, 0);
    }

    /** Writes all values from {@code source}, beginning at {@code at}. */
    public void copyFrom(double[] source, int at) {
        Objects.checkFromIndexSize(at, size, source.length);
        try {
            MemorySegment.copy(source, at, segment, ValueLayout.JAVA_DOUBLE, 0, size);
        } finally {
            Reference.reachabilityFence(owner);
        }
    }

    /** Writes all values from {@code source}, beginning at {@code at}. */
    public void copyFrom(float[] source, int at) {
        Objects.checkFromIndexSize(at, size, source.length);
        for (int i = 0; i < size; i++) {
            set(i, source[at + i]);
        }
    }

    /** Writes all values from a view of the same size. */
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

    /** A view of {@code length} values from {@code from} on. Allocates: keep what is used often. */
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
