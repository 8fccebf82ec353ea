package dev.advect.experiments.shift;

import dev.advect.data.Demonstrations;
import dev.advect.env.ObservationPart;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class CanPlacesTest {

    /** Episodes of one step, whose last observation is one other number and the can's position. */
    private static Demonstrations episodes(float[][] positions, float... rewards) {
        int n = positions.length;
        float[] next = new float[4 * n];
        int[] starts = new int[n];
        for (int i = 0; i < n; i++) {
            System.arraycopy(positions[i], 0, next, 4 * i + 1, 3);
            starts[i] = i;
        }
        return new Demonstrations(4, 1, new float[4 * n], new float[n], rewards, next, new boolean[n], new boolean[n], starts,
                List.of(new ObservationPart("robot0_eef_pos", 1), new ObservationPart("object", 3)));
    }

    /**
     * Three cans lie in the bin with compartments, at x 0.30, 0.15 and 0.00, y 0.40, 0.40 and 0.10: means 0.15 and 0.30, squares
     * 0.0225 + 0.01, 0.01, 0.0225 + 0.04.
     */
    @Test
    void of_countsEveryPlace() {
        CanPlaces places = CanPlaces.of(episodes(new float[][] {
            {0.30f, 0.40f, 0.86f}, {0.15f, 0.40f, 0.86f}, {0.00f, 0.10f, 0.86f}, {0.10f, -0.25f, 0.86f}, {0.15f, 0.40f, 1.0f},
            {0.5f, 0.7f, 0.02f}, {0.10f, -0.30f, 0.86f}, {0.10f, -0.20f, 0.86f}}, 1, 0, 0, 0, 0, 0, 0, 0));

        assertThat(places.target()).isEqualTo(1 / 8.0);
        assertThat(places.before()).isEqualTo(1 / 8.0);
        assertThat(places.beside()).isEqualTo(1 / 8.0);
        assertThat(places.start()).isEqualTo(3 / 8.0);
        assertThat(places.lost()).isEqualTo(2 / 8.0);
        assertThat(places.spread()).isEqualTo(Math.sqrt(0.105 / 3), within(1e-6));
    }

    /** In its compartment without a reward: the hand still holds it, or has only just let go. */
    @Test
    void of_inItsCompartmentButNotLetGo_isBeside() {
        CanPlaces places = CanPlaces.of(episodes(new float[][] {{0.30f, 0.40f, 0.86f}}, 0));

        assertThat(places.target()).isZero();
        assertThat(places.beside()).isEqualTo(1);
        assertThat(places.spread()).isNaN();
    }
}
