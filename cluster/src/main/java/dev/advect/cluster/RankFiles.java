package dev.advect.cluster;

import dev.advect.cluster.Wire.Outcome;
import dev.advect.io.AtomicFile;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The files by which the driver and the workers of a run tell each other what cannot wait for the end of the workers' tasks.
 *
 * @param folder the run's folder
 */
record RankFiles(Path folder) {
    private static final Logger LOG = LoggerFactory.getLogger(RankFiles.class);

    /** The events of the run, see {@link RankEvents}. */
    Path events() {
        return folder.resolve(".events.jsonl");
    }

    /** Whether the workers have said anything yet. */
    boolean haveBegun() {
        return Files.exists(events());
    }

    /** The driver's request to save and end the run; whatever an earlier driver left is deleted before a run begins. */
    StopFile stop() {
        return new StopFile(folder, "");
    }

    private Path failure() {
        return folder.resolve(".failure.json");
    }

    /**
     * Keeps the failure of a worker for the driver, and returns it. Where nothing can be written, which may be the failure
     * itself, the driver learns it as the task's result.
     */
    Outcome failed(Outcome outcome) {
        try {
            AtomicFile.writeString(failure(), Wire.text(outcome));
        } catch (IOException e) {
            LOG.debug("the failure cannot be written", e);
        }
        return outcome;
    }

    /** The failure of a worker; null if there was none. */
    @Nullable Outcome readFailure() throws IOException {
        return Files.exists(failure()) ? Wire.parse(Files.readString(failure()), Outcome.class) : null;
    }

    /** Deletes all files. */
    void clear() throws IOException {
        stop().delete();
        for (Path file : new Path[] {events(), failure(), folder.resolve(RunTask.MARK)}) {
            Files.deleteIfExists(file);
        }
    }
}
