package dev.advect.reliability.mutate;

import dev.advect.envs.MujocoEnv;
import dev.advect.mujoco.Data;
import dev.advect.mujoco.Model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Models of MuJoCo, through the binding. A text has no checksum: any model that MuJoCo compiles is right, if the process
 * survives its first steps and a simulation that diverged says so.
 */
final class MjcfFormat implements MutantFormat {
    private static final List<String> MODELS = List.of("cartpole", "reacher", "hopper", "finger", "ball_in_cup", "humanoid");
    private static final int STEPS = 3;

    @Override
    public void prepare(Path folder, Path fixtures) throws IOException {
        for (String name : MODELS) {
            try (InputStream in = MujocoEnv.class.getResourceAsStream("suite/" + name + ".xml")) {
                if (in == null) {
                    throw new IOException("the model " + name + " is missing");
                }
                Files.copy(in, folder.resolve(name + ".xml"));
            }
        }
    }

    @Override
    public Outcome read(Path folder, Path file) {
        try (Model model = Model.fromFile(folder.resolve(file.toString())); Data data = model.newData()) {
            data.step(STEPS);
            double[] state = new double[data.stateSize()];
            data.saveState(state);
            for (double number : state) {
                if (!Double.isFinite(number) && !data.diverged()) {
                    return Outcome.silent("a state of " + number + " in a simulation that has not diverged");
                }
            }
            return Outcome.OTHER;
        }
    }
}
