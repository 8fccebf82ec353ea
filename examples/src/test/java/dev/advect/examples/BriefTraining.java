package dev.advect.examples;

import dev.advect.env.EnvFactory;
import dev.advect.nn.Workers;
import dev.advect.policy.Policy;
import dev.advect.train.Algorithm;
import dev.advect.train.ConfigYaml;
import dev.advect.train.Evaluator;
import dev.advect.train.LearnerFactory;
import dev.advect.train.Presets;
import dev.advect.train.RunConfig;
import dev.advect.train.RunDirectory;
import dev.advect.train.TrainListener;
import dev.advect.train.Trainer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/** A training of seconds: few environments, small networks. */
final class BriefTraining {
    private final RunConfig config;
    private final EnvFactory factory;

    BriefTraining(String name, EnvFactory factory, int steps) {
        this.factory = factory;
        config = ConfigYaml.with(Presets.of("cpu", Algorithm.FPO, name), Map.of(
                "steps", Integer.toString(steps), "threads", "2", "loop.envs", "64", "loop.unroll", "25",
                "loop.unrollsPerEnv", "1", "loop.minibatches", "4", "policyHidden", "[32, 32]", "valueHidden", "[64, 64]"));
    }

    /** The mean return after it. */
    double trained(Path folder) throws IOException {
        try (Trainer trainer = Trainer.begin(
                config, factory, RunDirectory.create(folder, config), new TrainListener() {})) {
            trainer.run();
            return Objects.requireNonNull(trainer.lastEvaluation()).mean();
        }
    }

    /** The mean return of a policy at its beginning. */
    double untrained() {
        try (Policy policy = LearnerFactory.policy(config, LearnerFactory.spec(factory), 1);
                Workers workers = new Workers(1);
                Evaluator evaluator = new Evaluator(factory, policy, workers, 64, config.algorithm().acting())) {
            return evaluator.evaluate(policy, 0, true).mean();
        }
    }
}
