package dev.advect.app;

/** Where the program starts. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        StandardError.restore();
        System.exit(Advect.commandLine().execute(args));
    }
}
