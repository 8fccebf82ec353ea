package dev.advect.experiments.shift;

import dev.advect.experiments.RecordLines;
import dev.advect.experiments.grid.Cell;
import dev.advect.experiments.grid.ExperimentListener;
import dev.advect.experiments.grid.Row;
import dev.advect.train.Evaluation;
import dev.advect.train.Progress;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * The alarms of an experiment's runs, kept in {@code alarms.jsonl} of its folder, since a run's own log has none. A run that
 * continues from a checkpoint may give an alarm again, so that only the first of a kind counts.
 */
public final class AlarmLog {
    private final RecordLines<Alarm> alarms;

    /** @param folder the experiment's folder */
    public AlarmLog(Path folder) {
        alarms = new RecordLines<>(folder.resolve("alarms.jsonl"), Alarm.class);
    }

    /** The step of each kind's first alarm in a run, by kind. */
    Map<String, Long> first(String run) throws IOException {
        Map<String, Long> first = new TreeMap<>();
        for (Alarm alarm : alarms.read()) {
            if (alarm.run().equals(run)) {
                first.merge(alarm.kind(), alarm.step(), Math::min);
            }
        }
        return first;
    }

    private synchronized void append(Alarm alarm) {
        try {
            alarms.append(alarm);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A listener that keeps the alarms and passes everything on to another listener. */
    public ExperimentListener before(ExperimentListener next) {
        return new ExperimentListener() {
            @Override
            public Follower begins(Cell cell, int number, int count) {
                return new Recorder(cell.name(), next.begins(cell, number, count));
            }

            @Override
            public void ended(Row row) {
                next.ended(row);
            }

            @Override
            public void failed(Cell cell, Exception why) {
                next.failed(cell, why);
            }

            @Override
            public void stopBy(Runnable action) {
                next.stopBy(action);
            }

            @Override
            public boolean stopRequested() {
                return next.stopRequested();
            }
        };
    }

    /** The listener of one run. */
    private final class Recorder implements ExperimentListener.Follower {
        private final String run;
        private final ExperimentListener.Follower next;

        Recorder(String run, ExperimentListener.Follower next) {
            this.run = run;
            this.next = next;
        }

        @Override
        public void computing(String how) {
            next.computing(how);
        }

        @Override
        public void progress(Progress progress) {
            next.progress(progress);
        }

        @Override
        public void evaluated(long step, Evaluation evaluation, boolean best) {
            next.evaluated(step, evaluation, best);
        }

        @Override
        public void saved(long step, Path checkpoint) {
            next.saved(step, checkpoint);
        }

        @Override
        public void warned(String message) {
            Alarm.of(run, message).ifPresent(AlarmLog.this::append);
            next.warned(message);
        }

        @Override
        public void alarmed(String message) {
            next.alarmed(message);
        }

        @Override
        public void close() {
            next.close();
        }
    }
}
