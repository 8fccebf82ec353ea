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
 * The folder {@code checkpoints/} of a run, which stays loadable even if the process is killed at any moment.
 *
 * <pre>
 * step-000000000100.safetensors  the tensors
 * step-000000000100.json         the {@link Checkpoint manifest}, written after them: without it there is no checkpoint
 * latest                         the name of the last one, written after the manifest
 * best                           the name of the best one, and its score
 * </pre>
 *
 * <p>A step that is saved again gets a new tensor file ({@code step-000000000100.1.safetensors}), to which the new
 * manifest then refers; the old checkpoint stays valid until the new one is. Retention deletes manifests first. There
 * may be one writer and any number of readers.
 */
public final class Checkpoints {
    private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);

    private final Path folder;
    private final int keep;

    /** A checkpoint and its content. */
    public record Loaded(Checkpoint checkpoint, StateDict state) {}

    /** The best checkpoint and its score. */
    public record Best(long step, double score) {}

    private Checkpoints(Path folder, int keep) {
        this.folder = folder;
        this.keep = keep;
    }

    /**
     * Opens the folder for its single writer: creates it if it is missing, and deletes leftovers of killed processes.
     *
     * @param keep the number of newest checkpoints to keep, besides {@code latest} and {@code best}; at least 1
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

    /** Opens the folder of a run that may still be in progress elsewhere. Nothing is changed or cleaned up. */
    public static Checkpoints readOnly(Path folder) {
        return new Checkpoints(folder, 0);
    }

    /** The folder. */
    public Path folder() {
        return folder;
    }

    /**
     * Saves a checkpoint, marks it as the latest, and deletes those that are no longer kept.
     *
     * @param step the number of environment steps done
     * @param extras further values for the manifest, of any type that Jackson can write, such as the environment's name
     *     and sizes
     * @throws IOException if it cannot be written, with a one-line message; older checkpoints are unchanged
     */
    public Checkpoint save(long step, StateDict state, Map<String, Object> extras) throws IOException {
        requireWriter();
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
        if (replaced.isPresent() && !replaced.get().file().equals(file)) { // it is this one if the tensors were missing
            Files.deleteIfExists(folder.resolve(replaced.get().file()));
        }
        prune();
        return checkpoint;
    }

    /** Marks the checkpoint of this step as the best one, which retention then spares. */
    public void markBest(long step, double score) throws IOException {
        requireWriter();
        String name = Checkpoint.name(step);
        if (!Files.exists(folder.resolve(name + ".json"))) {
            throw new CheckpointException("step " + step + " cannot be the best: it has no checkpoint in " + folder);
        }
        AtomicFile.writeString(folder.resolve("best"), name + "\n" + score + "\n");
    }

    /** The best checkpoint marked so far. */
    public Optional<Best> best() throws IOException {
        return CheckpointSelection.best(folder);
    }

    /** The checkpoint that is used unless another is asked for: {@code best}, or {@code latest} while none is marked as best. */
    public String bestElseLatest() throws IOException {
        return best().isPresent() ? "best" : "latest";
    }

    /**
     * Whether no checkpoint was ever completed: there is no manifest, readable or not, and nothing is marked as latest
     * or best.
     */
    public boolean isEmpty() throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "{step-*.json,latest,best}")) {
            return !files.iterator().hasNext();
        } catch (NoSuchFileException e) {
            return true;
        }
    }

    /** The step of the latest checkpoint. */
    public Optional<Long> latest() throws IOException {
        return CheckpointSelection.latest(folder, list());
    }

    /** Lists all checkpoints with a readable manifest in order of their steps. Their tensors are not checked. */
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
     * Loads a checkpoint after verifying its size and SHA-256.
     *
     * @param which "latest", "best", or a step
     * @throws CheckpointException if it does not exist or is damaged; the one-line message names checkpoints that can
     *     be used instead
     */
    public Loaded load(String which) throws IOException {
        return new CheckpointSelection(folder, list()).load(which);
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

    /** Deletes tensor files whose manifest was not yet written, is already deleted, or refers to a newer file. */
    private void deleteOrphans() throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "step-*.safetensors")) {
            for (Path file : files) {
                String fileName = String.valueOf(file.getFileName());
                Matcher data = Checkpoint.DATA.matcher(fileName);
                if (!data.matches()) {
                    continue;
                }
                String name = data.group(1);
                // tensors with an unreadable manifest are kept, as someone may want to rescue them
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

    private void requireWriter() {
        if (keep == 0) {
            throw new IllegalStateException(folder + " was opened to be read only");
        }
    }
}
