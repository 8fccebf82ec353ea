package dev.advect.app.console;

import dev.advect.train.Progress;
import dev.advect.train.TrainListener;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** The progress display of several runs at once: a line that is overwritten on a terminal, otherwise a line every ten seconds. */
public final class RunsView implements AutoCloseable {
    private static final int SECONDS_BETWEEN_LINES = 10;
    private static final int MILLISECONDS_BETWEEN_DRAWINGS = 500;
    /** The maximum number of runs that are named in a line. */
    private static final int MAX_NAMED = 4;
    private static final String OVER = "\r\033[?7l";
    private static final String END = "\033[K\033[?7h";

    private final PrintWriter err;
    private final boolean terminal;
    private final Map<String, String> running = new LinkedHashMap<>();
    private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("progress").factory());

    /** @param terminal whether standard error is a terminal */
    public RunsView(PrintWriter err, boolean terminal) {
        this.err = err;
        this.terminal = terminal;
        long period = terminal ? MILLISECONDS_BETWEEN_DRAWINGS : SECONDS_BETWEEN_LINES * 1000L;
        var _ = ticker.scheduleAtFixedRate(this::draw, period, period, TimeUnit.MILLISECONDS);
    }

    /** Adds a run, which the returned listener observes until {@link #remove}. */
    public synchronized TrainListener add(String name) {
        running.put(name, "waits");
        return new TrainListener() {
            private final WarningPace pace = new WarningPace();

            @Override
            public void progress(Progress progress) {
                update(name, progress);
            }

            @Override
            public void warned(String message) {
                pace.line(name + ": " + message).ifPresent(RunsView.this::say);
            }

            @Override
            public void alarmed(String message) {
                say("warning: " + name + ": " + message);
            }
        };
    }

    private synchronized void update(String name, Progress progress) {
        String rate = Double.isFinite(progress.trainingReturn()) ? " return " + Text.number(progress.trainingReturn()) : "";
        running.computeIfPresent(name, (_, _) -> progress.pretrained() < 1
                ? Text.format("pre-training %.0f %%", Math.floor(100 * progress.pretrained()))
                : Text.format("%.0f %%%s", Math.floor(100 * progress.fraction()), rate));
    }

    public synchronized void remove(String name) {
        running.remove(name);
    }

    /** Prints a line that stays. */
    public synchronized void say(String line) {
        err.println(terminal ? "\r" + line + END : line);
        err.flush();
    }

    private synchronized void draw() {
        if (running.isEmpty()) {
            return;
        }
        String line = running.size() + " running: " + running.entrySet().stream().limit(MAX_NAMED)
                .map(run -> run.getKey() + " " + run.getValue()).collect(Collectors.joining(", "))
                + (running.size() > MAX_NAMED ? ", ..." : "");
        if (terminal) {
            err.print(OVER + line + END);
        } else {
            err.println(line);
        }
        err.flush();
    }

    @Override
    public void close() {
        ticker.close();
    }
}
