package dev.advect.app.console;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** The signal handling of this process. Signal numbers are those of Linux and macOS. */
public final class Signals {
    private static final int HUP = 1;
    private static final int INT = 2;
    private static final int TERM = 15;
    /** SIG_IGN. */
    private static final long IGNORED = 1;
    private static final FunctionDescriptor SIGNAL =
            FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_INT, ValueLayout.ADDRESS);

    private Signals() {}

    /**
     * Restores the system's default action for the signals that request termination. The JVM's handler, which this
     * replaces, does nothing more once the shutdown has begun.
     */
    static void endAtOnce() {
        Linker linker = Linker.nativeLinker();
        linker.defaultLookup().find("signal").ifPresent(function -> {
            MethodHandle signal = linker.downcallHandle(function, SIGNAL);
            for (int number : new int[] {HUP, INT, TERM}) {
                restoreDefault(signal, number);
            }
        });
    }

    /** Makes this process ignore Ctrl-C from now on. */
    public static void ignoreInterrupt() {
        Linker linker = Linker.nativeLinker();
        linker.defaultLookup().find("signal").ifPresent(function -> {
            MemorySegment _ = set(linker.downcallHandle(function, SIGNAL), INT, MemorySegment.ofAddress(IGNORED));
        });
    }

    private static void restoreDefault(MethodHandle signal, int number) {
        MemorySegment before = set(signal, number, MemorySegment.NULL); // SIG_DFL
        if (before.address() == IGNORED) { // nohup ignores the signal
            MemorySegment _ = set(signal, number, before);
        }
    }

    /** Sets the action for a signal, and returns the one before. */
    private static MemorySegment set(MethodHandle signal, int number, MemorySegment action) {
        try {
            return (MemorySegment) signal.invokeExact(number, action);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("signal failed", e);
        }
    }
}
