package dev.advect.app.run;

import dev.advect.app.console.Interruption;
import dev.advect.app.console.ProgressView;
import dev.advect.app.console.StoppedException;
import dev.advect.app.console.Terminal;
import dev.advect.app.console.Text;
import dev.advect.io.Checkpoint;
import dev.advect.io.Checkpoints;
import dev.advect.train.Evaluation;
import dev.advect.train.RunDirectory;
import dev.advect.train.RunWarning;
import dev.advect.train.TrainListener;
import dev.advect.train.Trainer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ExitCode;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/** A training run with its progress display, which Ctrl-C saves and ends. */
final class TrainingSession {
    private final PrintWriter out;
    private final PrintWriter err;

    TrainingSession(PrintWriter out, PrintWriter err) {
        this.out = out;
        this.err = err;
    }

    /** A factory of trainers that report to a listener. */
    interface Maker {
        Trainer make(TrainListener listener) throws IOException, StoppedException;
    }

    /** Trains until the end or an interruption, and says how it ended. */
    int run(RunDirectory directory, Maker maker) throws IOException, StoppedException {
        try (Interruption interruption = new Interruption(err)) {
            return say(train(directory, maker, interruption), interruption);
        }
    }

    /** A run that other processes train, which reports to a listener, can be asked to stop, and returns the last evaluation. */
    interface Elsewhere {
        @Nullable Evaluation run(TrainListener listener, Consumer<Runnable> stopper) throws IOException;
    }

    /** Waits for a run that is trained elsewhere, until the end or an interruption, and says how it ended. */
    int await(RunDirectory directory, Elsewhere training) throws IOException, StoppedException {
        try (Interruption interruption = new Interruption(err)) {
            Evaluation last;
            try (ProgressView view = new ProgressView(err, Terminal.isThere())) {
                last = training.run(view, interruption::stopBy);
            } catch (IOException | RuntimeException e) {
                throw new StoppedException(e, howToGoOn(directory));
            }
            long steps = directory.lastCheckpoint().map(Checkpoint::step).orElse(0L);
            return say(end(interruption, steps, last, directory), interruption);
        }
    }

    /** Trains and returns the closing message. */
    private String train(RunDirectory directory, Maker maker, Interruption interruption)
            throws IOException, StoppedException {
        try (ProgressView view = new ProgressView(err, Terminal.isThere()); Trainer trainer = maker.make(view)) {
            interruption.stopBy(trainer::stop);
            try {
                trainer.run();
            } catch (IOException | RuntimeException | Error e) {
                throw new StoppedException(e, howToGoOn(directory));
            }
            return end(interruption, trainer.steps(), trainer.lastEvaluation(), directory);
        }
    }

    private int say(String end, Interruption interruption) {
        // standard output may be a broken pipe after an interruption, so the message then goes to standard error
        PrintWriter where = interruption.requested() ? err : out;
        where.println(end);
        where.flush();
        return ExitCode.OK;
    }

    /** The closing message. */
    private static String end(Interruption interruption, long steps, @Nullable Evaluation last, RunDirectory directory)
            throws IOException {
        return interruption.requested()
                ? Text.format("saved at step %s; to go on: %s", Text.steps(steps), resuming(directory))
                : summary(steps, last, directory);
    }

    /** Returns a hint on how to resume a run that ended early. */
    static String howToGoOn(RunDirectory directory) {
        return (hasCheckpoint(directory) ? "the last checkpoint is intact; to go on from it: "
                : "there is no checkpoint yet; to begin the run anew: ") + resuming(directory);
    }

    private static boolean hasCheckpoint(RunDirectory directory) {
        try {
            return !directory.checkpoints().list().isEmpty();
        } catch (IOException e) {
            return false; // the checkpoint folder does not exist
        }
    }

    private static String resuming(RunDirectory directory) {
        return Text.command("train", "--resume", directory.folder());
    }

    private static String summary(long steps, @Nullable Evaluation last, RunDirectory directory) throws IOException {
        Path folder = directory.folder();
        StringBuilder text = new StringBuilder();
        text.append(Text.format("%s steps, kept in %s%n", Text.steps(steps), folder));
        if (last != null) {
            text.append(Text.format("evaluation  %s%n", Text.returns(last.mean(), last.ci95(), last.episodes())));
        }
        Optional<Checkpoints.Best> best = directory.checkpoints().best();
        if (best.isPresent() && best.get().step() != steps) {
            text.append(Text.format("best        %s at step %s%n",
                    Text.number(best.get().score()), Text.steps(best.get().step())));
        }
        int warnings = RunWarning.of(folder).size();
        if (warnings > 0) {
            text.append(Text.format("warnings    %d, kept in %s%n", warnings, RunWarning.file(folder)));
        }
        text.append(Text.format("next        %s%n", Text.command("eval", folder)));
        text.append(Text.format("            %s", Text.command("plot", folder, "--out=curve.png")));
        return text.toString();
    }
}
