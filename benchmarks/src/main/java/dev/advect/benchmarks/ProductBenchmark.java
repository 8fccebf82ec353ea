package dev.advect.benchmarks;

import dev.advect.nn.vector.Gemm;
import dev.advect.nn.vector.GradientGemm;
import dev.advect.random.Rng;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import java.util.concurrent.TimeUnit;

/** Time of the products of a hidden layer as wide as its input, for a block of 128 rows: 2 · 128 · width² operations each. */
@State(Scope.Thread)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
public class ProductBenchmark {
    private static final int ROWS = 128;

    /** Width of the layer and of its input, a multiple of 16. */
    @Param({"256", "32"})
    private int width;

    private float[] input = {};
    private float[] output = {};
    private float[] weight = {};
    private float[] bias = {};
    private float[] gradient = {};

    /** Draws the layer's input and weight. */
    @Setup
    public void draw() {
        Rng random = new Rng(1, 1);
        input = normal(random, ROWS * width);
        weight = normal(random, width * width);
        output = normal(random, ROWS * width);
        bias = new float[width];
        gradient = new float[width * width];
    }

    private static float[] normal(Rng random, int n) {
        float[] numbers = new float[n];
        for (int i = 0; i < n; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
        return numbers;
    }

    @Benchmark
    @BenchmarkMode(Mode.SampleTime)
    public float[] forward() {
        Gemm.multiply(ROWS, width, width, input, width, weight, bias, 0, null, output, width);
        return output;
    }

    /** The gradient of the weight. */
    @Benchmark
    @BenchmarkMode(Mode.SampleTime)
    public float[] gradient() {
        GradientGemm.add(ROWS, width, width, input, width, output, width, gradient);
        return gradient;
    }
}
