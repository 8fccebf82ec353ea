package dev.advect.app;

import dev.advect.app.console.StandardError;
import dev.advect.app.console.StandardOutput;

import java.io.OutputStreamWriter;
import java.io.PrintWriter;

/** The entry point of the program. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        StandardError.restore();
        StandardOutput out = new StandardOutput();
        PrintWriter err = new PrintWriter(new OutputStreamWriter(System.err, System.err.charset()), true);
        int code = Advect.execute(out.writer(), err, args);
        System.exit(out.isWhole(err) ? code : Math.max(code, 1));
    }
}
