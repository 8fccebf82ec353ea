package dev.advect.runtime;

/**
 * Conversion to bfloat16, the upper half of a float, which keeps its exponent and 8 of the 24 bits of its significand.
 */
final class Bfloat16 {
    static final int BYTES = 2;

    private Bfloat16() {}

    /** Rounds to the nearest bfloat16 number, with ties to even. Finite numbers near the largest round to infinity. */
    static float round(float x) {
        int bits = Float.floatToRawIntBits(x);
        // the lower half carries into the upper one if it is more than a half, or a half with an odd last bit
        return Float.isNaN(x) ? x : Float.intBitsToFloat(bits + 0x7FFF + (bits >>> 16 & 1) & 0xFFFF0000);
    }

    /** Whether the n numbers from {@code offset} on are bfloat16 numbers. */
    static boolean holds(float[] numbers, int offset, int n) {
        for (int i = offset; i < offset + n; i++) {
            if ((Float.floatToRawIntBits(numbers[i]) & 0xFFFF) != 0) {
                return false;
            }
        }
        return true;
    }

    static short bits(float x) {
        return (short) (Float.floatToRawIntBits(x) >>> 16);
    }

    static float of(short bits) {
        return Float.intBitsToFloat(bits << 16);
    }
}
