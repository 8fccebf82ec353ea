package dev.advect.nn.torch;

import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A block of float32 that Java and libtorch see as one: Java writes it through {@link #segment()}, libtorch reads it
 * as {@link #tensor()}, and nothing is copied. Row-major. Lives until {@link #close()}.
 */
public final class HostTensor implements AutoCloseable {
    /** One cache line, which is also the widest vector. */
    private static final long ALIGNMENT = 64;

    /** Null where the memory is another one's. */
    private final @Nullable Arena arena;
    private final MemorySegment segment;
    private final Tensor tensor;
    private final long[] shape;

    /** Zeros of the given shape. */
    public HostTensor(long... shape) {
        Torch.load();
        long size = 1;
        for (long n : shape) {
            if (n < 0) {
                throw new IllegalArgumentException("negative size in a shape");
            }
            size = Math.multiplyExact(size, n);
        }
        this.shape = shape.clone();
        Arena memory = Arena.ofShared();
        arena = memory;
        segment = memory.allocate(Math.max(size, 1) * Float.BYTES, ALIGNMENT).asSlice(0, size * Float.BYTES);
        tensor = Torch.keep(() -> Torch.view(segment, shape));
    }

    private HostTensor(MemorySegment memory) {
        arena = null;
        segment = memory;
        shape = new long[] {memory.byteSize() / Float.BYTES};
        tensor = Torch.keep(() -> Torch.view(memory, shape));
    }

    /** The elements [at, at + n) as a block of their own, {@code [n]}, in this one's memory: to be closed before it. */
    public HostTensor slice(long at, long n) {
        return new HostTensor(segment.asSlice(at * Float.BYTES, n * Float.BYTES));
    }

    public MemorySegment segment() {
        return segment;
    }

    public Tensor tensor() {
        return tensor;
    }

    /** Number of elements. */
    public long size() {
        return segment.byteSize() / Float.BYTES;
    }

    public long[] shape() {
        return shape.clone();
    }

    public float get(long index) {
        return segment.getAtIndex(ValueLayout.JAVA_FLOAT, index);
    }

    public void set(long index, float value) {
        segment.setAtIndex(ValueLayout.JAVA_FLOAT, index, value);
    }

    /** Copies the elements [at, at + n) of this to an array. */
    public void read(long at, float[] to, int toIndex, int n) {
        MemorySegment.copy(segment, ValueLayout.JAVA_FLOAT, at * Float.BYTES, to, toIndex, n);
    }

    /** Copies {@code n} elements of an array to [at, at + n) of this. */
    public void write(long at, float[] from, int fromIndex, int n) {
        MemorySegment.copy(from, fromIndex, segment, ValueLayout.JAVA_FLOAT, at * Float.BYTES, n);
    }

    /** All elements, in a new array. */
    public float[] toArray() {
        return segment.toArray(ValueLayout.JAVA_FLOAT);
    }

    @Override
    public void close() {
        tensor.close();
        if (arena != null) {
            arena.close();
        }
    }
}
