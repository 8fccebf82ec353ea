package dev.advect.nn.vector;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

import static org.assertj.core.api.Assertions.assertThat;

class Bfloat16Test {
    private static final int N = Gemm.LANES;

    @ParameterizedTest
    @CsvSource({
        "3F800000, 3F80", // 1
        "3F807FFF, 3F80", "3F808001, 3F81", "3F80FFFF, 3F81",
        "3F808000, 3F80", "3F818000, 3F82", "BF818000, BF82", // halfway: to the even one
        "00000000, 0000", "80000000, 8000", "00008000, 0000", "00018000, 0002", // zeros and the least numbers
        "3FFF8000, 4000", // carries into the exponent: 2
        "7F7F7FFF, 7F7F", "7F7F8000, 7F80", "7F7FFFFF, 7F80", // the largest, and beyond it infinity
        "7F800000, 7F80", "FF800000, FF80"})
    void write_roundsToTheNearest_ofTwoToTheEven(String bits, String expected) {
        assertThat(written(Float.intBitsToFloat(Integer.parseUnsignedInt(bits, 16))))
                .isEqualTo((short) Integer.parseInt(expected, 16));
    }

    @ParameterizedTest
    @CsvSource({"7FC00000", "FFC00000", "7F800001", "7FFFFFFF", "FFFFFFFF"})
    void write_notANumber_staysOne(String bits) {
        int upper = written(Float.intBitsToFloat(Integer.parseUnsignedInt(bits, 16))) & 0xFFFF;
        assertThat(Float.intBitsToFloat(upper << 16)).isNaN();
    }

    private static short written(float x) {
        float[] row = new float[N];
        Arrays.fill(row, x);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(2L * N);
            Bfloat16.write(row, 0, memory, 0, N);
            short first = memory.get(ValueLayout.JAVA_SHORT, 0);
            for (int i = 1; i < N; i++) {
                assertThat(memory.getAtIndex(ValueLayout.JAVA_SHORT, i)).isEqualTo(first);
            }
            return first;
        }
    }

    @Test
    void sum_product_add_readWhatWasWritten() {
        float[] rows = new float[2 * N];
        float[] bias = new float[N];
        for (int i = 0; i < N; i++) {
            rows[i] = i - 3;
            rows[N + i] = 0.5f * i;
            bias[i] = 100 + i;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(4L * N);
            Bfloat16.write(rows, 0, memory, 0, 2 * N);
            float[] sum = new float[3 * N];
            Bfloat16.sum(memory, 0, 2, N, bias, sum, N);
            float[] square = new float[N];
            Bfloat16.product(memory, memory, N, square, N);
            float[] scaled = new float[2 * N];
            Bfloat16.product(memory, rows, scaled, 2 * N);
            float[] added = bias.clone();
            Bfloat16.add(memory, added, N);
            for (int i = 0; i < N; i++) {
                assertThat(sum[i]).isZero();
                assertThat(sum[N + i]).isEqualTo(97 + 2 * i);
                assertThat(sum[2 * N + i]).isEqualTo(100 + 1.5f * i);
                assertThat(square[i]).isEqualTo(0.25f * i * i);
                assertThat(scaled[i]).isEqualTo((i - 3) * (i - 3));
                assertThat(added[i]).isEqualTo(97 + 2 * i);
            }
        }
    }
}
