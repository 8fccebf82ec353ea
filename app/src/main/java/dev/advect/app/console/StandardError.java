package dev.advect.app.console;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;

/**
 * Restores standard error to what the user sees. The launcher moves it to another file descriptor while the JVM starts,
 * because the JVM would announce its incubating vector module on every start.
 */
public final class StandardError {
    private static final int STDERR = 2;

    private StandardError() {}

    /**
     * Redirects standard error to the file descriptor in the property {@code advect.stderr}; without the property, does
     * nothing.
     */
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
