package dev.advect.train;

import dev.advect.io.AtomicFile;
import dev.advect.io.Checkpoint;
import dev.advect.io.Checkpoints;
import dev.advect.io.FolderLock;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The folder of a run.
 *
 * <pre>
 * config.yaml       everything that determines the run
 * metrics.jsonl     one line per iteration
 * eval.jsonl        one line per evaluation
 * warnings.jsonl    one line per warning, see {@link RunWarning}
 * events.out.*      the same values for TensorBoard
 * curve.png         the learning curve
 * checkpoints/      see {@link Checkpoints}
 * debug/            the first update that failed, if there was one
 * </pre>
 */
public final class RunDirectory {
    /** The files that remain if a process is killed between creating the folder and writing the configuration. */
    private static final Pattern LEFTOVERS = Pattern.compile("\\.lock|\\.config\\.yaml\\..*\\.tmp");

    /** The time for which the lock is tried for: another process may hold it for a moment while it checks whether the folder is free. */
    private static final Duration LOCK_PATIENCE = Duration.ofMillis(200);
    /** The time for which workers go on when the driver was killed, until they notice. */
    private static final Duration END_PATIENCE = Duration.ofSeconds(2);

    private final Path folder;

    private RunDirectory(Path folder) {
        this.folder = folder;
    }

    /**
     * Creates the folder of a new run and writes its configuration. An existing folder is refused if it holds anything
     * but the leftovers of a process that was killed while creating one.
     *
     * @throws RunException if the folder is in use
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
     * Creates a new run's folder under a parent folder, named {@code cheetah-run-fpo-1} with the first free number,
     * even if other processes are looking for one at the same time. Characters with a special meaning in file names
     * become hyphens: {@code gym-ale_py-ALE-Pong-v5-fpo-1}.
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
                number++; // taken by another run
            }
        }
    }

    /** Writes the configuration into a folder that no other process uses or has used. */
    private void occupy(RunConfig config) throws IOException {
        requireUnused(); // checked before locking, as the folder's owner may be about to take the lock
        try (FolderLock _ = lock()) {
            requireUnused();
            AtomicFile.deleteLeftovers(folder);
            writeConfig(config);
        }
    }

    /** Deletes the folder of a run that was rejected before it began, unless the folder holds anything else. */
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

    /** Whether anything but the configuration has been written. */
    public boolean isBegun() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return !files.map(file -> String.valueOf(file.getFileName()))
                    .allMatch(name -> name.equals("config.yaml") || LEFTOVERS.matcher(name).matches());
        }
    }

    private void requireUnused() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            if (!files.map(file -> String.valueOf(file.getFileName())).allMatch(LEFTOVERS.asMatchPredicate())) {
                throw existsAlready(folder);
            }
        }
    }

    private static RunException existsAlready(Path folder) {
        return new RunException("run directory " + folder + " exists already: continue it with --resume "
                + ShellWord.quote(folder)
                + ", or choose another with --run-dir");
    }

    /** Opens the folder of an existing run. */
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

    /** Replaces the configuration of a run that continues with another budget. */
    public void updateConfig(RunConfig config) throws IOException {
        writeConfig(config);
    }

    /**
     * Appends the physics engine to the run's configuration file, unless one is recorded already.
     *
     * @param engine the engine; empty for none
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

    public Path metrics() {
        return folder.resolve("metrics.jsonl");
    }

    Path evaluations() {
        return folder.resolve("eval.jsonl");
    }

    Path curve() {
        return folder.resolve("curve.png");
    }

    /** The folder of a run's replay buffer. */
    static Path replay(Path folder) {
        return folder.resolve("replay");
    }

    /** The file with the minibatch of the first update that failed. */
    public Path failure() {
        return folder.resolve("debug").resolve("minibatch.safetensors");
    }

    /**
     * Checks that the run has not been trained, since a new start would mix two logs.
     *
     * @throws RunException if it has
     */
    void requireUntrained() throws IOException {
        if (!checkpoints().isEmpty()) {
            throw existsAlready(folder);
        }
        if (Files.exists(metrics()) && Files.size(metrics()) > 0) {
            throw new RunException("run directory " + folder + " has metrics but no checkpoints, which were deleted: the run "
                    + "can be begun again in another folder only, see --run-dir");
        }
    }

    /** The last readable checkpoint; empty before the first. */
    public Optional<Checkpoint> lastCheckpoint() throws IOException {
        Checkpoints checkpoints = checkpoints();
        return checkpoints.isEmpty() ? Optional.empty() : checkpoints.list().stream().reduce((a, b) -> b);
    }

    /** The run's checkpoints, read-only. */
    public Checkpoints checkpoints() {
        return Checkpoints.readOnly(folder.resolve("checkpoints"));
    }

    /** Locks the folder for writing until the lock is closed, as two processes must not train in the same folder. */
    FolderLock lock() throws IOException {
        return lock(LOCK_PATIENCE);
    }

    private FolderLock lock(Duration patience) throws IOException {
        FolderLock lock = FolderLock.take(folder, patience);
        if (lock == null) {
            throw new RunInUseException("run directory " + folder + " is in use by another process that trains in it");
        }
        return lock;
    }

    /**
     * Checks that nobody trains in the folder.
     *
     * @throws RunInUseException if somebody does, and has not ended after two seconds
     */
    public void requireNotInUse() throws IOException {
        lock(END_PATIENCE).close();
    }
}
