package dev.advect.envs.arm;

import dev.advect.envs.Saved;
import dev.advect.mujoco.ObjectType;
import dev.advect.mujoco.layout.ModelField;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class LiftTest {

    private static double half(Episode episode, int axis) {
        int geom = episode.env.model().id(ObjectType.GEOM, "cube");
        return episode.env.model().doubles(ModelField.GEOM_SIZE).get(3 * geom + axis);
    }

    @Test
    void reset_drawsCube() {
        Draws.assertUniform("lift", -0.03, 0.03, Draws.position("cube", 0));
        Draws.assertUniform("lift", -0.03, 0.03, Draws.position("cube", 1));
        Draws.assertUniform("lift", 0, 2 * Math.PI, Draws.yaw("cube"));
        for (int axis = 0; axis < 3; axis++) {
            int i = axis;
            Draws.assertUniform("lift", 0.020, 0.022, episode -> half(episode, i));
        }
    }

    /** The cube hangs 0.01 m above the table; its mass follows from its size. */
    @Test
    void reset_heightAndMass_followFromSize() {
        try (Episode episode = new Episode("lift", 1)) {
            int cube = episode.env.model().id(ObjectType.BODY, "cube");
            double x = half(episode, 0);
            double y = half(episode, 1);
            double z = half(episode, 2);
            assertThat(new FreeBody(episode.env.data(), "cube").position(2)).isCloseTo(0.81 + z, within(1e-12));
            assertThat(episode.env.model().bodyMass().get(cube)).isCloseTo(8000 * x * y * z, within(1e-12));
        }
    }

    @ParameterizedTest
    @CsvSource({"0.8401, true", "0.8399, false"})
    void succeeded_aboveFourCentimetres(double z, boolean success) {
        try (Episode episode = new Episode("lift", 2)) {
            new FreeBody(episode.env.data(), "cube").place(0, 0, z, 0);
            episode.env.data().forward();
            assertThat(episode.env.succeeded()).isEqualTo(success);
        }
    }

    /** Its size makes MuJoCo compute the model's constants anew, in the reference pose; the arm is where it was all the same. */
    @Test
    void load_posesAreThoseOfTheState() throws IOException {
        try (Episode episode = new Episode("lift", 5); Episode other = new Episode("lift", 6)) {
            episode.steps(5, 0.5, 0, -1);
            byte[] saved = Saved.of(episode.env);

            other.env.load(Saved.in(saved));

            double[] grip = {other.panda().grip(0), other.panda().grip(1), other.panda().grip(2)};
            assertThat(grip).containsExactly(episode.grip());
            assertThat(Saved.of(other.env)).isEqualTo(saved);
        }
    }

    /** Position, quaternion x, y, z, w, and the vector from cube to grip point. */
    @Test
    void observe_cube() {
        try (Episode episode = new Episode("lift", 3)) {
            new FreeBody(episode.env.data(), "cube").place(0.01, -0.02, 0.9, Math.PI / 2);
            double[] grip = episode.grip();
            float[] seen = new float[19];
            episode.env.episode().observe(seen);
            float half = (float) Math.sqrt(0.5);
            assertThat(new float[] {seen[9], seen[10], seen[11], seen[12], seen[13], seen[14], seen[15]})
                    .containsExactly(new float[] {0.01f, -0.02f, 0.9f, 0, 0, half, half}, within(1e-6f));
            assertThat((double) seen[16]).isCloseTo(grip[0] - 0.01, within(1e-6));
            assertThat((double) seen[17]).isCloseTo(grip[1] + 0.02, within(1e-6));
            assertThat((double) seen[18]).isCloseTo(grip[2] - 0.9, within(1e-6));
        }
    }

    /** The cube at the grip point: (1 - tanh 0) / 2.25; 0.1 m beside it: (1 - tanh 1) / 2.25. */
    @Test
    void reward_dense_growsWithNearness() {
        try (Episode episode = new Episode("lift-dense", 4)) {
            FreeBody cube = new FreeBody(episode.env.data(), "cube");
            // so far down that it is no success
            episode.steps(12, 0, 0, -1);
            double[] grip = episode.grip();
            assertThat(grip[2]).isLessThan(0.87);
            double z = 0.83;
            double distance = 0.1;
            cube.place(grip[0] + Math.sqrt(distance * distance - (grip[2] - z) * (grip[2] - z)), grip[1], z, 0);
            episode.env.data().forward();
            assertThat(episode.env.episode().reward(episode.action))
                    .isCloseTo((1 - Math.tanh(1)) / 2.25, within(1e-9));
        }
    }
}
