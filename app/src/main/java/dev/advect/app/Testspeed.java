package dev.advect.app;

import dev.advect.mujoco.Model;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * MuJoCo's own figure of its speed: the C program {@code mujoco-testspeed} (of Debian's package libmujoco-samples) on
 * one thread, with its default of controls that hardly differ from 0, and nothing but physics steps.
 */
final class Testspeed {
    private static final Logger LOG = LoggerFactory.getLogger(Testspeed.class);
    private static final String TOOL = "mujoco-testspeed";
    private static final Pattern RATE = Pattern.compile("Steps per second\\s*:\\s*([0-9.e+]+)");
    private static final int FIRST_STEPS = 1000;
    private static final int LONGEST = 7200;

    private Testspeed() {}

    /** Physics steps per second of a model, measured for about so many seconds; NaN where the program cannot run. */
    static double measure(Model model, double seconds) {
        try {
            Path folder = Files.createTempDirectory("advect-testspeed");
            try {
                Path file = folder.resolve("model.mjb");
                model.saveBinary(file);
                double rate = run(folder, file, FIRST_STEPS);
                return Double.isNaN(rate) ? rate : run(folder, file, (int) Math.clamp(rate * seconds, 1, 1e9));
            } finally {
                delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep the files of " + TOOL, e);
        }
    }

    private static double run(Path folder, Path model, int steps) throws IOException {
        Path output = folder.resolve("output.txt");
        Process process;
        try {
            process = new ProcessBuilder(TOOL, model.toString(), Integer.toString(steps), "1")
                    .directory(folder.toFile()) // where it writes its log
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
        } catch (IOException e) {
            LOG.info("{} is not there: {}", TOOL, e.getMessage());
            return Double.NaN;
        }
        try {
            if (!process.waitFor(LONGEST, TimeUnit.SECONDS)) {
                LOG.warn("{} did not end within {} s", TOOL, LONGEST);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.destroyForcibly();
        }
        String text = Files.readString(output);
        Matcher rate = RATE.matcher(text);
        if (!rate.find()) {
            LOG.warn("{} gave no figure: {}", TOOL, text.strip());
            return Double.NaN;
        }
        return Double.parseDouble(rate.group(1));
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
