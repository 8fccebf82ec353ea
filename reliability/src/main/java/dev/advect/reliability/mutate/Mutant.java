package dev.advect.reliability.mutate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/**
 * One damaged file, which the seed and the number of the case determine.
 *
 * @param file relative to the folder of the format
 * @param bytes its content, damaged
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Mutant(Path file, byte[] bytes) {
    /** @param files those that may be damaged, in a fixed order */
    static Mutant of(Path folder, List<Path> files, long seed, long index) throws IOException {
        SplittableRandom random = new SplittableRandom(seed * 1_000_003 + index);
        Path file = files.get(random.nextInt(files.size()));
        return new Mutant(file, new Mutator(random).damage(Files.readAllBytes(folder.resolve(file.toString()))));
    }
}
