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

/** Reads all that a process writes, so that it is never held up, and keeps the last lines. */
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

    /** Waits for the end of the output, but no longer than that; then the last lines. */
    List<String> after(Duration most) {
        try {
            reader.join(most);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (this) {
            return List.copyOf(lines);
        }
    }
}
