package dev.advect.examples;

import dev.advect.env.EnvFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

class BallOnBeamTest {
    private static final Path SOURCE = Path.of("src/main/java/dev/advect/examples/BallOnBeam.java");

    @Test
    void ball_trainedBriefly_isMuchBetterThanUntrained(@TempDir Path folder) throws IOException {
        EnvFactory factory = BallOnBeam.factory();
        BriefTraining training = new BriefTraining("ball-on-beam", factory, 96_000);

        double untrained = training.untrained();

        assertThat(training.trained(folder.resolve("run"))).isGreaterThan(2 * untrained + 10);
    }

    @Test
    void ball_file_isShorterThanSixtyLines() throws IOException {
        assertThat(Files.readAllLines(SOURCE)).hasSizeLessThan(60);
    }

    @Test
    void docs_showThisFile() throws IOException {
        assertThat(CodeBlock.first(Path.of("../docs/guides/mujoco-env.md"))).isEqualTo(Files.readAllLines(SOURCE));
    }
}
