package dev.advect.mujoco;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.lang.foreign.MemorySegment;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * What MuJoCo calls, from inside a step, to report a warning or a fatal error.
 *
 * <p>Because these handlers are installed, MuJoCo writes no MUJOCO_LOG.TXT into the working directory and does not wait
 * for a key on the console. No exception may leave them: there is native code between them and whoever called, and
 * the JVM ends itself without a word if one does.
 *
 * <p>The handler of errors must not return either: MuJoCo goes on where it stopped, and writes beyond its memory. Nor
 * is there a way back to the Java caller, which would mean to jump over the native frames. A simulation that might lead
 * here is stepped by a {@link CallThread}, which can be left behind. For others what remains is to say clearly what
 * happened and to end the process in order, so that shutdown hooks still save what they save. That is why the mistakes
 * that lead here are refused beforehand, see {@link Model} and {@link Data}.
 */
final class NativeMessages {
    private static final Logger LOG = LoggerFactory.getLogger("dev.advect.mujoco");

    /** More distinct warnings than this are not told apart any more: a run may last for weeks. */
    private static final int MAX_WARNINGS = 1000;

    /** How long shutdown hooks may take after a fatal error, in nanoseconds. */
    private static final long EXIT_NANOS = 10_000_000_000L;

    private static final Set<String> WARNINGS = ConcurrentHashMap.newKeySet();

    private static volatile boolean muted;

    private NativeMessages() {}

    /** Whether warnings are passed over from now on. */
    static void mute(boolean on) {
        muted = on;
    }

    /** The target of {@code mju_user_warning}. */
    static void warning(MemorySegment message) {
        try {
            warn(text(message));
        } catch (Throwable t) {
            System.err.println("a MuJoCo warning could not be logged: " + t);
        }
    }

    private static void warn(String text) {
        if (muted) {
            return;
        }
        // the simulation time at the end makes every occurrence another text
        int time = text.indexOf(" Time = ");
        String kind = time < 0 ? text : text.substring(0, time);
        if (WARNINGS.size() < MAX_WARNINGS && WARNINGS.add(kind)) {
            LOG.warn("MuJoCo: {} (reported once)", text);
        }
    }

    /** The target of {@code mju_user_error}. */
    static void error(MemorySegment message) {
        String text = "(no message)";
        try {
            text = text(message);
            if (isHarmless(text)) {
                warning(message);
                return;
            }
            CallThread.endIfCurrent(text);
            LOG.error("MuJoCo cannot go on: {}. The process ends.", text);
        } catch (Throwable t) {
            System.err.println("a MuJoCo error could not be logged: " + t);
        }
        end("MuJoCo cannot go on: " + text + ". The process ends." + hint(text));
    }

    /**
     * Whether MuJoCo goes on without harm to memory if the handler returns. Two such errors are raised while the
     * parser looks up the name of an included file: it goes on with an empty or cut name, does not find such a file,
     * and fails in the ordinary way. The others are about numbers, as of a model with negative or infinite masses: the
     * results are NaN or infinite, and the next check of the state finds them, see {@link Data#diverged}.
     */
    private static boolean isHarmless(String text) {
        // from MuJoCo 3 on, "function: " comes before
        return switch (text.substring(text.indexOf(": ") < 0 ? 0 : text.indexOf(": ") + 2)) {
            case "Empty filename in VFS",
                    "Filename too long in VFS",
                    "diagonal element too small in mju_factorLUSparse",
                    "Rank-defficient Hessian in HessianDirect",
                    "diagonal element too small",
                    "rank-deficient sparse Hessian",
                    "xaxis of contact frame undefined" -> true;
            default -> false;
        };
    }

    /** Whether a message is about memory for contacts, constraints and the stack that does not suffice. */
    static boolean isOutOfStack(String text) {
        return text.contains("Stack overflow") || text.contains("stack overflow");
    }

    /** What can be done about a fatal error, as a sentence; empty if nothing is known. */
    static String hint(String text) {
        if (isOutOfStack(text)) {
            return " The model needs a larger nstack, from MuJoCo 3 on a larger memory, in its <size> element.";
        }
        return text.contains("Could not allocate memory")
                ? " There is not enough memory, or memory or njmax of the model are far too large."
                : "";
    }

    private static void end(String line) {
        System.err.println(line);
        System.err.flush();
        try {
            // on another thread: hooks may wait for this one, which must never go on
            Thread.ofPlatform().daemon().name("mujoco-exit").start(() -> System.exit(1));
            long deadline = System.nanoTime() + EXIT_NANOS;
            while (System.nanoTime() - deadline < 0) {
                LockSupport.parkNanos(deadline - System.nanoTime());
            }
        } finally {
            Runtime.getRuntime().halt(1);
        }
    }

    private static String text(MemorySegment message) {
        return message.reinterpret(Integer.MAX_VALUE).getString(0).strip();
    }
}
