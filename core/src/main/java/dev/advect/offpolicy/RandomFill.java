package dev.advect.offpolicy;

import dev.advect.nn.torch.HostTensor;

import java.util.random.RandomGenerator;

/** Random numbers in native memory, drawn by one thread in one order. */
public final class RandomFill {
    private RandomFill() {}

    /** Standard normal numbers. */
    public static void fill(HostTensor to, RandomGenerator random) {
        for (long i = 0; i < to.size(); i++) {
            to.set(i, (float) random.nextGaussian());
        }
    }

    /** −1 or 1. */
    public static void signs(HostTensor to, RandomGenerator random) {
        for (long i = 0; i < to.size(); i++) {
            to.set(i, random.nextBoolean() ? 1 : -1);
        }
    }
}
