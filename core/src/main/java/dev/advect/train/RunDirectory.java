package dev.advect.train;

import dev.advect.io.AtomicFile;
import dev.advect.io.Checkpoint;
import dev.advect.io.Checkpoints;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
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
    /** What a process leaves that is killed between making the folder and writing the configuration. */
    private static final Pattern LEFT_BEHIND = Pattern.compile("\\.lock|\\.config\\.yaml\\..*\\.tmp");

    /** A lock may be held for a moment only, by one who looks whether the folder is free. */
    private static final int LOCK_ATTEMPTS = 10;
    private static final Duration LOCK_PAUSE = Duration.ofMillis(20);

    private final Path folder;

    private RunDirectory(Path folder) {
        this.folder = folder;
    }

    /**
     * A new run's folder, with its configuration written. An existing one is refused if it holds anything but what a
     * process leaves that is killed while it makes one.
     */
    public static RunDirectory create(Path folder, RunConfig config) throws IOException {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw existsAlready(folder);
        }
        Files.createDirectories(folder);
        RunDirectory directory = new RunDirectory(folder);
        directory.occupy(config);
        return directory;
    }

    /**
     * A new run's folder under a parent folder, named {@code cheetah-run-fpo-1} with the first number that is free, also
     * where other processes look for one at the same time. What has a meaning in file names becomes a hyphen:
     * {@code gym-ale_py-ALE-Pong-v5-fpo-1}.
     */
    public static RunDirectory createNumbered(Path parent, RunConfig config) throws IOException {
        String env = config.env().replaceAll("[^\\w.-]+", "-");
        String name = env + "-" + ConfigYaml.name(config.algo()) + "-";
        Files.createDirectories(parent);
        int number = 1;
        while (true) {
            try {
                RunDirectory directory = new RunDirectory(Files.createDirectory(parent.resolve(name + number)));
                directory.occupy(config);
                return directory;
            } catch (FileAlreadyExistsException | RunException e) {
                number++; // another run has it
            }
        }
    }

    /** Writes the configuration into a folder that no other process uses, and none has used. */
    private void occupy(RunConfig config) throws IOException {
        requireUnused(); // without the lock first, which its owner may be about to take
        try (FileChannel _ = lock()) {
            requireUnused();
            AtomicFile.deleteLeftovers(folder);
            writeConfig(config);
        }
    }

    /** Deletes the folder of a run that was refused before it began, unless something else lies in it. */
    public void discard() throws IOException {
        Files.deleteIfExists(folder.resolve("config.yaml"));
        Files.deleteIfExists(folder.resolve(".lock"));
        for (Path empty : List.of(folder.resolve("checkpoints"), folder)) {
            try {
                Files.deleteIfExists(empty);
            } catch (DirectoryNotEmptyException e) {
                return; // not ours to delete
            }
        }
    }

    private void requireUnused() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            if (!files.map(file -> String.valueOf(file.getFileName())).allMatch(LEFT_BEHIND.asMatchPredicate())) {
                throw existsAlready(folder);
            }
        }
    }

    private static RunException existsAlready(Path folder) {
        return new RunException("run directory " + folder + " exists already: continue it with --resume "
                + ShellWord.quote(folder)
                + ", or choose another with --run-dir");
    }

    /** The folder of a run that was begun before. */
    public static RunDirectory open(Path folder) throws RunException {
        if (!Files.isDirectory(folder)) {
            throw new RunException("there is no run directory " + folder);
        }
        if (!Files.isRegularFile(folder.resolve("config.yaml"))) {
            throw new RunException(folder + " is not a run directory: it holds no config.yaml; if a run was ended while "
                    + "it made the folder, begin it again with --run-dir="
                    + ShellWord.quote(folder));
        }
        return new RunDirectory(folder);
    }

    public Path folder() {
        return folder;
    }

    public RunConfig config() throws IOException {
        return ConfigYaml.read(folder.resolve("config.yaml"));
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

    /** Refuses a run that has been trained: a beginning would mix its log with another's. */
    void requireUntrained() throws IOException {
        if (!checkpoints().isEmpty()) {
            throw existsAlready(folder);
        }
        if (Files.exists(metrics()) && Files.size(metrics()) > 0) {
            throw new RunException("run directory " + folder + " has metrics but no checkpoints, which were deleted: the run "
                    + "can be begun again in another folder only, see --run-dir");
        }
    }

    /** The last checkpoint that can be read; empty before the first. */
    public Optional<Checkpoint> lastCheckpoint() throws IOException {
        Checkpoints checkpoints = checkpoints();
        return checkpoints.isEmpty() ? Optional.empty() : checkpoints.list().stream().reduce((a, b) -> b);
    }

    /** The checkpoints, to be read. */
    public Checkpoints checkpoints() {
        return Checkpoints.readOnly(folder.resolve("checkpoints"));
    }

    /** Takes the folder for writing, until the channel is closed; two processes must not train in one. */
    FileChannel lock() throws IOException {
        FileChannel channel =
                FileChannel.open(folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean locked = false;
        try {
            for (int i = 0; !locked && i < LOCK_ATTEMPTS; i++) {
                if (i > 0) {
                    LockSupport.parkNanos(LOCK_PAUSE.toNanos());
                }
                locked = tryLock(channel);
            }
        } finally {
            if (!locked) {
                channel.close();
            }
        }
        if (!locked) {
            throw new RunException("run directory " + folder + " is in use by another process that trains in it");
        }
        return channel;
    }

    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }
}
