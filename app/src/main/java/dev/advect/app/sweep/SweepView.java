package dev.advect.app.sweep;

import dev.advect.app.console.Interruption;
import dev.advect.app.console.StoppedException;
import dev.advect.app.console.Text;
import dev.advect.app.reproduce.GridView;
import dev.advect.experiments.runs.RunExecutor;
import dev.advect.experiments.sweep.SweepListener;
import dev.advect.experiments.sweep.SweepReport;
import dev.advect.experiments.sweep.SweepRun;
import dev.advect.experiments.sweep.Trial;
import dev.advect.experiments.sweep.Trial.Score;
import picocli.CommandLine.Model.CommandSpec;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.stream.Collectors;

/** The progress display of a sweep. */
final class SweepView extends GridView implements SweepListener {
    private SweepView(PrintWriter err, Interruption interruption, int parallel) {
        super(err, interruption, parallel);
    }

    /** Runs the sweep, with Ctrl-C saving and ending it. An incomplete sweep throws instead of returning. */
    static SweepReport follow(CommandSpec spec, SweepRun run, RunExecutor executor) throws IOException, StoppedException {
        PrintWriter err = spec.commandLine().getErr();
        try (Interruption interruption = new Interruption(err);
                SweepView view = new SweepView(err, interruption, executor.parallel())) {
            SweepReport report;
            try {
                report = run.run(view, executor);
            } catch (IOException e) {
                throw new StoppedException(e, AGAIN);
            }
            view.requireComplete();
            if (report == null) {
                throw new IllegalStateException("the sweep neither ended nor was stopped");
            }
            return report;
        }
    }

    @Override
    public Follower begins(Trial trial, double fraction) {
        String values = trial.values().entrySet().stream().map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(" "));
        return follower(trial.name(), Text.format("%s to %.3g of the budget: %s", trial.name(), fraction, values));
    }

    @Override
    public void scored(Trial trial, Score score) {
        say(Text.format("%s: %s (se) after %s steps", trial.name(), Text.interval(score.mean(), score.se()),
                Text.steps(score.steps())));
        Score before = trial.last();
        if (before != null && before.steps() == score.steps()) {
            say(Text.format("warning: that added no step, since an iteration has more steps than the rung: give more --steps or "
                    + "--minutes, or fewer --rungs"));
        }
    }

    @Override
    public void failed(Trial trial) {
        say("warning: " + trial.name() + " failed: " + trial.failure());
    }
}
