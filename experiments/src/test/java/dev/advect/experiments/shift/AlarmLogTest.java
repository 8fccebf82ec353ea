package dev.advect.experiments.shift;

import dev.advect.experiments.grid.Cell;
import dev.advect.experiments.grid.ExperimentListener;
import dev.advect.experiments.grid.Row;
import dev.advect.experiments.grid.Variant;
import dev.advect.train.Algorithm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class AlarmLogTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final List<String> heard = new ArrayList<>();

    /** A display that hears everything. */
    private final class Display implements ExperimentListener, ExperimentListener.Follower {
        @Override
        public Follower begins(Cell cell, int number, int count) {
            heard.add("begins " + cell.name());
            return this;
        }

        @Override
        public void ended(Row row) {}

        @Override
        public void failed(Cell cell, Exception why) {}

        @Override
        public void stopBy(Runnable ask) {}

        @Override
        public boolean stopRequested() {
            return true;
        }

        @Override
        public void warned(String message) {
            heard.add("warned " + message);
        }

        @Override
        public void alarmed(String message) {
            heard.add("alarmed " + message);
        }

        @Override
        public void close() {
            heard.add("closed");
        }
    }

    @Test
    void before_keepsTheFirstAlarmOfEachKind_andPassesEverythingOn() throws IOException {
        AlarmLog log = new AlarmLog(folder);
        ExperimentListener listener = log.before(new Display());
        Cell cell = new Cell("can", new Variant("swfp-none", Algorithm.SWFP, Map.of()), 3);

        try (ExperimentListener.Follower run = listener.begins(cell, 1, 1)) {
            run.warned("step 640: mode collapse: the policy's actions form 1.0 clusters");
            run.warned("step 128: stale particles: blocks begin where particles are no longer");
            run.warned("step 320: mode collapse: once more, after the run continued from a checkpoint");
            run.warned("step 100: 3 updates were skipped, their gradient was not finite");
            run.alarmed("the return has fallen");
        }

        assertThat(new AlarmLog(folder).first("can-swfp-none-3"))
                .containsExactly(Map.entry("mode collapse", 320L), Map.entry("stale particles", 128L));
        assertThat(new AlarmLog(folder).first("can-swfp-none-4")).isEmpty();
        assertThat(heard).hasSize(7).startsWith("begins can-swfp-none-3").contains("alarmed the return has fallen")
                .endsWith("closed");
        assertThat(listener.stopRequested()).isTrue();
    }
}
