package dev.advect.envs.arm;

import dev.advect.random.Rng;

import java.util.function.ToDoubleFunction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Numbers drawn at the beginnings of episodes. */
final class Draws {
    private static final int COUNT = 600;

    private Draws() {}

    /** Checks bounds, mean and deviation of a number that is uniform in [low, high). */
    static void assertUniform(String task, double low, double high, ToDoubleFunction<Episode> number) {
        double sum = 0;
        double squares = 0;
        double middle = (low + high) / 2;
        double deviation = (high - low) / Math.sqrt(12);
        try (Episode episode = new Episode(task, 11)) {
            for (int e = 0; e < COUNT; e++) {
                episode.env.reset(new Rng(11, e), episode.observation);
                double value = number.applyAsDouble(episode);
                assertThat(value).isBetween(low - 1e-9, high + 1e-9);
                sum += value - middle;
                squares += (value - middle) * (value - middle);
            }
        }
        assertThat(sum / COUNT).isCloseTo(0, within(4 * deviation / Math.sqrt(COUNT)));
        assertThat(Math.sqrt(squares / COUNT)).isCloseTo(deviation, within(4 * deviation / Math.sqrt(COUNT)));
    }

    /** A position of a free body. */
    static ToDoubleFunction<Episode> position(String body, int axis) {
        return episode -> new FreeBody(episode.env.data(), body).position(axis);
    }

    /** A yaw, in [0, 2π). */
    static ToDoubleFunction<Episode> yaw(String body) {
        return episode -> {
            double yaw = new FreeBody(episode.env.data(), body).yaw();
            return yaw < 0 ? yaw + 2 * Math.PI : yaw;
        };
    }
}
