package dev.advect.app.reproduce;

import dev.advect.app.console.Interruption;
import dev.advect.app.console.ProgressView;
import dev.advect.app.console.RunsView;
import dev.advect.app.console.StoppedException;
import dev.advect.app.console.Terminal;
import dev.advect.app.console.Text;
import dev.advect.experiments.grid.Cell;
import dev.advect.experiments.grid.ExperimentListener;
import dev.advect.experiments.grid.GridRun;
import dev.advect.experiments.grid.Row;
import dev.advect.experiments.runs.RunExecutor;
import dev.advect.train.Evaluation;
import dev.advect.train.Progress;
import dev.advect.train.RunInUseException;
import dev.advect.train.TrainListener;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;

/**
 * The progress display of an experiment: one line when a run begins, one when it ends, and the training progress
 * between them.
 */
public class GridView implements ExperimentListener, AutoCloseable {
    /** How an experiment that was stopped goes on. */
    protected static final String AGAIN = "the same command continues where it stopped";

    private final PrintWriter err;
    private final Interruption interruption;
    /** The display of runs at the same time; null for one after another. */
    private final @Nullable RunsView runs;
    private int failures;
    /** The number of runs that another process trains. */
    private int elsewhere;

    /** @param parallel the number of runs at the same time */
    protected GridView(PrintWriter err, Interruption interruption, int parallel) {
        this.err = err;
        this.interruption = interruption;
        runs = parallel > 1 ? new RunsView(err, Terminal.isThere()) : null;
    }

    /** Runs the experiment in this process, see {@link #follow(CommandSpec, List, RunExecutor)}. */
    static void follow(CommandSpec spec, GridRun run) throws IOException, StoppedException {
        try (RunExecutor executor = run.local()) {
            follow(spec, List.of(run), executor);
        }
    }

    /**
     * Runs the parts of an experiment, with Ctrl-C saving and ending it. A run that fails keeps no other from being tried, in
     * whatever part; an incomplete experiment throws in the end, instead of returning.
     */
    static void follow(CommandSpec spec, List<GridRun> parts, RunExecutor executor) throws IOException, StoppedException {
        PrintWriter err = spec.commandLine().getErr();
        try (Interruption interruption = new Interruption(err);
                GridView view = new GridView(err, interruption, executor.parallel())) {
            for (GridRun part : parts) {
                if (!interruption.requested()) {
                    part.run(view, executor);
                }
            }
            view.requireComplete();
        }
    }

    /** Throws an exception if the experiment was stopped, or some of its runs failed or are trained by another process. */
    protected final void requireComplete() throws StoppedException {
        if (interruption.requested()) {
            throw new StoppedException(new IOException("stopped; what is done is kept"), AGAIN);
        }
        if (failures > 0) {
            throw new StoppedException(new IOException(failures == 1 ? "a run failed" : failures + " runs failed"), AGAIN);
        }
        if (elsewhere > 0) {
            throw new StoppedException(new IOException((elsewhere == 1 ? "a run is" : elsewhere + " runs are") + " left to another process"),
                    "the same command, once that has ended, makes the tables of all");
        }
    }

    @Override
    public Follower begins(Cell cell, int number, int count) {
        return follower(cell.name(), Text.format("run %d of %d: %s", number, count, cell.name()));
    }

    /**
     * Announces a run and returns its display.
     *
     * @param line the announcement
     */
    protected final Follower follower(String name, String line) {
        say(line);
        if (runs != null) {
            return new Shown(runs.add(name), () -> runs.remove(name));
        }
        ProgressView view = new ProgressView(err, Terminal.isThere());
        return new Shown(view, view::close);
    }

    @Override
    public void ended(Row row) {
        say(Text.format("%s on %s, seed %d: %s (se) after %s steps, best %s; random %s, zero %s", row.variant(),
                row.task(), row.seed(), Text.interval(row.mean(), row.se()), Text.steps(row.steps()),
                Text.interval(row.bestMean(), row.bestSe()), Text.number(row.random()),
                Text.number(row.zero())));
    }

    @Override
    public synchronized void failed(Cell cell, Exception why) {
        if (why instanceof RunInUseException) {
            elsewhere++;
        } else {
            failures++;
        }
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

    /** Prints a line. */
    protected final synchronized void say(String line) {
        if (runs != null) {
            runs.say(line);
            return;
        }
        err.println(line);
        err.flush();
    }

    @Override
    public void close() {
        if (runs != null) {
            runs.close();
        }
    }

    /** The progress display of one training run. */
    private record Shown(TrainListener view, Runnable end) implements Follower {
        @Override
        public void computing(String how) {
            view.computing(how);
        }

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
        public void alarmed(String message) {
            view.alarmed(message);
        }

        @Override
        public void close() {
            end.run();
        }
    }
}
