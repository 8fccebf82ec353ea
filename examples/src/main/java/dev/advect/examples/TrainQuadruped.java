package dev.advect.examples;

import dev.advect.env.EnvFactory;
import dev.advect.train.Algorithm;
import dev.advect.train.ConfigYaml;
import dev.advect.train.Evaluation;
import dev.advect.train.Presets;
import dev.advect.train.RunConfig;
import dev.advect.train.RunDirectory;
import dev.advect.train.TrainListener;
import dev.advect.train.Trainer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Trains a flow policy for the {@link Quadruped}: run it with ADVECT_MUJOCO=3.14.0. */
public final class TrainQuadruped {
    private TrainQuadruped() {}

    /** Takes the model's file, and the folder for the run. */
    public static void main(String[] args) throws IOException {
        EnvFactory factory = Quadruped.factory(Path.of(args.length > 0 ? args[0] : "examples/models/quadruped/scene.xml"));
        RunConfig config = ConfigYaml.with(Presets.of("cpu", Algorithm.FPO, "quadruped"),
                Map.of("steps", "1500000", "evaluationSteps", "150000"));
        RunDirectory run = RunDirectory.create(Path.of(args.length > 1 ? args[1] : "runs/quadruped"), config);
        TrainListener listener = new TrainListener() {
            @Override
            public void evaluated(long step, Evaluation evaluation, boolean best) {
                System.out.printf("step %,d: return %.1f ± %.1f%n", step, evaluation.mean(), evaluation.ci95());
            }
        };
        try (Trainer trainer = Trainer.begin(config, factory, run, listener)) {
            trainer.run();
        }
    }
}
