package dev.advect.nn;

import dev.advect.nn.torch.Torch;
import dev.advect.random.Rng;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Tensors from Java arrays and back, for tests. What is made here is left to the garbage collector. */
public final class Tensors {
    static {
        Torch.load();
    }

    private Tensors() {}

    /** A float32 tensor of the shape, row by row. */
    public static Tensor of(float[] values, long... shape) {
        return Torch.keep(() -> torch.tensor(values).view(shape));
    }

    /** Standard normal numbers. */
    public static float[] normal(Rng random, int n) {
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    /** All elements, row by row. */
    public static float[] floats(Tensor tensor) {
        float[] values = new float[(int) tensor.numel()];
        try (PointerScope _ = new PointerScope()) {
            tensor.contiguous().data_ptr_float().get(values, 0, values.length);
        }
        return values;
    }

    /** The same, of a tensor of doubles. */
    public static double[] doubles(Tensor tensor) {
        double[] values = new double[(int) tensor.numel()];
        try (PointerScope _ = new PointerScope()) {
            tensor.contiguous().data_ptr_double().get(values, 0, values.length);
        }
        return values;
    }

    /** Widened, for reference computations. */
    public static double[] widen(float[] values) {
        double[] wide = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            wide[i] = values[i];
        }
        return wide;
    }
}
