package dev.advect.train;

import dev.advect.env.TinyEnv;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A process that trains, slowly, until it is killed. */
final class KilledTrainer {
    private KilledTrainer() {}

    /** @param args the run's folder, which holds its configuration, and milliseconds that an iteration is to take */
    public static void main(String[] args) throws IOException {
        RunDirectory directory = RunDirectory.open(Path.of(args[0]));
        long pause = Long.parseLong(args[1]);
        TrainListener slow = new TrainListener() {
            @Override
            public void progress(Progress progress) {
                try {
                    Thread.sleep(pause);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        };
        boolean begun = Files.exists(directory.folder().resolve("checkpoints/latest"));
        try (Trainer trainer = begun
                ? Trainer.resume(directory.config(), TinyEnv::new, directory, slow)
                : Trainer.begin(directory.config(), TinyEnv::new, directory, slow)) {
            trainer.run();
        }
    }
}
