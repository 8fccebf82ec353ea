package dev.advect.app.bench;

import dev.advect.mujoco.Model;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * MuJoCo's own speed measurement: the C program {@code mujoco-testspeed} (Debian package libmujoco-samples) on one
 * thread. With its default options it applies controls close to 0 and runs physics steps only.
 *
 * <p>A shell starts the program and then reports its processor time through {@code times}, so that the load of other
 * programs does not distort the comparison.
 */
public final class Testspeed implements AutoCloseable {
    static final String TOOL = "mujoco-testspeed";

    private static final Logger LOG = LoggerFactory.getLogger(Testspeed.class);
    private static final Pattern RATE = Pattern.compile("Steps per second\\s*:\\s*([0-9.e+]+)");
    private static final Pattern TIME = Pattern.compile("(\\d+)m([0-9.]+)s");
    private static final int FIRST_STEPS = 1000;
    private static final int LONGEST = 7200;

    private final Path folder;
    private final Path file;
    private final double loading;
    private double expected;

    /**
     * The measured rates, NaN where the program did not report them.
     *
     * @param steps physics steps per second
     * @param stepsPerCpu physics steps per second of processor time, excluding the time to load the model
     */
    record Rate(double steps, double stepsPerCpu) {}

    /** Creates a measurement of the model in its present state. */
    Testspeed(Model model) {
        try {
            folder = Files.createTempDirectory("advect-testspeed");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep the files of " + TOOL, e);
        }
        file = folder.resolve("model.mjb");
        model.saveBinary(file);
        loading = cpuSeconds(run(1));
        String output = run(FIRST_STEPS);
        expected = steps(output);
        if (Double.isNaN(expected)) { // a program of another version than the library cannot read the file
            LOG.warn("{} gave no figure, but: {}", TOOL, output.strip().replaceAll("\\s+", " "));
        }
    }

    /** Returns whether the program is in one of the directories of PATH. */
    public static boolean isInstalled(String path) {
        return Stream.of(path.split(File.pathSeparator, -1))
                .anyMatch(folder -> !folder.isEmpty() && Files.isExecutable(Path.of(folder, TOOL)));
    }

    /** Runs the program for about the given number of seconds. */
    Rate measure(double seconds) {
        if (Double.isNaN(expected)) {
            return new Rate(Double.NaN, Double.NaN);
        }
        int count = (int) Math.clamp(expected * seconds, 1, 1e9);
        String output = run(count);
        expected = steps(output);
        double cpu = cpuSeconds(output) - loading;
        return new Rate(expected, cpu > 0 ? count / cpu : Double.NaN);
    }

    private static double steps(String output) {
        Matcher rate = RATE.matcher(output);
        return rate.find() ? Double.parseDouble(rate.group(1)) : Double.NaN;
    }

    /** The user and system time of the shell's children in seconds: the last two times in the output. */
    static double cpuSeconds(String output) {
        return TIME.matcher(output).results().skip(2).mapToDouble(Testspeed::seconds).sum();
    }

    private static double seconds(MatchResult time) {
        return 60 * Double.parseDouble(time.group(1)) + Double.parseDouble(time.group(2));
    }

    private String run(int steps) {
        Path output = folder.resolve("output.txt");
        try {
            ProcessBuilder builder = new ProcessBuilder("sh", "-c", "\"$0\" \"$@\"; times", TOOL, file.toString(),
                    Integer.toString(steps), "1")
                    .directory(folder.toFile()) // where it writes its log
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().put("LC_ALL", "C");
            Process process = builder.start();
            try {
                process.waitFor(LONGEST, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(TOOL + " cannot be run: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path each : files.toList()) {
                    Files.delete(each);
                }
            }
            Files.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove the files of " + TOOL, e);
        }
    }
}
