package dev.advect.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.advect.io.LineTail;
import dev.advect.train.RunWarning;
import dev.advect.train.TrainListener;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The warnings of a run on another machine, passed on as they appear in its folder. */
final class WarningTail {
    private final LineTail lines;
    private final TrainListener listener;

    /** Begins behind those that are there: they were passed on when the run was last trained. */
    WarningTail(Path run, TrainListener listener) throws IOException {
        lines = new LineTail(RunWarning.file(run));
        this.listener = listener;
        skip();
    }

    /** Passes on what is new. */
    void look() throws IOException {
        if (lines.isCut()) { // the run went back to a checkpoint
            lines.rewind();
            skip();
        }
        for (List<String> next = lines.next(); !next.isEmpty(); next = lines.next()) {
            next.forEach(this::tell);
        }
    }

    private void tell(String line) {
        try {
            RunWarning.parse(line).tell(listener);
        } catch (JsonProcessingException e) {
            listener.warned("a line of warnings.jsonl is damaged: " + line);
        }
    }

    private void skip() throws IOException {
        while (!lines.next().isEmpty()) {
            // read, and not needed
        }
    }
}
