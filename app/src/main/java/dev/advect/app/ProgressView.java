package dev.advect.app;

import dev.advect.train.Evaluation;
import dev.advect.train.Progress;
import dev.advect.train.TrainListener;

import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;

import java.io.PrintWriter;

/** A run's course: one line that is written over on a terminal, elsewhere a line every ten seconds. */
final class ProgressView implements TrainListener, AutoCloseable {
    private static final double SECONDS_BETWEEN_LINES = 10;
    private static final double SECONDS_BETWEEN_WARNINGS = 60;

    private final PrintWriter err;
    private final @Nullable ProgressBar bar;
    private volatile @Nullable Progress progress;
    private volatile long receivedAt = System.nanoTime();
    private double printedAt = Double.NEGATIVE_INFINITY;
    private double warnedAt = Double.NEGATIVE_INFINITY;
    private long unsaid;

    /** @param terminal whether standard error is one */
    ProgressView(PrintWriter err, boolean terminal) {
        this.err = err;
        bar = terminal
                ? ProgressBar.builder()
                        .setTaskName("train")
                        .setInitialMax(1)
                        .setUpdateIntervalMillis(500)
                        .setRenderer((state, width) -> line(width))
                        .build()
                : null;
    }

    @Override
    public void progress(Progress now) {
        progress = now;
        receivedAt = System.nanoTime();
        if (bar == null && now.seconds() - printedAt >= SECONDS_BETWEEN_LINES) {
            printedAt = now.seconds();
            say(line(Integer.MAX_VALUE));
        }
    }

    @Override
    public void evaluated(long step, Evaluation evaluation, boolean best) {
        if (bar == null) {
            say(Text.format("evaluation at %s steps: %s%s", Text.steps(step), evaluation(evaluation),
                    best ? ", the best so far" : ""));
        }
    }

    @Override
    public void warned(String message) {
        double now = System.nanoTime() * 1e-9;
        if (now - warnedAt < SECONDS_BETWEEN_WARNINGS) {
            unsaid++; // what goes wrong in one iteration may well do so in all
            return;
        }
        say("warning: " + message + (unsaid > 0 ? " (and " + unsaid + " warnings before this one)" : ""));
        warnedAt = now;
        unsaid = 0;
    }

    private void say(String line) {
        err.println((bar == null ? "" : "\r\033[K") + line);
        err.flush();
    }

    private String line(int width) {
        Progress now = progress;
        if (now == null) {
            return "  0 %  the first steps are under way";
        }
        double since = (System.nanoTime() - receivedAt) * 1e-9;
        double left = Math.max(0, now.secondsLeft() - since);
        StringBuilder text = new StringBuilder();
        text.append(Text.steps(now.steps())).append(" steps");
        if (Double.isFinite(now.stepsPerSecond())) {
            text.append("  ").append(Text.steps(now.stepsPerSecond())).append("/s");
        }
        if (Double.isFinite(now.trainingReturn())) {
            text.append("  return ").append(Text.number(now.trainingReturn()));
        }
        Evaluation evaluation = now.lastEvaluation();
        if (evaluation != null) {
            text.append("  evaluation ").append(evaluation(evaluation));
        }
        text.append("  ").append(Text.duration(left)).append(" left");
        String percent = Text.format("%3.0f %%", Math.floor(100 * now.fraction()));
        int room = width == Integer.MAX_VALUE ? 0 : Math.min(30, width - percent.length() - text.length() - 5);
        String whole = percent + " " + (room >= 5 ? gauge(now.fraction(), room) + " " : " ") + text;
        return whole.length() > width ? whole.substring(0, Math.max(0, width)) : whole;
    }

    private static String gauge(double fraction, int width) {
        int full = (int) Math.floor(fraction * width);
        return "[" + "=".repeat(full) + " ".repeat(width - full) + "]";
    }

    private static String evaluation(Evaluation evaluation) {
        return Text.number(evaluation.mean()) + " ± " + Text.number(evaluation.ci95());
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
