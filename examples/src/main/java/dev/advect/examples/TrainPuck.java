package dev.advect.examples;

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

/** Trains a flow policy for the {@link Puck}. */
public final class TrainPuck {
    private TrainPuck() {}

    public static void main(String[] args) throws IOException {
        RunConfig config = ConfigYaml.with(Presets.of("cpu", Algorithm.FPO, "java:" + Puck.class.getName()),
                Map.of("steps", "500000", "evaluationSteps", "50000"));
        RunDirectory run = RunDirectory.create(Path.of(args.length > 0 ? args[0] : "runs/puck"), config);
        TrainListener listener = new TrainListener() {
            @Override
            public void evaluated(long step, Evaluation evaluation, boolean best) {
                System.out.printf("step %,d: return %.1f ± %.1f%n", step, evaluation.mean(), evaluation.ci95());
            }
        };
        try (Trainer trainer = Trainer.begin(config, Puck::new, run, listener)) {
            trainer.run();
        }
    }
}
