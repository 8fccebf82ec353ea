package dev.advect.app.console;

import org.jspecify.annotations.Nullable;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;

/** Standard output that remembers why a write failed, as neither {@link PrintWriter} nor {@code System.out} does. */
public final class StandardOutput {
    private final PrintWriter writer;
    private volatile @Nullable IOException failure;

    public StandardOutput() {
        this(new FileOutputStream(FileDescriptor.out));
    }

    public StandardOutput(OutputStream out) {
        writer = new PrintWriter(new OutputStreamWriter(new Watched(out), System.out.charset()), true);
    }

    public PrintWriter writer() {
        return writer;
    }

    /**
     * Returns whether everything printed was also written, and reports a failure on standard error. A reader that
     * closed the pipe early, such as {@code head -1}, is not a failure.
     */
    public boolean isWhole(PrintWriter err) {
        writer.flush();
        IOException why = failure;
        String message = why == null ? "" : String.valueOf(why.getMessage());
        if (why == null || message.contains("Broken pipe")) {
            return true;
        }
        err.println("error: cannot write to standard output: "
                + (message.contains("Bad file descriptor") ? "it is closed" : message));
        err.flush();
        return false;
    }

    /** An output stream that keeps the first failure. */
    private final class Watched extends OutputStream {
        private final OutputStream out;

        Watched(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                out.write(bytes, offset, length);
            } catch (IOException e) {
                if (failure == null) {
                    failure = e;
                }
                throw e;
            }
        }
    }
}
