package dev.advect.cluster;

import dev.advect.io.LineTail;
import dev.advect.train.Evaluation;
import dev.advect.train.Progress;
import dev.advect.train.TrainListener;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The events of a run, which rank 0 writes to a file, a line each, and the driver reads there. */
final class RankEvents {
    private RankEvents() {}

    /**
     * An event.
     *
     * @param kind the listener's method
     * @param text its message; null if it has none
     * @param evaluation its evaluation; null if it has none
     */
    record Event(String kind, @Nullable String text, long step, @Nullable Evaluation evaluation, boolean best) {}

    /** The listener of rank 0, which also learns whether the run is to be stopped. */
    static final class Writer implements TrainListener {
        private final RankFiles files;
        private @Nullable Runnable stop;

        Writer(RankFiles files) {
            this.files = files;
        }

        void stopBy(Runnable action) {
            stop = action;
        }

        @Override
        public void progress(Progress progress) {
            if (stop != null && files.stop().isRequested()) {
                stop.run();
            }
        }

        @Override
        public void computing(String how) {
            write(new Event("computing", how, 0, null, false));
        }

        @Override
        public void evaluated(long step, Evaluation evaluation, boolean best) {
            write(new Event("evaluated", null, step, evaluation, best));
        }

        @Override
        public void saved(long step, Path folder) {
            write(new Event("saved", folder.toString(), step, null, false));
        }

        @Override
        public void warned(String message) {
            write(new Event("warned", message, 0, null, false));
        }

        @Override
        public void alarmed(String message) {
            write(new Event("alarmed", message, 0, null, false));
        }

        private void write(Event event) {
            try {
                Files.writeString(files.events(), Wire.text(event) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** The reader on the driver. */
    static final class Reader {
        private final LineTail lines;
        private final TrainListener listener;
        private @Nullable Evaluation last;

        Reader(RankFiles files, TrainListener listener) {
            lines = new LineTail(files.events());
            this.listener = listener;
        }

        /** The last evaluation; null before the first. */
        @Nullable Evaluation last() {
            return last;
        }

        /** Tells the listener what is new. */
        void read() throws IOException {
            for (String line : lines.next()) {
                tell(Wire.parse(line, Event.class));
            }
        }

        private void tell(Event event) {
            String text = String.valueOf(event.text());
            switch (event.kind()) {
                case "computing" -> listener.computing(text);
                case "saved" -> listener.saved(event.step(), Path.of(text));
                case "warned" -> listener.warned(text);
                case "alarmed" -> listener.alarmed(text);
                default -> {
                    last = event.evaluation();
                    if (last != null) {
                        listener.evaluated(event.step(), last, event.best());
                    }
                }
            }
        }
    }
}
