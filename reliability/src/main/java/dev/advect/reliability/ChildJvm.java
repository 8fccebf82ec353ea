package dev.advect.reliability;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** JVMs with this one's class path: {@code advect} as the launcher starts it, and readers of damaged files. */
public final class ChildJvm {
    /** What the launcher passes; and a run of a few seconds is not worth the optimising compiler. */
    private static final List<String> FLAGS = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Djava.awt.headless=true",
            "--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");
    private static final long MOST_MINUTES = 10;

    private ChildJvm() {}

    /** What a command said, and how it ended. */
    public record Ended(int exit, List<String> lines) {
        /** The last line, for messages. */
        public String last() {
            return lines.isEmpty() ? "nothing was said" : lines.getLast();
        }
    }

    /** A JVM that is not started yet. */
    public static ProcessBuilder builder(String heap, List<String> options, String mainClass, List<String> args) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx" + heap);
        command.addAll(FLAGS);
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
        command.addAll(args);
        return new ProcessBuilder(command);
    }

    /** The {@code advect} of these arguments, its output in a file. */
    public static Process start(Path log, List<String> args) throws IOException {
        return builder("512m", List.of(), "dev.advect.app.Main", args)
                .redirectErrorStream(true).redirectOutput(log.toFile()).start();
    }

    /** Runs {@code advect} to its end. */
    public static Ended advect(Path log, String... args) throws IOException, InterruptedException {
        return end(start(log, Arrays.asList(args)), log);
    }

    /** Waits for the end of a process, and for ten minutes at most. */
    public static Ended end(Process process, Path log) throws IOException, InterruptedException {
        if (!process.waitFor(MOST_MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IOException("a process took more than " + MOST_MINUTES + " minutes, see " + log);
        }
        return new Ended(process.exitValue(), Files.readAllLines(log));
    }

    /** As {@link #advect}, where anything but success ends the campaign. */
    public static void mustSucceed(Path log, String... args) throws IOException, InterruptedException {
        Ended ended = advect(log, args);
        if (ended.exit() != 0) {
            throw new IOException("advect " + String.join(" ", args) + " ended with " + ended.exit() + ": " + ended.last());
        }
    }
}
