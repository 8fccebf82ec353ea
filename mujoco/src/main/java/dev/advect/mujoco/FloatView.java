package dev.advect.mujoco;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.Objects;

/**
 * A read-only view of floats in native memory. MuJoCo keeps in floats what only pictures need: colours, and the points
 * of meshes and height fields.
 *
 * <p>Bounds and closing are handled as in {@link DoubleView}.
 */
public final class FloatView {
    private final Object owner;
    private final MemorySegment segment;
    private final int size;

    /** Creates a view of {@code segment}, valid while {@code owner} is open. */
    FloatView(Object owner, MemorySegment segment) {
        this.owner = owner;
        this.segment = segment;
        this.size = Math.toIntExact(segment.byteSize() / Float.BYTES);
    }

    /** The number of floats. */
    public int size() {
        return size;
    }

    /** The value at the zero-based {@code index}. */
    public float get(int index) {
        try {
            return segment.getAtIndex(ValueLayout.JAVA_FLOAT, Objects.checkIndex(index, size));
        } finally {
            Reference.reachabilityFence(owner);
        }
    }

    /** The values as a new array. */
    public float[] toArray() {
        return toArray(0, size);
    }

    /** A part of the values, starting at {@code from}, as a new array of {@code length}. */
    public float[] toArray(int from, int length) {
        Objects.checkFromIndexSize(from, length, size);
        float[] values = new float[length];
        try {
            MemorySegment.copy(segment, ValueLayout.JAVA_FLOAT, (long) from * Float.BYTES, values, 0, length);
        } finally {
            Reference.reachabilityFence(owner);
        }
        return values;
    }

    /** The values, as {@link Arrays#toString(float[])} writes them. */
    @Override
    public String toString() {
        return Arrays.toString(toArray());
    }
}
