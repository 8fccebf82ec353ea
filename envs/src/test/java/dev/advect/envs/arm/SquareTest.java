package dev.advect.envs.arm;

import dev.advect.mujoco.ObjectType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class SquareTest {

    @Test
    void reset_drawsNut() {
        Draws.assertUniform("square", -0.115, -0.11, Draws.position("nut", 0));
        Draws.assertUniform("square", 0.11, 0.225, Draws.position("nut", 1));
        Draws.assertUniform("square", 0, 2 * Math.PI, Draws.yaw("nut"));
    }

    /** 8 · 0.01 · 100 · (2 · 0.0105 · 0.04375 + 2 · 0.03125 · 0.0105 + 0.02525 · 0.015875) = 15.8 g. */
    @Test
    void nut_weighsSixteenGrams() {
        try (Episode episode = new Episode("square", 0)) {
            int nut = episode.env.model().id(ObjectType.BODY, "nut");
            assertThat(episode.env.model().bodyMass().get(nut)).isCloseTo(0.0158067, within(1e-6));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0.259, 0.129, 0.869, true", "0.201, 0.071, 0.83, true", "0.261, 0.1, 0.85, false", "0.199, 0.1, 0.85, false",
        "0.23, 0.131, 0.85, false", "0.23, 0.069, 0.85, false", "0.23, 0.1, 0.871, false"
    })
    void succeeded_overThePeg(double x, double y, double z, boolean success) {
        try (Episode episode = new Episode("square", 1)) {
            new FreeBody(episode.env.data(), "nut").place(x, y, z, 0);
            episode.env.data().forward();
            assertThat(episode.env.succeeded()).isEqualTo(success);
        }
    }

    /** It falls onto the table, 0.06 m, and lies there. */
    @Test
    void nut_falls() {
        try (Episode episode = new Episode("square", 2)) {
            episode.steps(10, 0, 0, 0);
            assertThat(new FreeBody(episode.env.data(), "nut").position(2)).isCloseTo(0.83, within(2e-3));
        }
    }
}
