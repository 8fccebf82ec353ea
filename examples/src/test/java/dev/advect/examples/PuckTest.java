package dev.advect.examples;

import dev.advect.nn.Workers;
import dev.advect.policy.Policy;
import dev.advect.train.Algorithm;
import dev.advect.train.ConfigYaml;
import dev.advect.train.Evaluation;
import dev.advect.train.Evaluator;
import dev.advect.train.Learners;
import dev.advect.train.Presets;
import dev.advect.train.RunConfig;
import dev.advect.train.RunDirectory;
import dev.advect.train.TrainListener;
import dev.advect.train.Trainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import static org.assertj.core.api.Assertions.assertThat;

class PuckTest {
    private static final Path SOURCE = Path.of("src/main/java/dev/advect/examples/Puck.java");

    @Test
    void puck_trainedBriefly_isMuchBetterThanUntrained(@TempDir Path folder) throws IOException {
        RunConfig config = ConfigYaml.with(Presets.of("cpu", Algorithm.FPO, "puck"), Map.of(
                "steps", "64000", "threads", "2", "loop.envs", "64", "loop.unroll", "25", "loop.minibatches", "4",
                "policyHidden", "[32, 32]", "valueHidden", "[64, 64]"));
        double untrained = untrained(config).mean();

        double trained;
        try (Trainer trainer = Trainer.begin(config, Puck::new,
                RunDirectory.create(folder.resolve("run"), config), new TrainListener() {})) {
            trainer.run();
            trained = Objects.requireNonNull(trainer.lastEvaluation()).mean();
        }

        assertThat(trained).isGreaterThan(2 * untrained + 10);
    }

    private static Evaluation untrained(RunConfig config) {
        try (Policy policy = Learners.policy(config, new Puck().spec(), 1);
                Workers workers = new Workers(1);
                Evaluator evaluator = new Evaluator(Puck::new, policy, workers, 64, true)) {
            return evaluator.evaluate(policy, 0, true);
        }
    }

    @Test
    void puck_file_isShorterThanFortyLines() throws IOException {
        assertThat(Files.readAllLines(SOURCE)).hasSizeLessThan(40);
    }

    @Test
    void readme_showsThisFile() throws IOException {
        List<String> readme = Files.readAllLines(Path.of("../README.md"));
        int begin = readme.indexOf("```java");
        List<String> block = readme.subList(begin + 1, begin + readme.subList(begin, readme.size()).indexOf("```"));

        assertThat(block).isEqualTo(Files.readAllLines(SOURCE));
    }
}
