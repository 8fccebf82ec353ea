package dev.advect.app.run;

import dev.advect.app.options.Converters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class TrainOptionsTest {
    private static final int CORES = Runtime.getRuntime().availableProcessors();

    @TempDir
    private Path folder;

    @Test
    void threads_ofTheFileAreKept() throws IOException {
        assertThat(threads("algo: fpo\nthreads: 1\n")).isEqualTo(1);
        assertThat(threads("threads: 3\n")).isEqualTo(3);
        assertThat(threads("tasks:\n  cheetah-run:\n    threads: 1\n")).isEqualTo(1);
    }

    @Test
    void threads_whereNothingSetsThem_areAllCores() throws IOException {
        assertThat(threads("algo: fpo\n")).isEqualTo(CORES);
        assertThat(threads("tasks:\n  walker-run:\n    threads: 1\n")).isEqualTo(CORES);
    }

    @Test
    void threads_ofAnOptionOverrideTheFile() throws IOException {
        assertThat(threads("threads: 3\n", "--threads=1")).isEqualTo(1);
        assertThat(threads("threads: 3\n", "--set", "threads=2")).isEqualTo(2);
    }

    @Test
    void threads_areNoMoreThanTheSettingsAllow() throws IOException {
        assertThat(threads("loop:\n  envs: 1\n  minibatches: 4\n")).isEqualTo(1);
    }

    private int threads(String yaml, String... options) throws IOException {
        Path file = Files.writeString(folder.resolve("my.yaml"), yaml);
        List<String> arguments = new ArrayList<>(List.of(options));
        arguments.add("--config=" + file);
        TrainOptions train = new TrainOptions();
        CommandLine line = new CommandLine(train);
        Converters.register(line);
        line.parseArgs(arguments.toArray(String[]::new));
        return train.newRun().threads();
    }
}
