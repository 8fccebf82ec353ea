package dev.advect.nn.vector;

import dev.advect.random.Rng;
import org.junit.jupiter.api.Test;

import java.lang.foreign.MemorySegment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class ReductionsTest {
    private static final int SIZE = 1000; // not a multiple of any vector

    private final float[] a = new float[SIZE];
    private final float[] b = new float[SIZE];

    ReductionsTest() {
        Rng random = new Rng(1, 0);
        for (int i = 0; i < SIZE; i++) {
            a[i] = (float) random.nextGaussian();
            b[i] = (float) random.nextGaussian();
        }
    }

    @Test
    void squares_ofAnyRange() {
        for (int[] range : new int[][] {{0, SIZE}, {3, SIZE}, {5, 6}, {7, 7}, {0, 64}}) {
            double expected = 0;
            for (int i = range[0]; i < range[1]; i++) {
                expected += (double) a[i] * a[i];
            }
            assertThat(Reductions.squares(MemorySegment.ofArray(a), range[0], range[1]))
                    .isCloseTo(expected, within(1e-6 * expected));
        }
    }

    @Test
    void squares_withANumberThatIsNotFinite_areNotFinite() {
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            for (int place : new int[] {0, 500, SIZE - 1}) {
                float[] copy = a.clone();
                copy[place] = bad;
                assertThat(Double.isFinite(Reductions.squares(MemorySegment.ofArray(copy), 0, SIZE))).isFalse();
            }
        }
    }

    /** However threads share the elements, bit for bit. */
    @Test
    void approach_isTheSameForAnyDivision() {
        float[] whole = a.clone();
        Reductions.approach(MemorySegment.ofArray(whole), MemorySegment.ofArray(b), 0.3f, 0, SIZE);

        float[] parts = a.clone();
        for (int[] range : new int[][] {{0, 7}, {7, 411}, {411, SIZE}}) {
            Reductions.approach(MemorySegment.ofArray(parts), MemorySegment.ofArray(b), 0.3f, range[0], range[1]);
        }

        assertThat(parts).containsExactly(whole);
        for (int i = 0; i < SIZE; i++) {
            assertThat(whole[i]).isCloseTo(0.7f * a[i] + 0.3f * b[i], within(1e-6f));
        }
    }
}
