package dev.advect.offpolicy;

import dev.advect.nn.torch.HostTensor;

import java.util.random.RandomGenerator;

/** Fills native memory with random numbers, in order and by one thread, so that runs are repeatable. */
public final class RandomFill {
    private RandomFill() {}

    /** Fills a tensor with standard normal numbers. */
    public static void fill(HostTensor to, RandomGenerator random) {
        fill(to, 1, random);
    }

    /** Fills a tensor with normal numbers of mean 0 and the given standard deviation. */
    public static void fill(HostTensor to, double deviation, RandomGenerator random) {
        for (long i = 0; i < to.size(); i++) {
            to.set(i, (float) (deviation * random.nextGaussian()));
        }
    }

    /** Fills a tensor with random signs, −1 or 1. */
    public static void signs(HostTensor to, RandomGenerator random) {
        for (long i = 0; i < to.size(); i++) {
            to.set(i, random.nextBoolean() ? 1 : -1);
        }
    }
}
