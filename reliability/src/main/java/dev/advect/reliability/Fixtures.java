package dev.advect.reliability;

import dev.advect.data.DemonstrationFile;
import dev.advect.data.Demonstrations;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SplittableRandom;

/** What the campaign starts from, made once in a working folder. */
public final class Fixtures {
    private static final int EPISODES = 10;
    private static final int STEPS = 12;

    private Fixtures() {}

    /** Demonstrations that fit the grid world; that they are bad ones does not matter here. */
    public static Path demonstrations(Path work) throws IOException {
        Path file = work.resolve("demonstrations.hdf5");
        if (!Files.exists(file)) {
            Files.createDirectories(work);
            DemonstrationFile.write(file, random(EPISODES, STEPS, 2, 2), "gridworld");
        }
        return file;
    }

    /** Episodes of equal length of random numbers in [-1, 1], each of which ends terminated. */
    public static Demonstrations random(int episodes, int length, int observations, int actions) {
        SplittableRandom random = new SplittableRandom(7);
        int n = episodes * length;
        int[] starts = new int[episodes];
        boolean[] terminated = new boolean[n];
        for (int i = 0; i < episodes; i++) {
            starts[i] = i * length;
            terminated[(i + 1) * length - 1] = true;
        }
        return new Demonstrations(observations, actions, numbers(random, n * observations), numbers(random, n * actions),
                numbers(random, n), numbers(random, n * observations), terminated, new boolean[n], starts);
    }

    private static float[] numbers(SplittableRandom random, int n) {
        float[] numbers = new float[n];
        for (int i = 0; i < n; i++) {
            numbers[i] = (float) random.nextDouble(-1, 1);
        }
        return numbers;
    }

    /** A run that was never interrupted, made where it is missing. */
    public static Path run(Path work, TinyRun run, long seed) throws IOException, InterruptedException {
        Path demonstrations = demonstrations(work);
        Path folder = work.resolve("whole").resolve(run.name().toLowerCase(Locale.ROOT) + "-" + seed);
        Path complete = complete(folder);
        if (!Files.exists(complete)) {
            Folders.delete(folder);
            Files.createDirectories(folder.resolveSibling("."));
            long start = System.nanoTime();
            ChildJvm.mustSucceed(work.resolve("whole.log"),
                    run.begin(folder, demonstrations, seed).toArray(String[]::new));
            Files.writeString(complete, Long.toString((System.nanoTime() - start) / 1_000_000));
        }
        return folder;
    }

    /** Milliseconds that the process of such a run took. */
    public static int millis(Path whole) throws IOException {
        return Integer.parseInt(Files.readString(complete(whole)));
    }

    private static Path complete(Path folder) {
        return folder.resolveSibling(folder.getFileName() + ".complete");
    }
}
