package dev.advect.mujoco;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.ToIntFunction;

import static java.lang.foreign.ValueLayout.JAVA_INT;

/** From MJCF or URDF to a pointer to {@code mjModel}, which belongs to the caller. */
final class Compiler {
    private static final Logger LOG = LoggerFactory.getLogger(Compiler.class);
    private static final int ERROR_SIZE = 1000;
    private static final String MAIN_FILE = "advect-main-model.xml";

    /**
     * In doubles, 2 GB of addresses, which become memory only where they are used: a stack is not enlarged further,
     * since to ask for more than there can be is fatal as well.
     */
    private static final long MAX_ENLARGED_STACK = 1L << 28;

    private Compiler() {}

    /** Compiles a text whose files are in memory. */
    static MemorySegment compile(String xml, Map<String, byte[]> assets) {
        if (xml.isBlank()) {
            throw new IllegalArgumentException("the text of the model is empty");
        }
        Mujoco.load();
        return compileUnchecked(xml, assets);
    }

    /** Compiles a text with the library that is in use already. */
    static MemorySegment compileUnchecked(String xml, Map<String, byte[]> assets) {
        try (Arena arena = Arena.ofConfined();
                Vfs vfs = new Vfs(arena)) {
            vfs.add(MAIN_FILE, xml.getBytes(StandardCharsets.UTF_8));
            assets.forEach(vfs::add);
            return compile(arena, MAIN_FILE, vfs.segment(), "the model");
        }
    }

    /** Compiles a file. */
    static MemorySegment compile(Path file) {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new MujocoException("there is no readable model file " + file.toAbsolutePath());
        }
        Mujoco.load();
        try (Arena arena = Arena.ofConfined()) {
            return compile(arena, file.toString(), MemorySegment.NULL, file.toString());
        }
    }

    private static MemorySegment compile(Arena arena, String file, MemorySegment vfs, String what) {
        MemorySegment error = arena.allocate(ERROR_SIZE);
        MemorySegment pointer = Native.loadXml(arena.allocateFrom(file), vfs, error, ERROR_SIZE);
        String message = error.getString(0).strip().replaceAll("\\s*\n\\s*", "; ");
        if (pointer.address() == 0) {
            String hint = message.contains("Stack overflow") ? " (leave out nstack in <size>)" : "";
            throw new MujocoException("MuJoCo refuses " + what + ": " + message + hint);
        }
        if (!message.isEmpty()) {
            LOG.warn("MuJoCo on {}: {}", what, message);
        }
        enlargeStack(pointer.reinterpret(Layout.SIZEOF_MODEL));
        return pointer;
    }

    /** Raises {@code nstack} to what this model can need at most, where it is less. */
    private static void enlargeStack(MemorySegment model) {
        long needed = Math.min(stackNeeded(size -> model.get(JAVA_INT, size.offset)), MAX_ENLARGED_STACK);
        if (model.get(JAVA_INT, ModelSize.NSTACK.offset) < needed) {
            model.set(JAVA_INT, ModelSize.NSTACK.offset, (int) needed);
        }
    }

    /**
     * The doubles that a step can take from the stack, from above: the sum of what MuJoCo 2.2.2 holds at a time, for
     * the largest of three phases that follow each other, with full lists of contacts and constraints, and in all of
     * them the collisions and the intermediate states of Runge-Kutta.
     */
    static long stackNeeded(ToIntFunction<ModelSize> size) {
        long nv = size.applyAsInt(ModelSize.NV);
        long nbody = size.applyAsInt(ModelSize.NBODY);
        long njmax = size.applyAsInt(ModelSize.NJMAX);
        long others = 0L
                + size.applyAsInt(ModelSize.NQ)
                + size.applyAsInt(ModelSize.NU)
                + size.applyAsInt(ModelSize.NA);
        long dualProjection = 6 * njmax * nv;
        long newtonHessian = 6 * nv * nv;
        long velocityDerivatives = 18 * nbody * nv + 8 * nv * nv;
        long phase = Math.max(dualProjection, Math.max(newtonHessian, velocityDerivatives));
        return phase + nbody * nbody / 2 + 50 * nbody + 30 * njmax + 150 * nv + 20 * others + 1000;
    }
}
