package dev.advect.app.console;

import dev.advect.train.Evaluation;
import dev.advect.train.Progress;
import dev.advect.train.TrainListener;
import org.jspecify.annotations.Nullable;

import java.io.PrintWriter;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The progress display of a run: one line that is overwritten on a terminal, otherwise one line every ten seconds.
 *
 * <p>It is implemented here because progress libraries bring a terminal library that takes Ctrl-C away from the JVM.
 */
public final class ProgressView implements TrainListener, AutoCloseable {
    private static final double SECONDS_BETWEEN_LINES = 10;
    private static final int GAUGE = 10;
    /** Moves to the beginning of the line and disables wrapping, so that the terminal cuts off what does not fit. */
    private static final String OVER = "\r\033[?7l";
    /** Clears the rest of the line and enables wrapping again. */
    private static final String END = "\033[K\033[?7h";

    private final PrintWriter err;
    private final boolean terminal;
    private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("progress").factory());
    private @Nullable Progress progress;
    private long receivedAt = System.nanoTime();
    private double printedAt = Double.NEGATIVE_INFINITY;
    private final WarningPace pace = new WarningPace();

    /** @param terminal whether standard error is a terminal */
    public ProgressView(PrintWriter err, boolean terminal) {
        this.err = err;
        this.terminal = terminal;
        if (terminal) {
            var _ = ticker.scheduleAtFixedRate(this::draw, 0, 500, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public synchronized void computing(String how) {
        say("computed by " + how);
    }

    @Override
    public synchronized void progress(Progress now) {
        progress = now;
        receivedAt = System.nanoTime();
        if (!terminal && now.seconds() - printedAt >= SECONDS_BETWEEN_LINES) {
            printedAt = now.seconds();
            say(line());
        }
    }

    @Override
    public synchronized void evaluated(long step, Evaluation evaluation, boolean best) {
        if (!terminal) {
            say(Text.format("evaluation at %s steps: %s%s", Text.steps(step), text(evaluation),
                    best ? ", the best so far" : ""));
        }
    }

    @Override
    public synchronized void warned(String message) {
        pace.line(message).ifPresent(this::say);
    }

    @Override
    public synchronized void alarmed(String message) {
        say("warning: " + message);
    }

    private void say(String line) {
        err.println(terminal ? "\r" + line + END : line);
        err.flush();
    }

    private synchronized void draw() {
        err.print(OVER + line() + END);
        err.flush();
    }

    private String line() {
        Progress now = progress;
        if (now == null) {
            return "  0 %  the first steps are under way";
        }
        if (now.pretrained() < 1) {
            return "  0 %  pre-training on demonstrations, " + Text.format("%.0f %%", Math.floor(100 * now.pretrained()));
        }
        StringBuilder text = new StringBuilder();
        text.append(Text.format("%3.0f %%", Math.floor(100 * now.fraction())));
        if (terminal) {
            int full = (int) Math.floor(now.fraction() * GAUGE);
            text.append(" [").append("=".repeat(full)).append(" ".repeat(GAUGE - full)).append(']');
        }
        text.append("  ").append(Text.steps(now.steps())).append(" steps");
        if (Double.isFinite(now.stepsPerSecond())) {
            text.append("  ").append(Text.steps(now.stepsPerSecond())).append("/s");
        }
        if (Double.isFinite(now.trainingReturn())) {
            text.append("  return ").append(Text.number(now.trainingReturn()));
        }
        Evaluation evaluation = now.lastEvaluation();
        if (evaluation != null) {
            text.append("  evaluation ").append(text(evaluation));
        }
        double since = (System.nanoTime() - receivedAt) * 1e-9;
        double left = now.secondsLeft() - since;
        if (Double.isFinite(now.stepsPerSecond())) {
            text.append("  ").append(Text.duration(Math.max(0, left))).append(" left");
        }
        return text.toString();
    }

    private static String text(Evaluation evaluation) {
        return Text.interval(evaluation.mean(), evaluation.ci95());
    }

    @Override
    public void close() {
        ticker.close(); // nothing is drawn after this
        synchronized (this) {
            if (terminal) {
                draw();
                err.println();
                err.flush();
            }
        }
    }
}
