package dev.advect.reliability.mutate;

import dev.advect.data.DemonstrationFile;
import dev.advect.data.Demonstrations;
import dev.advect.reliability.Fixtures;
import dev.advect.reliability.Folders;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Demonstrations: robomimic, D4RL and Minari as h5py writes them, robomimic and safetensors as advect does. HDF5 keeps no
 * checksum of the numbers, so other numbers are right, and other ends of episodes where a file keeps those as numbers;
 * but never another shape, and never a number that is not finite.
 */
final class DemonstrationFormat implements MutantFormat {
    private static final List<String> SEEDS = List.of("robomimic.hdf5", "robomimic-v110.hdf5", "d4rl.hdf5", "minari.hdf5");

    private final Map<Path, Demonstrations> originals = new HashMap<>();

    @Override
    public void prepare(Path folder, Path fixtures) throws IOException {
        for (String name : SEEDS) {
            try (InputStream in = DemonstrationFormat.class.getResourceAsStream(name)) {
                if (in == null) {
                    throw new IOException("the resource " + name + " is missing");
                }
                Files.copy(in, folder.resolve(name));
            }
        }
        Demonstrations demonstrations = Fixtures.random(3, 5, 3, 2);
        DemonstrationFile.write(folder.resolve("own.hdf5"), demonstrations, "seed");
        DemonstrationFile.write(folder.resolve("own.safetensors"), demonstrations, "seed");
    }

    @Override
    public void learn(Path folder) throws IOException {
        for (Path file : Folders.files(folder)) {
            originals.put(file, DemonstrationFile.read(folder.resolve(file.toString())));
        }
    }

    @Override
    public Outcome read(Path folder, Path file) throws IOException {
        Demonstrations found = DemonstrationFile.read(folder.resolve(file.toString()));
        Demonstrations original = originals.get(file);
        if (original == null) {
            throw new IllegalStateException("no original of " + file);
        }
        boolean endsAreNumbers = !file.startsWith("minari.hdf5"); // an end within an episode is refused there
        boolean sameEpisodes = Arrays.equals(lengths(found), lengths(original)); // their names may put them into another order
        if (found.steps() != original.steps() || found.observationSize() != original.observationSize()
                || found.actionSize() != original.actionSize()
                || (!endsAreNumbers && !sameEpisodes)) {
            return Outcome.silent("read as " + shape(found) + ", it was " + shape(original));
        }
        for (float[] numbers : List.of(found.observation(), found.action(), found.reward(), found.nextObservation())) {
            for (float number : numbers) {
                if (!Float.isFinite(number)) {
                    return Outcome.silent("read with a number that is " + number);
                }
            }
        }
        return isSame(found, original) ? Outcome.SAME : Outcome.OTHER;
    }

    private static boolean isSame(Demonstrations a, Demonstrations b) {
        return Arrays.equals(a.observation(), b.observation()) && Arrays.equals(a.action(), b.action())
                && Arrays.equals(a.reward(), b.reward()) && Arrays.equals(a.nextObservation(), b.nextObservation())
                && Arrays.equals(a.terminated(), b.terminated()) && Arrays.equals(a.truncated(), b.truncated())
                && Arrays.equals(a.starts(), b.starts());
    }

    private static int[] lengths(Demonstrations d) {
        return IntStream.range(0, d.episodes()).map(i -> d.end(i) - d.starts()[i]).sorted().toArray();
    }

    private static String shape(Demonstrations d) {
        return d.episodes() + " episodes, " + d.steps() + " steps, " + d.observationSize() + " observed, "
                + d.actionSize() + " actions";
    }
}
