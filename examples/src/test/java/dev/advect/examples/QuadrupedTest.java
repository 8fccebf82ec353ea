package dev.advect.examples;

import dev.advect.env.EnvFactory;
import dev.advect.mujoco.Mujoco;
import dev.advect.mujoco.MujocoException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** The build runs this with MuJoCo 3.14.0 too, where pip serves it. */
class QuadrupedTest {
    private static final Path SCENE = Path.of("models/quadruped/scene.xml");
    private static final boolean IS_2 = Mujoco.version().startsWith("2.");

    @Test
    void quadruped_trainedBriefly_isMuchBetterThanUntrained(@TempDir Path folder) throws IOException {
        assumeFalse(IS_2, "the model needs MuJoCo 3");
        EnvFactory factory = Quadruped.factory(SCENE);
        BriefTraining training = new BriefTraining("quadruped", factory, 80_000);

        double untrained = training.untrained();
        double trained = training.trained(folder.resolve("run"));

        System.out.printf("quadruped: return %.1f untrained, %.1f after 80,000 steps%n", untrained, trained);
        assertThat(trained).isGreaterThan(2 * untrained + 10);
    }

    @Test
    void quadruped_withMujoco2_saysWhatItNeeds() {
        assumeTrue(IS_2, "MuJoCo 3 takes the model");
        assertThatThrownBy(() -> Quadruped.factory(SCENE))
                .isInstanceOf(MujocoException.class)
                .hasMessageContaining("'ls_iterations' is an attribute of MuJoCo 3.x, and this is 2.2.2")
                .hasMessageEndingWith("ADVECT_MUJOCO=3.14.0");
    }
}
