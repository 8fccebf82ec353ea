package dev.advect.nn.vector;

import dev.advect.nn.torch.Torch;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;

/**
 * A row-major matrix of {@link Bfloat16} in native memory, {@code [rows, columns]}, of which products take the first
 * rows. Memory and tensors go with it by garbage collection; a tensor is made once for every number of rows that
 * occurs.
 */
public final class Bf16Matrix {
    private static final long ALIGNMENT = 64;

    private final int columns;
    private final MemorySegment memory;
    private final Map<Integer, View> views = new HashMap<>();

    private record View(Tensor tensor, Tensor transposed) {}

    /** Zeros. */
    public Bf16Matrix(int rows, int columns) {
        this(Arena.ofAuto().allocate((long) rows * columns * Bfloat16.BYTES, ALIGNMENT), columns);
    }

    private Bf16Matrix(MemorySegment memory, int columns) {
        Torch.load();
        this.columns = columns;
        this.memory = memory;
    }

    /** The same memory with other columns. */
    public Bf16Matrix as(int otherColumns) {
        return new Bf16Matrix(memory, otherColumns);
    }

    public MemorySegment memory() {
        return memory;
    }

    private View view(int rows) {
        return views.computeIfAbsent(rows, n -> {
            Tensor tensor = Torch.keep(() -> Torch.viewBfloat16(memory, n, columns));
            return new View(tensor, Torch.keep(tensor::t));
        });
    }

    /**
     * Writes X·Wᵀ, X the first {@code n} rows.
     *
     * @param weight {@code [out, in]}, all of it
     * @param to {@code [n, out]}
     */
    void timesTransposed(int n, Bf16Matrix weight, int out, Bf16Matrix to) {
        multiply(view(n).tensor, weight.view(out).transposed, to.view(n).tensor);
    }

    /** Writes X·W, W with all of its {@code in} rows. */
    void times(int n, Bf16Matrix weight, int in, Bf16Matrix to) {
        multiply(view(n).tensor, weight.view(in).tensor, to.view(n).tensor);
    }

    /** Writes Xᵀ·Y, the first {@code n} rows of both. */
    void transposedTimes(int n, Bf16Matrix other, Bf16Matrix to) {
        multiply(view(n).transposed, other.view(n).tensor, to.view(columns).tensor);
    }

    private static void multiply(Tensor a, Tensor b, Tensor to) {
        try (PointerScope _ = new PointerScope()) {
            torch.mm_out(to, a, b);
        }
    }
}
