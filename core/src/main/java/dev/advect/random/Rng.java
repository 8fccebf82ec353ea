package dev.advect.random;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * A random number generator whose state can be saved and restored, unlike that of the JDK's generators.
 *
 * <p>The algorithm is xoshiro256++ (Blackman and Vigna, "Scrambled linear pseudorandom number generators", 2021), which
 * has period 2^256 - 1 and passes BigCrush. Seeds are expanded by SplitMix64, as its authors recommend. Normal and
 * uniform variates come from {@link RandomGenerator}'s own methods. This class is not thread-safe.
 */
public final class Rng implements RandomGenerator {
    /** The number of longs in {@link #state()}. */
    public static final int STATE_SIZE = 4;

    private long s0;
    private long s1;
    private long s2;
    private long s3;

    /** Creates a generator for a stream of a seed. Different pairs of seed and stream give unrelated sequences. */
    public Rng(long seed, long stream) {
        long x = mix(seed) ^ mix(stream * 0x9E3779B97F4A7C15L + 0x632BE59BD9B4E019L);
        s0 = mix(x += 0x9E3779B97F4A7C15L);
        s1 = mix(x += 0x9E3779B97F4A7C15L);
        s2 = mix(x += 0x9E3779B97F4A7C15L);
        s3 = mix(x + 0x9E3779B97F4A7C15L);
        if ((s0 | s1 | s2 | s3) == 0) {
            s0 = 1;
        }
    }

    @Override
    public long nextLong() {
        long result = Long.rotateLeft(s0 + s3, 23) + s0;
        long t = s1 << 17;
        s2 ^= s0;
        s3 ^= s1;
        s1 ^= s2;
        s0 ^= s3;
        s2 ^= t;
        s3 = Long.rotateLeft(s3, 45);
        return result;
    }

    /** The state, {@code [4]}, from which {@link #restore} continues. */
    public long[] state() {
        return new long[] {s0, s1, s2, s3};
    }

    /** Restores a saved state. */
    public void restore(long[] state) {
        if (state.length != STATE_SIZE || (state[0] | state[1] | state[2] | state[3]) == 0) {
            throw new IllegalArgumentException("not the state of a generator");
        }
        s0 = state[0];
        s1 = state[1];
        s2 = state[2];
        s3 = state[3];
    }

    /**
     * The states of several generators, {@code [n, STATE_SIZE]}, from which {@link #restore(long[], Rng[])} continues.
     */
    public static long[] states(Rng[] all) {
        long[] states = new long[all.length * STATE_SIZE];
        for (int i = 0; i < all.length; i++) {
            System.arraycopy(all[i].state(), 0, states, i * STATE_SIZE, STATE_SIZE);
        }
        return states;
    }

    /** Restores the saved states of several generators. */
    public static void restore(long[] states, Rng[] all) {
        for (int i = 0; i < all.length; i++) {
            all[i].restore(state(states, i));
        }
    }

    /** Extracts the i-th of several saved states. */
    public static long[] state(long[] states, int i) {
        return Arrays.copyOfRange(states, i * STATE_SIZE, (i + 1) * STATE_SIZE);
    }

    /** The finaliser of SplitMix64. */
    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
