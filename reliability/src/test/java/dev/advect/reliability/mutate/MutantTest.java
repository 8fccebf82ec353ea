package dev.advect.reliability.mutate;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

class MutantTest {
    @Test
    void of_seedAndNumber_determineFileAndDamage(@TempDir Path folder) throws IOException {
        List<Path> files = List.of(Path.of("a"), Path.of("b"));
        for (Path file : files) {
            Files.writeString(folder.resolve(file.toString()), "numbers: [1, 2, 3]\n".repeat(20));
        }
        Set<Path> damaged = new HashSet<>();
        Set<Integer> contents = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            Mutant mutant = Mutant.of(folder, files, 3, i);
            assertThat(Mutant.of(folder, files, 3, i).bytes()).as("case %d", i).isEqualTo(mutant.bytes());
            damaged.add(mutant.file());
            contents.add(Arrays.hashCode(mutant.bytes()));
        }
        assertThat(damaged).hasSize(2);
        assertThat(contents).hasSizeGreaterThan(90);
    }
}
