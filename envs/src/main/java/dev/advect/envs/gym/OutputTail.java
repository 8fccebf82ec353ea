package dev.advect.envs.gym;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last lines of the output of a process. All output is read, so that the process never blocks on a full pipe. */
final class OutputTail {
    private static final int LINES = 15;
    private static final int WIDTH = 300;

    private final Deque<String> lines = new ArrayDeque<>();
    private final Thread reader;

    OutputTail(InputStream output) {
        reader = Thread.ofPlatform().daemon().name("python-output").start(() -> read(output));
    }

    private void read(InputStream output) {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(output, StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                add(line.length() > WIDTH ? line.substring(0, WIDTH) + " ..." : line);
            }
        } catch (IOException e) {
            add("(no more can be read: " + e.getMessage() + ")");
        }
    }

    private synchronized void add(String line) {
        if (lines.size() == LINES) {
            lines.removeFirst();
        }
        lines.addLast(line);
    }

    /** Waits for the end of the output, at most for the given time, and returns the last lines. */
    List<String> after(Duration timeout) {
        try {
            reader.join(timeout);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (this) {
            return List.copyOf(lines);
        }
    }
}
