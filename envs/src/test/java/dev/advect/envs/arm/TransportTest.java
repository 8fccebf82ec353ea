package dev.advect.envs.arm;

import dev.advect.mujoco.Data;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class TransportTest {

    @Test
    void reset_drawsPlaces() {
        Draws.assertUniform("transport", 0.195, 0.205, Draws.position("payload", 0));
        Draws.assertUniform("transport", -0.455, -0.445, Draws.position("payload", 1));
        Draws.assertUniform("transport", -0.205, -0.195, Draws.position("trash", 0));
        Draws.assertUniform("transport", -0.3 * Math.PI, 0.3 * Math.PI,
                episode -> new FreeBody(episode.env.data(), "trash").yaw());
        // the head points to +x or -x, within π/6
        Draws.assertUniform("transport", -Math.PI / 6, Math.PI / 6, episode -> {
            double heading = new FreeBody(episode.env.data(), "payload").heading(2);
            return Math.IEEEremainder(heading, Math.PI);
        });
    }

    /** At rest the lid lies on the rim, the hammer and the trash on their bins' floors. */
    @Test
    void things_settle() {
        try (Episode episode = new Episode("transport", 1)) {
            episode.steps(20);
            Data data = episode.env.data();
            assertThat(new FreeBody(data, "lid").position(2)).isCloseTo(0.956, within(2e-3));
            assertThat(new FreeBody(data, "trash").position(2)).isCloseTo(0.831, within(2e-3));
            assertThat(new FreeBody(data, "payload").position(2)).isBetween(0.82, 0.832);
        }
    }

    /** Both contacts are needed, and each shows in the observation. */
    @Test
    void succeeded_bothContacts() {
        try (Episode episode = new Episode("transport", 2)) {
            FreeBody payload = new FreeBody(episode.env.data(), "payload");
            FreeBody trash = new FreeBody(episode.env.data(), "trash");
            double s = Math.sqrt(0.5);
            double[] flat = {s, 0, s, 0};
            payload.place(-0.2, 0.45, 0.829, flat);
            trash.place(0.2, -0.45, 1.2, 0);
            episode.env.data().forward();
            assertSucceeded(episode, true, false);
            trash.place(0.2, 0.45, 0.8308, 0);
            episode.env.data().forward();
            assertSucceeded(episode, true, true);
            payload.place(-0.2, 0.45, 0.9, flat);
            episode.env.data().forward();
            assertSucceeded(episode, false, true);
        }
    }

    private static void assertSucceeded(Episode episode, boolean delivered, boolean cleared) {
        float[] seen = new float[59];
        episode.env.episode().observe(seen);
        assertThat(seen[57]).isEqualTo(delivered ? 1 : 0);
        assertThat(seen[58]).isEqualTo(cleared ? 1 : 0);
        assertThat(episode.env.succeeded()).isEqualTo(delivered && cleared);
    }

    /** The parts of the observation after the robots' 18 numbers, each recognised by a place of its own. */
    @Test
    void observe_order() {
        try (Episode episode = new Episode("transport", 3)) {
            Data data = episode.env.data();
            new FreeBody(data, "payload").place(1, 2, 3, 0);
            new FreeBody(data, "trash").place(4, 5, 6, 0);
            new FreeBody(data, "lid").place(7, 8, 9, 0);
            data.forward();
            float[] seen = new float[59];
            episode.env.episode().observe(seen);
            int[] places = {18, 25, 32};
            float[][] expected = {{1, 2, 3, 0, 0, 0, 1}, {4, 5, 6, 0, 0, 0, 1}, {7, 8, 9.02f, 0, 0, 0, 1}};
            for (int i = 0; i < 3; i++) {
                for (int k = 0; k < 7; k++) {
                    assertThat(seen[places[i] + k]).isCloseTo(expected[i][k], within(1e-5f));
                }
            }
            float[] bins = {-0.2f, 0.45f, 0.876f, 0.2f, 0.45f, 0.876f};
            float[] wholes = {1, 2, 3, 7, 8, 9.02f, 1, 2, 3, 4, 5, 6};
            for (int i = 0; i < 6; i++) {
                assertThat(seen[39 + i]).isCloseTo(bins[i], within(0.0051f));
            }
            for (int i = 0; i < 12; i++) {
                float grip = seen[(i < 6 ? 0 : 9) + i % 3];
                assertThat(seen[45 + i]).isCloseTo(wholes[i] - grip, within(1e-5f));
            }
        }
    }
}
