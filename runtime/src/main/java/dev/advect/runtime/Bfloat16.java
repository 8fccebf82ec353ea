package dev.advect.runtime;

/** Numbers of 16 bits: the upper half of a float, which keeps its exponent and 8 of the 24 bits of its significand. */
final class Bfloat16 {
    static final int BYTES = 2;

    private Bfloat16() {}

    /** The nearest one, of two equally near ones that with an even last bit; finite numbers near the largest go to infinity. */
    static float round(float x) {
        int bits = Float.floatToRawIntBits(x);
        // what is cut off carries into the upper half where it is more than a half, or a half and the last bit odd
        return Float.isNaN(x) ? x : Float.intBitsToFloat(bits + 0x7FFF + (bits >>> 16 & 1) & 0xFFFF0000);
    }

    /** Whether the n numbers from {@code at} on are such. */
    static boolean holds(float[] numbers, int at, int n) {
        for (int i = at; i < at + n; i++) {
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
