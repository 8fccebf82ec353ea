package dev.advect.mujoco.library;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** gcc, for tests that need something native; where there is none they are skipped. */
public final class CCompiler {
    private final Path folder;

    public CCompiler(Path folder) {
        this.folder = folder;
        assumeTrue(
                List.of(System.getenv("PATH").split(":", -1)).stream()
                        .anyMatch(path -> Files.isExecutable(Path.of(path, "gcc"))),
                "there is no gcc");
    }

    /** Compiles a program, runs it, and returns what it printed. */
    public String run(String source, String... options) throws IOException {
        Path program = compile(source, "program", List.of(options));
        return new Processes(folder, Duration.ofSeconds(30)).run(List.of(program.toString()));
    }

    /** Compiles a shared library. */
    public Path library(String source, String name, String... options) throws IOException {
        List<String> all = new ArrayList<>(List.of("-shared", "-fPIC", "-Wl,-soname," + name));
        all.addAll(List.of(options));
        return compile(source, name, all);
    }

    private Path compile(String source, String name, List<String> options) throws IOException {
        Path code = folder.resolve("source-of-" + name + ".c");
        Path result = folder.resolve(name);
        Files.writeString(code, source);
        List<String> command = new ArrayList<>(List.of("gcc", "-o", result.toString(), code.toString()));
        command.addAll(options);
        new Processes(folder, Duration.ofSeconds(30)).run(command);
        return result;
    }
}
