package dev.advect.envs.arm;

import dev.advect.envs.algebra.Rotation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class CanTest {

    @Test
    void reset_drawsCan() {
        Draws.assertUniform("can", -0.02, 0.22, Draws.position("can", 0));
        Draws.assertUniform("can", -0.42, -0.08, Draws.position("can", 1));
        Draws.assertUniform("can", 0, 2 * Math.PI, Draws.yaw("can"));
    }

    @ParameterizedTest
    @CsvSource({
        "0.101, 0.281, 0.86, true", "0.299, 0.529, 0.801, true", "0.099, 0.4, 0.86, false", "0.301, 0.4, 0.86, false",
        "0.2, 0.279, 0.86, false", "0.2, 0.531, 0.86, false", "0.2, 0.4, 0.901, false", "0.2, 0.4, 0.799, false"
    })
    void succeeded_inItsCompartment(double x, double y, double z, boolean success) {
        try (Episode episode = new Episode("can", 1)) {
            new FreeBody(episode.env.data(), "can").place(x, y, z, 0);
            episode.env.data().forward();
            assertThat(episode.env.succeeded()).isEqualTo(success);
        }
    }

    /** The compartment is 0.08 m further along x: 0.18 < x < 0.38. */
    @ParameterizedTest
    @CsvSource({"0.181, true", "0.379, true", "0.179, false", "0.381, false", "0.15, false"})
    void succeeded_whereTheShiftedCompartmentIs(double x, boolean success) {
        try (Episode episode = new Episode("can-shifted", 1)) {
            new FreeBody(episode.env.data(), "can").place(x, 0.4, 0.86, 0);
            episode.env.data().forward();
            assertThat(episode.env.succeeded()).isEqualTo(success);
        }
    }

    /** All of the bin moves: its walls and its floor, and nothing else. */
    @Test
    void shifted_isTheSameSceneWithAnotherBin() {
        String moved = Can.shiftedTask().xml();

        assertThat(Can.task().xml()).isEqualTo(moved
                .replace("pos=\"0.18 ", "pos=\"0.1 ").replace("pos=\"0.38 ", "pos=\"0.3 ").replace("pos=\"-0.02 ", "pos=\"-0.1 "));
        assertThat(moved.split("pos=\"0.18 ", -1)).hasSize(6);
        assertThat(moved).doesNotContain("NEAR", "MIDDLE", "FAR\"");
    }

    /** 1 - tanh(10 d) is 0.6 at d = artanh(0.4) / 10 = 0.04236 m. */
    @ParameterizedTest
    @CsvSource({"0.0425, true", "0.0422, false"})
    void isLetGo_fromFourCentimetresOn(double distance, boolean success) {
        try (Episode episode = new Episode("can", 2)) {
            double[] grip = episode.grip();
            FreeBody can = new FreeBody(episode.env.data(), "can");
            can.place(grip[0], grip[1], grip[2] - distance, 0);
            episode.env.data().forward();
            assertThat(Can.isLetGo(can, episode.panda())).isEqualTo(success);
        }
    }

    /** A can below the hand, turned as the hand is: seen from there it is along z, and not turned. */
    @Test
    void observe_fromTheHand() {
        try (Episode episode = new Episode("can", 3)) {
            double[] grip = episode.grip();
            double[] hand = new double[4];
            double[] axes = new double[9];
            episode.panda().handQuaternion(hand);
            Rotation.ofQuaternion(hand, axes);
            new FreeBody(episode.env.data(), "can").place(grip[0] + 0.1 * axes[2], grip[1] + 0.1 * axes[5],
                    grip[2] + 0.1 * axes[8], hand);
            episode.env.data().forward();
            float[] seen = new float[23];
            episode.env.episode().observe(seen);
            for (int i = 0; i < 4; i++) {
                assertThat((double) seen[12 + i]).isCloseTo(hand[(i + 1) % 4], within(1e-6));
            }
            assertThat(new float[] {seen[16], seen[17], seen[18], seen[19], seen[20], seen[21], seen[22]})
                    .containsExactly(new float[] {0, 0, 0.1f, 0, 0, 0, 1}, within(1e-6f));
        }
    }
}
