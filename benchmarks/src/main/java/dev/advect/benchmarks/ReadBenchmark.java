package dev.advect.benchmarks;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
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

/**
 * Time of reading memory ten times from begin to end: less than that an action of ten steps cannot take, whose networks'
 * weights are as large and do not stay in the first cache.
 */
@State(Scope.Thread)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
public class ReadBenchmark {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();
    private static final int TIMES = 10;

    /** Numbers, those of three layers of 256 by 256. */
    @Param("196608")
    private int size;

    private float[] weights = {};

    /** Takes the memory. */
    @Setup
    public void allocate() {
        weights = new float[size];
    }

    @Benchmark
    @BenchmarkMode(Mode.SampleTime)
    public float read() {
        float sum = 0;
        for (int k = 0; k < TIMES; k++) {
            sum += sum(weights);
        }
        return sum;
    }

    private static float sum(float[] w) {
        FloatVector a = FloatVector.zero(SPECIES);
        FloatVector b = a;
        FloatVector c = a;
        FloatVector d = a;
        for (int i = 0; i + 4 * LANES <= w.length; i += 4 * LANES) {
            a = a.add(FloatVector.fromArray(SPECIES, w, i));
            b = b.add(FloatVector.fromArray(SPECIES, w, i + LANES));
            c = c.add(FloatVector.fromArray(SPECIES, w, i + 2 * LANES));
            d = d.add(FloatVector.fromArray(SPECIES, w, i + 3 * LANES));
        }
        return a.add(b).add(c.add(d)).reduceLanes(VectorOperators.ADD);
    }
}
