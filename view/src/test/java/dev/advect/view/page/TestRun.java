package dev.advect.view.page;

import dev.advect.env.EnvFactory;
import dev.advect.envs.suite.Suite;
import dev.advect.train.Algorithm;
import dev.advect.train.ConfigYaml;
import dev.advect.train.Presets;
import dev.advect.train.RunConfig;
import dev.advect.train.RunDirectory;
import dev.advect.train.TrainListener;
import dev.advect.train.Trainer;

import java.nio.file.Path;
import java.util.Map;

/** A run that is trained in a second or two: three iterations of FPO on the cheetah, with a checkpoint after each. */
final class TestRun {
    private TestRun() {}

    static RunDirectory train(Path folder) throws Exception {
        RunConfig config = ConfigYaml.with(Presets.of("cpu", Algorithm.FPO, "cheetah-run"), Map.of(
                "steps", "480", "loop.envs", "8", "loop.unroll", "10", "loop.unrollsPerEnv", "2", "loop.minibatches", "2",
                "loop.epochs", "1", "evaluationSteps", "1000000", "evaluationEpisodes", "2", "checkpointMinutes", "0.00001",
                "threads", "1"));
        EnvFactory factory = Suite.task("cheetah-run");
        RunDirectory directory = RunDirectory.create(folder, config);
        try (Trainer trainer = Trainer.begin(config, factory, directory, new TrainListener() {})) {
            trainer.run();
        }
        return directory;
    }
}
