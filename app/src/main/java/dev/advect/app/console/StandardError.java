package dev.advect.app.console;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;

/**
 * Puts standard error back where the user sees it. The launcher keeps it under another number while the JVM starts, as the
 * JVM would announce its vector module on every start.
 */
public final class StandardError {
    private static final int STDERR = 2;

    private StandardError() {}

    /** Makes standard error that of the property {@code advect.stderr}, a file descriptor; without it does nothing. */
    public static void restore() {
        Integer kept = Integer.getInteger("advect.stderr");
        if (kept == null) {
            return;
        }
        Linker linker = Linker.nativeLinker();
        var type = FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
        linker.defaultLookup().find("dup2").ifPresent(dup2 -> {
            try {
                int _ = (int) linker.downcallHandle(dup2, type).invokeExact((int) kept, STDERR);
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new IllegalStateException("dup2 failed", e);
            }
        });
    }
}
