package dev.advect.nn.torch;

import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;

import java.lang.foreign.MemorySegment;
import java.util.function.Supplier;

/** Helpers for libtorch, which this class loads once, with the settings of {@link NativeSettings}. */
public final class Torch {
    static {
        NativeSettings.apply();
        ExtractionLock.hold(() -> torch.set_num_threads(1));
    }

    private Torch() {}

    /** Loads libtorch if it is not loaded yet; must be called before the first tensor is created. */
    public static void load() {
        // the static initialiser has loaded it
    }

    /** The elements of a float32 tensor, in row-major order. */
    public static float[] floats(Tensor tensor) {
        float[] values = new float[(int) tensor.numel()];
        tensor.detach().contiguous().data_ptr_float().get(values, 0, values.length);
        return values;
    }

    /** A float32 tensor over native memory owned by the caller, valid as long as the memory is. */
    public static Tensor view(MemorySegment memory, long... shape) {
        return torch.from_blob(new Address(memory.address()), shape);
    }

    /** A bfloat16 tensor over native memory owned by the caller, valid as long as the memory is. */
    public static Tensor viewBfloat16(MemorySegment memory, long... shape) {
        return torch.from_blob(
                new Address(memory.address()), shape, new TensorOptions(torch.ScalarType.BFloat16));
    }

    /**
     * Creates a tensor that outlives the open pointer scopes, until its {@code close()}; intermediate results are freed.
     */
    public static Tensor keep(Supplier<Tensor> make) {
        try (PointerScope _ = new PointerScope()) {
            Tensor tensor = make.get();
            // a scope gives up its own reference when it closes; one more keeps the tensor alive
            tensor.retainReference();
            return tensor;
        }
    }

    /** A bare address as the preset's pointer type. */
    private static final class Address extends Pointer {
        Address(long address) {
            super((Pointer) null);
            this.address = address;
        }
    }
}
