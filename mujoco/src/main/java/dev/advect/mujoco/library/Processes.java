package dev.advect.mujoco.library;

import dev.advect.mujoco.MujocoException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs programs to their end, within a time, in a folder that also keeps what they print. */
public final class Processes {
    private static final int SHOWN_LINES = 4;

    private final Path folder;
    private final Duration timeout;
    private final Map<String, String> variables;

    public Processes(Path folder, Duration timeout) {
        this(folder, timeout, Map.of());
    }

    /** @param variables set in the environment of the programs, beside what is there */
    public Processes(Path folder, Duration timeout, Map<String, String> variables) {
        this.folder = folder;
        this.timeout = timeout;
        this.variables = variables;
    }

    /**
     * What the program printed to its standard output.
     *
     * @throws MujocoException if it cannot be started, takes too long or fails; with the last lines of its errors
     */
    public String run(List<String> command) {
        String name = LibraryNames.name(Path.of(command.getFirst()));
        Path out = folder.resolve("stdout");
        Path err = folder.resolve("stderr");
        try {
            Path in = folder.resolve("stdin"); // empty, for programs that would ask
            Files.write(in, new byte[0]);
            // to files and not pipes: nobody has to read them while the program runs
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectInput(ProcessBuilder.Redirect.from(in.toFile()))
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().put("LC_ALL", "C");
            builder.environment().putAll(variables);
            Process process = builder.start();
            if (!endsInTime(process)) {
                throw new MujocoException(name + " did not end within " + timeout.toSeconds() + " s" + lastLines(err));
            }
            if (process.exitValue() != 0) {
                throw new MujocoException(name + " failed" + lastLines(err));
            }
            return Files.readString(out, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new MujocoException("cannot run " + name + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MujocoException("interrupted while " + name + " ran", e);
        }
    }

    /** Waits for a process, which is ended if it takes too long, or if this thread is interrupted. */
    private boolean endsInTime(Process process) throws InterruptedException {
        boolean ended = false;
        try {
            ended = process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } finally {
            if (!ended) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        }
        return ended;
    }

    private static String lastLines(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1).stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        String last = String.join("; ", lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size()));
        return last.isEmpty() ? "" : " (" + last + ")";
    }
}
