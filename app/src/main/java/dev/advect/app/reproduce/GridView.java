package dev.advect.app.reproduce;

import dev.advect.app.console.Interruption;
import dev.advect.app.console.ProgressView;
import dev.advect.app.console.StoppedException;
import dev.advect.app.console.Terminal;
import dev.advect.app.console.Text;
import dev.advect.experiments.grid.Cell;
import dev.advect.experiments.grid.ExperimentListener;
import dev.advect.experiments.grid.GridRun;
import dev.advect.experiments.grid.Row;
import dev.advect.train.Evaluation;
import dev.advect.train.Progress;
import picocli.CommandLine.Model.CommandSpec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;

/**
 * The progress display of an experiment: one line when a run begins, one when it ends, and the training progress
 * between them.
 */
final class GridView implements ExperimentListener {
    private static final String AGAIN = "the same command continues where it stopped";

    private final PrintWriter err;
    private final Interruption interruption;
    private int failures;

    GridView(PrintWriter err, Interruption interruption) {
        this.err = err;
        this.interruption = interruption;
    }

    /** Runs the experiment, with Ctrl-C saving and ending it. An incomplete experiment throws instead of returning. */
    static void follow(CommandSpec spec, GridRun run) throws IOException, StoppedException {
        PrintWriter err = spec.commandLine().getErr();
        try (Interruption interruption = new Interruption(err)) {
            GridView view = new GridView(err, interruption);
            run.run(view);
            if (interruption.requested()) {
                throw new StoppedException(new IOException("stopped; what is done is kept"), AGAIN);
            }
            if (view.failures > 0) {
                throw new StoppedException(new IOException(view.failures + " runs failed"), AGAIN);
            }
        }
    }

    @Override
    public Follower begins(Cell cell, int number, int count) {
        say(Text.format("run %d of %d: %s", number, count, cell.name()));
        return new Shown(new ProgressView(err, Terminal.isThere()));
    }

    @Override
    public void ended(Row row) {
        say(Text.format("%s on %s, seed %d: %s (se) after %s steps, best %s; random %s, zero %s", row.variant(),
                row.task(), row.seed(), Text.interval(row.mean(), row.se()), Text.steps(row.steps()),
                Text.interval(row.bestMean(), row.bestSe()), Text.number(row.random()),
                Text.number(row.zero())));
    }

    @Override
    public void failed(Cell cell, Exception why) {
        failures++;
        say("warning: " + cell.name() + ": " + why.getMessage());
    }

    @Override
    public void stopBy(Runnable action) {
        interruption.stopBy(action);
    }

    @Override
    public boolean stopRequested() {
        return interruption.requested();
    }

    private void say(String line) {
        err.println(line);
        err.flush();
    }

    /** The progress display of one training run. */
    private record Shown(ProgressView view) implements Follower {
        @Override
        public void progress(Progress progress) {
            view.progress(progress);
        }

        @Override
        public void evaluated(long step, Evaluation evaluation, boolean best) {
            view.evaluated(step, evaluation, best);
        }

        @Override
        public void saved(long step, Path folder) {
            view.saved(step, folder);
        }

        @Override
        public void warned(String message) {
            view.warned(message);
        }

        @Override
        public void close() {
            view.close();
        }
    }
}
