package dev.advect.mujoco;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** From MJCF or URDF to a pointer to {@code mjModel}, which belongs to the caller. */
final class Compiler {
    private static final Logger LOG = LoggerFactory.getLogger(Compiler.class);
    private static final int ERROR_SIZE = 1000;
    private static final String MAIN_FILE = "advect-main-model.xml";

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
            String hint = NativeMessages.isOutOfStack(message) ? " (leave out nstack and memory in <size>)" : "";
            String newer = NewerMjcf.hint(message, Native.chosen()).map(line -> ". " + line).orElse("");
            throw new MujocoException("MuJoCo refuses " + what + ": " + message + hint + newer);
        }
        if (!message.isEmpty()) {
            LOG.warn("MuJoCo on {}: {}", what, message);
        }
        return pointer;
    }
}
