package dev.advect.view.record;

import dev.advect.data.DemonstrationBuilder;
import dev.advect.data.DemonstrationFile;
import dev.advect.data.Demonstrations;
import dev.advect.env.EnvSpec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The kept episodes of a file, which is written as a whole and atomically after every change. */
public final class Takes {
    private final Path file;
    private final EnvSpec spec;
    private final List<DemonstrationBuilder> kept = new ArrayList<>();

    /**
     * Opens a file, which is continued if it exists.
     *
     * @throws IOException if it cannot be read or does not fit the environment, with a one-line message
     */
    public Takes(Path file, EnvSpec spec) throws IOException {
        this.file = file;
        this.spec = spec;
        if (Files.exists(file)) {
            split(DemonstrationFile.read(file).fitTo(spec));
        }
    }

    private void split(Demonstrations all) {
        int o = all.observationSize();
        int d = all.actionSize();
        for (int episode = 0; episode < all.episodes(); episode++) {
            DemonstrationBuilder take = newTake();
            for (int t = all.starts()[episode]; t < all.end(episode); t++) {
                take.add(all.observation(), t * o, all.action(), t * d, all.reward()[t], all.nextObservation(), t * o,
                        all.terminated()[t], all.truncated()[t]);
            }
            kept.add(take);
        }
    }

    /** An episode to be filled. */
    DemonstrationBuilder newTake() {
        return new DemonstrationBuilder(
                spec.observationSize(), spec.actionSize(), spec.observationParts(), Math.min(spec.episodeSteps(), 4096));
    }

    /** The file. */
    public Path file() {
        return file;
    }

    /** The number of kept episodes. */
    public int count() {
        return kept.size();
    }

    /** Adds an episode, which is on disk when this returns. If it cannot be written, it is not added. */
    void keep(DemonstrationBuilder take) throws IOException {
        take.cutOff();
        kept.add(take);
        try {
            write();
        } catch (IOException e) {
            kept.removeLast();
            throw e;
        }
    }

    /** Removes the episode that was kept last. Without any episode there is no file. */
    void undo() throws IOException {
        if (kept.isEmpty()) {
            return;
        }
        DemonstrationBuilder last = kept.removeLast();
        try {
            write();
        } catch (IOException e) {
            kept.add(last);
            throw e;
        }
    }

    private void write() throws IOException {
        if (kept.isEmpty()) {
            Files.deleteIfExists(file);
            return;
        }
        int steps = kept.stream().mapToInt(DemonstrationBuilder::steps).sum();
        DemonstrationBuilder all = new DemonstrationBuilder(
                spec.observationSize(), spec.actionSize(), spec.observationParts(), steps);
        kept.forEach(all::addAll);
        DemonstrationFile.write(file, all.build(), spec.name());
    }
}
