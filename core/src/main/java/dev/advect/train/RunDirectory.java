package dev.advect.train;

import dev.advect.io.AtomicFile;
import dev.advect.io.Checkpoints;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;

/**
 * The folder of a run.
 *
 * <pre>
 * config.yaml       everything that determines the run
 * metrics.jsonl     a line an iteration
 * eval.jsonl        a line an evaluation
 * events.out.*      the same for TensorBoard
 * curve.png         the learning curve
 * checkpoints/      see {@link Checkpoints}
 * debug/            the first update that could not be done, if there was one
 * </pre>
 */
public final class RunDirectory {
    private final Path folder;

    private RunDirectory(Path folder) {
        this.folder = folder;
    }

    /** A new run's folder, with its configuration written. An existing one that holds anything is refused. */
    public static RunDirectory create(Path folder, RunConfig config) throws IOException {
        if (Files.exists(folder) && !isEmpty(folder)) {
            throw new RunException("run directory " + folder + " exists already: continue it with --resume " + folder
                    + ", or choose another with --run-dir");
        }
        Files.createDirectories(folder);
        RunDirectory directory = new RunDirectory(folder);
        directory.writeConfig(config);
        return directory;
    }

    private static boolean isEmpty(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }

    /** The folder of a run that was begun before. */
    public static RunDirectory open(Path folder) throws RunException {
        if (!Files.isDirectory(folder)) {
            throw new RunException("there is no run directory " + folder);
        }
        if (!Files.isRegularFile(folder.resolve("config.yaml"))) {
            throw new RunException(folder + " is not a run directory: it holds no config.yaml");
        }
        return new RunDirectory(folder);
    }

    /**
     * A new name under a parent folder, {@code cheetah-run-fpo-1}, with the first number that is free. What has a meaning
     * in file names becomes a hyphen: {@code gym-ale_py-ALE-Pong-v5-fpo-1}.
     */
    public static Path unused(Path parent, RunConfig config) {
        String env = config.env().replaceAll("[^\\w.-]+", "-");
        String name = env + "-" + ConfigYaml.name(config.algo()) + "-";
        for (int i = 1; ; i++) {
            Path folder = parent.resolve(name + i);
            if (!Files.exists(folder)) {
                return folder;
            }
        }
    }

    public Path folder() {
        return folder;
    }

    public RunConfig config() throws IOException {
        Path file = folder.resolve("config.yaml");
        return ConfigYaml.read(Files.readString(file), file.toString());
    }

    /** Replaces the configuration of a run that goes on with another budget. */
    public void updateConfig(RunConfig config) throws IOException {
        writeConfig(config);
    }

    /**
     * Shows the physics engine of a run below its configuration, of which it is no value. What is shown already stays.
     *
     * @param engine empty for none
     */
    void notePhysics(String engine) throws IOException {
        if (!engine.isEmpty() && physics().isEmpty()) {
            Path file = folder.resolve("config.yaml");
            String text = Files.readString(file);
            String end = text.endsWith("\n") ? "" : "\n";
            AtomicFile.writeString(file, text + end + ConfigYaml.physicsLine(engine));
        }
    }

    void writeConfig(RunConfig config) throws IOException {
        String text = ConfigYaml.write(config) + ConfigYaml.physicsLine(physics());
        AtomicFile.writeString(folder.resolve("config.yaml"), text);
    }

    private String physics() throws IOException {
        Path file = folder.resolve("config.yaml");
        return Files.exists(file) ? ConfigYaml.physics(Files.readString(file)) : "";
    }

    Path metrics() {
        return folder.resolve("metrics.jsonl");
    }

    Path evaluations() {
        return folder.resolve("eval.jsonl");
    }

    Path curve() {
        return folder.resolve("curve.png");
    }

    /** The minibatch of the first update that could not be done. */
    public Path failure() {
        return folder.resolve("debug").resolve("minibatch.safetensors");
    }

    /** The checkpoints, to be read. */
    public Checkpoints checkpoints() {
        return Checkpoints.readOnly(folder.resolve("checkpoints"));
    }

    /** Takes the folder for writing, until the channel is closed; two processes must not train in one. */
    FileChannel lock() throws IOException {
        FileChannel channel =
                FileChannel.open(folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            channel.close();
            throw new RunException("run directory " + folder + " is in use by another process that trains in it");
        }
        return channel;
    }
}
