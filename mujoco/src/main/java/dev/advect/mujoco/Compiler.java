package dev.advect.mujoco;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import static java.lang.foreign.ValueLayout.JAVA_INT;

/** From MJCF or URDF to a pointer to {@code mjModel}, which belongs to the caller. */
final class Compiler {
    private static final Logger LOG = LoggerFactory.getLogger(Compiler.class);
    private static final int ERROR_SIZE = 1000;
    private static final String MAIN_FILE = "advect-main-model.xml";

    /** In doubles, 512 MB: a stack is not enlarged further, since to ask for too much memory is fatal as well. */
    private static final long MAX_ENLARGED_STACK = 1L << 26;

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

    /** Raises {@code nstack} to what MuJoCo chooses for a model that does not set it. */
    private static void enlargeStack(MemorySegment segment) {
        long rows = 0;
        for (ModelSize size : List.of(ModelSize.NJMAX, ModelSize.NEQ, ModelSize.NV)) {
            rows += segment.get(JAVA_INT, size.offset);
        }
        long objects = 0;
        for (ModelSize size : List.of(ModelSize.NQ, ModelSize.NV, ModelSize.NU, ModelSize.NA, ModelSize.NBODY,
                ModelSize.NJNT, ModelSize.NGEOM, ModelSize.NSITE, ModelSize.NEQ, ModelSize.NTENDON, ModelSize.NWRAP)) {
            objects += segment.get(JAVA_INT, size.offset);
        }
        long own = Math.min(Math.max(1000, 5 * rows * rows + 20 * objects), MAX_ENLARGED_STACK);
        if (segment.get(JAVA_INT, ModelSize.NSTACK.offset) < own) {
            segment.set(JAVA_INT, ModelSize.NSTACK.offset, (int) own);
        }
    }
}
