package dev.advect.nn.torch;

import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A float32 tensor in native memory that Java and libtorch share without copying: Java accesses it as {@link #segment()},
 * libtorch as {@link #tensor()}. It is row-major and lives until {@link #close()}.
 */
public final class HostTensor implements AutoCloseable {
    /** The size of a cache line, and of the widest vector, in bytes. */
    private static final long ALIGNMENT = 64;

    /** Owns the memory; null if another tensor does. */
    private final @Nullable Arena arena;
    private final MemorySegment segment;
    private final Tensor tensor;
    private final long[] shape;

    /** Creates a tensor of zeros. */
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

    /** A view of the elements [offset, offset + n), {@code [n]}; it must be closed before this tensor. */
    public HostTensor slice(long offset, long n) {
        return new HostTensor(segment.asSlice(offset * Float.BYTES, n * Float.BYTES));
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

    /** Copies the elements [offset, offset + n) to an array. */
    public void read(long offset, float[] to, int toIndex, int n) {
        MemorySegment.copy(segment, ValueLayout.JAVA_FLOAT, offset * Float.BYTES, to, toIndex, n);
    }

    /** Copies {@code n} elements of an array to the elements [offset, offset + n). */
    public void write(long offset, float[] from, int fromIndex, int n) {
        MemorySegment.copy(from, fromIndex, segment, ValueLayout.JAVA_FLOAT, offset * Float.BYTES, n);
    }

    /** Copies a row of a matrix to a row of another one that is as wide, {@code [n, w]} to {@code [m, w]}. */
    public void copyRow(long row, HostTensor to, long toRow) {
        long bytes = shape[1] * Float.BYTES;
        MemorySegment.copy(segment, row * bytes, to.segment, toRow * bytes, bytes);
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
