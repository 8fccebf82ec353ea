package dev.advect.app.options;

import dev.advect.config.InvalidValueException;
import dev.advect.train.RunDirectory;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

import java.io.IOException;

/** The option that selects one of a run's checkpoints. */
public final class CheckpointOption {
    private @Nullable String checkpoint;

    @Option(names = "--checkpoint", paramLabel = "WHICH",
            description = "Checkpoint: best, latest, or a step. Default: best, or latest while none is marked as best.")
    void checkpoint(String which) {
        if (!which.matches("best|latest|\\d{1,18}")) {
            throw new InvalidValueException("--checkpoint=" + which + " is neither best nor latest nor a step");
        }
        checkpoint = which;
    }

    /** Rejects --checkpoint where no run's policy acts. */
    public void refuse() {
        InvalidValueException.throwIf(checkpoint != null, "--checkpoint=" + checkpoint + " is for a run's folder");
    }

    /** Returns the name of the selected checkpoint in the run directory. */
    public String in(RunDirectory directory) throws IOException {
        return checkpoint == null ? directory.checkpoints().bestElseLatest() : checkpoint;
    }
}
