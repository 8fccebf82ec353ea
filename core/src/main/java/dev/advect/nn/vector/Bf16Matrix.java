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
 * A row-major matrix of {@link Bfloat16} in native memory, {@code [rows, columns]}, of which a product uses the first rows.
 * Its memory and tensors are freed by garbage collection; for every number of rows used, a tensor is created once.
 */
public final class Bf16Matrix {
    private static final long ALIGNMENT = 64;

    private final int columns;
    private final MemorySegment memory;
    private final Map<Integer, View> views = new HashMap<>();

    private record View(Tensor tensor, Tensor transposed) {}

    /** Creates a matrix of zeros. */
    public Bf16Matrix(int rows, int columns) {
        this(Arena.ofAuto().allocate((long) rows * columns * Bfloat16.BYTES, ALIGNMENT), columns);
    }

    private Bf16Matrix(MemorySegment memory, int columns) {
        Torch.load();
        this.columns = columns;
        this.memory = memory;
    }

    /** A view of the same memory with another number of columns. */
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
     * Computes X·Wᵀ, where X is the first {@code n} rows of this matrix.
     *
     * @param weight W, {@code [out, in]}
     * @param to receives the product, {@code [n, out]}
     */
    void timesTransposed(int n, Bf16Matrix weight, int out, Bf16Matrix to) {
        multiply(view(n).tensor, weight.view(out).transposed, to.view(n).tensor);
    }

    /** Computes X·W, where X is the first {@code n} rows of this matrix and W has {@code in} rows. */
    void times(int n, Bf16Matrix weight, int in, Bf16Matrix to) {
        multiply(view(n).tensor, weight.view(in).tensor, to.view(n).tensor);
    }

    /** Computes Xᵀ·Y, where X and Y are the first {@code n} rows of this matrix and of {@code other}. */
    void transposedTimes(int n, Bf16Matrix other, Bf16Matrix to) {
        multiply(view(n).transposed, other.view(n).tensor, to.view(columns).tensor);
    }

    private static void multiply(Tensor a, Tensor b, Tensor to) {
        try (PointerScope _ = new PointerScope()) {
            torch.mm_out(to, a, b);
        }
    }
}
