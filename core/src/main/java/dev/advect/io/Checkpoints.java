package dev.advect.io;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;

/**
 * The folder {@code checkpoints/} of a run, which a process killed at any moment leaves loadable.
 *
 * <pre>
 * step-000000000100.safetensors  the tensors
 * step-000000000100.json         the {@link Checkpoint manifest}, written after them: without it there is no checkpoint
 * latest                         the name of the last one, written after the manifest
 * best                           the name of the best one, and its score
 * </pre>
 *
 * <p>A step that is saved again gets a new file of tensors ({@code step-000000000100.1.safetensors}), to which the
 * new manifest then points: the old one is good until the new one is. Retention deletes manifests first. One writer,
 * any number of readers.
 */
public final class Checkpoints {
    private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);

    private final Path folder;
    private final int keep;

    /** A checkpoint and what it holds. */
    public record Loaded(Checkpoint checkpoint, StateDict state) {}

    /** The best checkpoint and its score. */
    public record Best(long step, double score) {}

    private Checkpoints(Path folder, int keep) {
        this.folder = folder;
        this.keep = keep;
    }

    /**
     * Opens the folder for its one writer: makes it where it is missing, and deletes what killed processes left.
     *
     * @param keep how many of the newest are kept, besides {@code latest} and {@code best}; at least 1
     */
    public static Checkpoints open(Path folder, int keep) throws IOException {
        if (keep < 1) {
            throw new IllegalArgumentException("keep at least one checkpoint, not " + keep);
        }
        Files.createDirectories(folder);
        AtomicFile.deleteLeftovers(folder);
        Checkpoints checkpoints = new Checkpoints(folder, keep);
        checkpoints.deleteOrphans();
        return checkpoints;
    }

    /** The folder of a run that may be going on elsewhere: nothing is changed or cleaned. */
    public static Checkpoints readOnly(Path folder) {
        return new Checkpoints(folder, 0);
    }

    /** The folder. */
    public Path folder() {
        return folder;
    }

    /**
     * Saves a checkpoint, makes it the latest, and deletes those that are no longer kept.
     *
     * @param step environment steps done
     * @param extras for the manifest, anything that Jackson writes, such as the env's name and sizes
     * @throws IOException where it cannot be written, with a one-line message; the older ones are as they were
     */
    public Checkpoint save(long step, StateDict state, Map<String, Object> extras) throws IOException {
        mustBeWriter();
        String name = Checkpoint.name(step);
        Optional<Checkpoint> replaced = list().stream().filter(c -> c.step() == step).findFirst();
        String file = name + ".safetensors";
        for (int i = 1; Files.exists(folder.resolve(file)); i++) {
            file = name + "." + i + ".safetensors";
        }
        SafetensorsWriter writer = new SafetensorsWriter(state, Map.of("step", Long.toString(step)));
        Sha256 sha256 = new Sha256();
        AtomicFile.write(folder.resolve(file), writer.size(),
                out -> writer.writeTo(new DigestOutputStream(out, sha256.digest())));
        Checkpoint checkpoint =
                new Checkpoint(step, file, writer.size(), sha256.hex(), state.names().size(), extras);
        checkpoint.write(folder);
        AtomicFile.writeString(folder.resolve("latest"), name + "\n");
        if (replaced.isPresent()) {
            Files.deleteIfExists(folder.resolve(replaced.get().file()));
        }
        prune();
        return checkpoint;
    }

    /** Makes the checkpoint of this step the best one, which retention then spares. */
    public void markBest(long step, double score) throws IOException {
        mustBeWriter();
        String name = Checkpoint.name(step);
        if (!Files.exists(folder.resolve(name + ".json"))) {
            throw new CheckpointException("step " + step + " cannot be the best: it has no checkpoint in " + folder);
        }
        AtomicFile.writeString(folder.resolve("best"), name + "\n" + score + "\n");
    }

    /** The best one marked so far. */
    public Optional<Best> best() throws IOException {
        return CheckpointSelection.best(folder);
    }

    /** Whether none was ever completed: there is no manifest, legible or not, and nothing is named the latest or best. */
    public boolean isEmpty() throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "{step-*.json,latest,best}")) {
            return !files.iterator().hasNext();
        } catch (NoSuchFileException e) {
            return true;
        }
    }

    /** The step of the latest one. */
    public Optional<Long> latest() throws IOException {
        return CheckpointSelection.latest(folder, list());
    }

    /** All whose manifest can be read, by rising step. Their tensors are not looked at. */
    public List<Checkpoint> list() throws IOException {
        List<Checkpoint> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "step-*.json")) {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName()).replaceFirst("\\.json$", "");
                if (Checkpoint.NAME.matcher(name).matches()) {
                    read(name).ifPresent(found::add);
                }
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            throw new CheckpointException("there is no folder of checkpoints " + folder, e);
        }
        found.sort(Comparator.comparingLong(Checkpoint::step));
        return found;
    }

    /**
     * Loads a checkpoint, after its size and SHA-256 have been verified.
     *
     * @param which "latest", "best", or a step
     * @throws CheckpointException where there is none, or it is damaged; the one-line message says which others may
     *     be used
     */
    public Loaded load(String which) throws IOException {
        return new CheckpointSelection(folder, list()).load(which);
    }

    /**
     * Forgets what came after a step, so that a run resumed there has one history: {@code latest} becomes the newest
     * one left, a later {@code best} is unmarked.
     */
    public void discardAfter(long step) throws IOException {
        mustBeWriter();
        List<Checkpoint> all = list();
        Checkpoint newest = all.stream().filter(c -> c.step() <= step).reduce((a, b) -> b).orElseThrow(
                () -> new CheckpointException("there is no checkpoint up to step " + step + " in " + folder));
        AtomicFile.writeString(folder.resolve("latest"), newest.name() + "\n");
        if (best().map(best -> best.step() > step).orElse(false)) {
            Files.deleteIfExists(folder.resolve("best"));
        }
        for (Checkpoint checkpoint : all.reversed()) {
            if (checkpoint.step() > step) {
                delete(checkpoint);
            }
        }
    }

    private void prune() throws IOException {
        List<Checkpoint> all = list();
        Set<Long> kept = new HashSet<>();
        latest().ifPresent(kept::add);
        best().ifPresent(best -> kept.add(best.step()));
        all.stream().skip(Math.max(0, all.size() - keep)).forEach(c -> kept.add(c.step()));
        for (Checkpoint checkpoint : all) {
            if (!kept.contains(checkpoint.step())) {
                delete(checkpoint);
            }
        }
    }

    private void delete(Checkpoint checkpoint) throws IOException {
        Files.deleteIfExists(folder.resolve(checkpoint.name() + ".json"));
        AtomicFile.forceFolder(folder);
        Files.deleteIfExists(folder.resolve(checkpoint.file()));
    }

    /** Tensors whose manifest was not written yet, or is deleted already, or points to a newer file. */
    private void deleteOrphans() throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "step-*.safetensors")) {
            for (Path file : files) {
                String fileName = String.valueOf(file.getFileName());
                Matcher data = Checkpoint.DATA.matcher(fileName);
                if (!data.matches()) {
                    continue;
                }
                String name = data.group(1);
                // A manifest that cannot be read spares its tensors: someone may want to rescue them.
                boolean wanted = Files.exists(folder.resolve(name + ".json"))
                        && read(name).map(checkpoint -> checkpoint.file().equals(fileName)).orElse(true);
                if (!wanted) {
                    LOG.info("deleting {}, left by a process that was stopped while saving", file);
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private Optional<Checkpoint> read(String name) {
        try {
            return Optional.of(Checkpoint.read(folder, name));
        } catch (IOException e) {
            LOG.debug("not a checkpoint: {}", name, e);
            return Optional.empty();
        }
    }

    private void mustBeWriter() {
        if (keep == 0) {
            throw new IllegalStateException(folder + " was opened to be read only");
        }
    }
}
