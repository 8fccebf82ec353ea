package dev.advect.app.view;

import dev.advect.app.console.Text;

import java.io.PrintWriter;

/** The progress of a film: one line that is overwritten on a terminal, otherwise nothing. */
final class RenderProgress implements AutoCloseable {
    private static final long NANOS_BETWEEN = 100_000_000;

    private final PrintWriter err;
    private final boolean terminal;
    private final int count;
    private final long start = System.nanoTime();
    private long shown = start;

    RenderProgress(PrintWriter err, boolean terminal, int count) {
        this.err = err;
        this.terminal = terminal;
        this.count = count;
    }

    /** Takes note that so many pictures are done. */
    void done(int pictures) {
        long now = System.nanoTime();
        if (!terminal || (now - shown < NANOS_BETWEEN && pictures < count)) {
            return;
        }
        shown = now;
        double left = (now - start) * 1e-9 / pictures * (count - pictures);
        err.print(Text.format("\r%3d %%  picture %d of %d  %s left\033[K", 100 * pictures / count, pictures, count,
                Text.duration(left)));
        err.flush();
    }

    @Override
    public void close() {
        if (terminal) {
            err.print("\r\033[K");
            err.flush();
        }
    }
}
