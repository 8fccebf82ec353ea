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
 * Numbers of 16 bits that are the upper half of a float32: its sign, its exponent and 7 of its 23 bits of fraction.
 * They lie in native memory, where libtorch multiplies them; all else is computed in float32.
 *
 * <p>Written are the nearest ones, of two equally near ones that with an even last bit: the bits of a float plus 7FFF, plus 1
 * where the last bit to be kept is set, carry into the upper half as they must, infinity included.
 */
public final class Bfloat16 {
    static final int BYTES = 2;
    private static final VectorSpecies<Short> HALF =
            VectorSpecies.of(short.class, VectorShape.forBitSize(LANE.vectorBitSize() / 2));
    private static final VectorSpecies<Integer> BITS = VectorSpecies.of(int.class, LANE.vectorShape());
    private static final int QUIET = 0x00400000;

    private Bfloat16() {}

    /** As many as a vector holds floats, from the element {@code at} on. */
    static FloatVector load(MemorySegment from, long at) {
        ShortVector upper = ShortVector.fromMemorySegment(HALF, from, at * BYTES, ByteOrder.nativeOrder());
        IntVector bits = (IntVector) upper.convertShape(VectorOperators.ZERO_EXTEND_S2I, BITS, 0);
        return bits.lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats();
    }

    /** Rounds to the elements from {@code at} on. */
    static void store(FloatVector x, MemorySegment to, long at) {
        IntVector bits = x.reinterpretAsInts();
        IntVector last = bits.lanewise(VectorOperators.LSHR, 16).and(1);
        IntVector rounded = bits.add(0x7FFF).add(last)
                // the sum would carry a NaN on to another number
                .blend(bits.or(QUIET), x.test(VectorOperators.IS_NAN).cast(BITS));
        ShortVector upper = (ShortVector)
                rounded.lanewise(VectorOperators.LSHR, 16).convertShape(VectorOperators.I2S, HALF, 0);
        upper.intoMemorySegment(to, at * BYTES, ByteOrder.nativeOrder());
    }

    /**
     * Rounds a row of floats to the elements [at, at + n).
     *
     * @param n a multiple of {@link Gemm#LANES}
     */
    public static void write(float[] from, int fromIndex, MemorySegment to, long at, int n) {
        for (int i = 0; i < n; i += LANES) {
            store(FloatVector.fromArray(LANE, from, fromIndex + i), to, at + i);
        }
    }

    /** Adds the first {@code n} elements to the sums, {@code n} as above. */
    static void add(MemorySegment from, float[] to, int n) {
        for (int i = 0; i < n; i += LANES) {
            FloatVector.fromArray(LANE, to, i).add(load(from, i)).intoArray(to, i);
        }
    }

    /** Writes the first {@code n} elements, {@code n} as above. */
    static void read(MemorySegment from, float[] to, int n) {
        for (int i = 0; i < n; i += LANES) {
            load(from, i).intoArray(to, i);
        }
    }

    /** to[row][j] = a[row][j] + b[j], the rows of A from the element {@code at} on. */
    static void sum(MemorySegment a, long at, int rows, int width, float[] b, float[] to, int toIndex) {
        for (int row = 0; row < rows * width; row += width) {
            for (int j = 0; j < width; j += LANES) {
                load(a, at + row + j).add(FloatVector.fromArray(LANE, b, j)).intoArray(to, toIndex + row + j);
            }
        }
    }

    /** to[i] = a[at + i] · b[at + i], {@code n} as above. */
    public static void product(MemorySegment a, MemorySegment b, long at, float[] to, int n) {
        for (int i = 0; i < n; i += LANES) {
            load(a, at + i).mul(load(b, at + i)).intoArray(to, i);
        }
    }

    /** to[i] = a[i] · b[i], {@code n} as above. */
    public static void product(MemorySegment a, float[] b, float[] to, int n) {
        for (int i = 0; i < n; i += LANES) {
            load(a, i).mul(FloatVector.fromArray(LANE, b, i)).intoArray(to, i);
        }
    }
}
