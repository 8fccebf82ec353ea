package dev.advect.nn.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;

import static dev.advect.nn.vector.Gemm.LANE;
import static dev.advect.nn.vector.Gemm.LANES;

/**
 * Conversion between float32 and bfloat16, 16-bit floats that are the upper half of a float32: its sign, its exponent and 7
 * of its 23 fraction bits. They are in native memory, where libtorch multiplies them; all else is computed in float32.
 *
 * <p>Rounding is to nearest, ties to even: adding 7FFF to the bits of a float, plus 1 if the last kept bit is set, carries
 * correctly into the upper half, including to infinity.
 */
public final class Bfloat16 {
    static final int BYTES = 2;
    private static final VectorSpecies<Short> HALF =
            VectorSpecies.of(short.class, VectorShape.forBitSize(LANE.vectorBitSize() / 2));
    private static final VectorSpecies<Integer> BITS = VectorSpecies.of(int.class, LANE.vectorShape());
    private static final int QUIET = 0x00400000;

    private Bfloat16() {}

    /** Loads one vector, starting at element {@code offset}. */
    static FloatVector load(MemorySegment from, long offset) {
        ShortVector upper = ShortVector.fromMemorySegment(HALF, from, offset * BYTES, ByteOrder.nativeOrder());
        IntVector bits = (IntVector) upper.convertShape(VectorOperators.ZERO_EXTEND_S2I, BITS, 0);
        return bits.lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats();
    }

    /** Rounds one vector and stores it, starting at element {@code offset}. */
    static void store(FloatVector x, MemorySegment to, long offset) {
        IntVector bits = x.reinterpretAsInts();
        IntVector last = bits.lanewise(VectorOperators.LSHR, 16).and(1);
        IntVector rounded = bits.add(0x7FFF).add(last)
                // the carry could turn a NaN into a number
                .blend(bits.or(QUIET), x.test(VectorOperators.IS_NAN).cast(BITS));
        ShortVector upper = (ShortVector)
                rounded.lanewise(VectorOperators.LSHR, 16).convertShape(VectorOperators.I2S, HALF, 0);
        upper.intoMemorySegment(to, offset * BYTES, ByteOrder.nativeOrder());
    }

    /**
     * Rounds {@code n} floats and writes them to the elements [offset, offset + n).
     *
     * @param n a multiple of {@link Gemm#LANES}
     */
    public static void write(float[] from, int fromIndex, MemorySegment to, long offset, int n) {
        for (int i = 0; i < n; i += LANES) {
            store(FloatVector.fromArray(LANE, from, fromIndex + i), to, offset + i);
        }
    }

    /** Computes to[i] += from[i] for {@code n} elements, a multiple of {@link Gemm#LANES}. */
    static void add(MemorySegment from, float[] to, int n) {
        for (int i = 0; i < n; i += LANES) {
            FloatVector.fromArray(LANE, to, i).add(load(from, i)).intoArray(to, i);
        }
    }

    /** Converts the first {@code n} elements, a multiple of {@link Gemm#LANES}, to floats. */
    static void read(MemorySegment from, float[] to, int n) {
        for (int i = 0; i < n; i += LANES) {
            load(from, i).intoArray(to, i);
        }
    }

    /** Computes to[row][j] = a[row][j] + b[j], with A at element {@code offset} of {@code a}. */
    static void sum(MemorySegment a, long offset, int rows, int width, float[] b, float[] to, int toIndex) {
        for (int row = 0; row < rows * width; row += width) {
            for (int j = 0; j < width; j += LANES) {
                load(a, offset + row + j).add(FloatVector.fromArray(LANE, b, j)).intoArray(to, toIndex + row + j);
            }
        }
    }

    /** Computes to[i] = a[offset + i] · b[offset + i] for {@code n} elements, a multiple of {@link Gemm#LANES}. */
    public static void product(MemorySegment a, MemorySegment b, long offset, float[] to, int n) {
        for (int i = 0; i < n; i += LANES) {
            load(a, offset + i).mul(load(b, offset + i)).intoArray(to, i);
        }
    }

    /** Computes to[i] = a[i] · b[i] for {@code n} elements, a multiple of {@link Gemm#LANES}. */
    public static void product(MemorySegment a, float[] b, float[] to, int n) {
        for (int i = 0; i < n; i += LANES) {
            load(a, i).mul(FloatVector.fromArray(LANE, b, i)).intoArray(to, i);
        }
    }
}
