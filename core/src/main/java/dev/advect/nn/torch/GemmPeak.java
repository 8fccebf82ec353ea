package dev.advect.nn.torch;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * A benchmark of one core's peak throughput, with which training is compared: the product of two square float32 matrices, on
 * the calling thread and with the BLAS settings of training.
 */
public final class GemmPeak {
    private static final int N = 2048;
    private static final int REPEATS = 10;

    private GemmPeak() {}

    /** Measures the throughput of the fastest of ten products of 2·2048³ operations each, in GFLOP/s. */
    public static double measure() {
        Torch.load();
        try (PointerScope _ = new PointerScope()) {
            Tensor a = torch.rand(N, N);
            Tensor b = torch.rand(N, N);
            Tensor c = torch.mm(a, b); // warm-up
            double best = 0;
            for (int i = 0; i < REPEATS; i++) {
                long start = System.nanoTime();
                torch.mm_out(c, a, b);
                double nanos = System.nanoTime() - start;
                best = Math.max(best, 2.0 * N * N * N / nanos);
            }
            return best;
        }
    }
}
