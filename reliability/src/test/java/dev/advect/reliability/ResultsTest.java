package dev.advect.reliability;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class ResultsTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    /** A campaign of 500 cases that is continued with 2,000 has the first 500 of a batch only. */
    @Test
    void has_aBatch_onlyWithAllOfItsCases() throws IOException {
        try (Results results = Results.open(folder)) {
            results.add("mutate", "config", 3, 0, Map.of("cases", 500L));
            results.add("kill", "fpo", 3, 7, Map.of("kills", 4));
        }

        try (Results results = Results.open(folder)) {
            assertThat(results.has("mutate", "config", 3, 0, 500)).isTrue();
            assertThat(results.has("mutate", "config", 3, 0, 2000)).isFalse();
            assertThat(results.has("kill", "fpo", 3, 7)).isTrue();
            assertThat(results.has("kill", "fpo", 4, 7)).isFalse();
        }
    }
}
