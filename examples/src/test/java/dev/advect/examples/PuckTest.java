package dev.advect.examples;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

class PuckTest {
    private static final Path SOURCE = Path.of("src/main/java/dev/advect/examples/Puck.java");

    @Test
    void puck_trainedBriefly_isMuchBetterThanUntrained(@TempDir Path folder) throws IOException {
        BriefTraining training = new BriefTraining("puck", Puck::new, 64_000);

        double untrained = training.untrained();

        assertThat(training.trained(folder.resolve("run"))).isGreaterThan(2 * untrained + 10);
    }

    @Test
    void puck_file_isShorterThanFortyLines() throws IOException {
        assertThat(Files.readAllLines(SOURCE)).hasSizeLessThan(40);
    }

    @Test
    void readme_showsThisFile() throws IOException {
        assertThat(CodeBlock.first(Path.of("../README.md"))).isEqualTo(Files.readAllLines(SOURCE));
    }
}
