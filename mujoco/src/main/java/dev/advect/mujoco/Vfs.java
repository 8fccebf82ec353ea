package dev.advect.mujoco;

import dev.advect.mujoco.layout.Layout;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;

/**
 * Files in memory that MuJoCo's compiler reads before it looks on the disk.
 *
 * <p>It finds them by the last part of their name, in lower case. All that would be a fatal error inside of MuJoCo, as
 * an empty file or name, is refused here.
 */
final class Vfs implements AutoCloseable {
    /** Bytes of a file's name, the final zero included. */
    private static final int MAX_NAME = 1000;

    /** The pointers to the files, which only versions have that files are copied into. */
    static final String COPIES = "mjVFS.filedata";

    /** Files that MuJoCo 2 has place for, one of which stays free; later versions have no limit. */
    private static final int MAX_FILES = 2000;

    /** More than MuJoCo 3 needs, whatever a damaged header says of it. */
    private static final long MIN_BYTES = 4096;

    private final Arena arena;
    private final Layout layout = Native.layout();
    private final MemorySegment segment;
    private final Set<String> names = new HashSet<>();

    /** An empty VFS in {@code arena}, which outlives it. */
    Vfs(Arena arena) {
        this.arena = arena;
        this.segment = arena.allocate(Math.max(MIN_BYTES, layout.constant("sizeof(mjVFS)")), Long.BYTES);
        Native.defaultVfs(segment);
    }

    MemorySegment segment() {
        return segment;
    }

    /** Adds a file. */
    void add(String name, byte[] content) {
        String file = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        if (file.isEmpty() || file.getBytes(StandardCharsets.UTF_8).length >= MAX_NAME) {
            throw new IllegalArgumentException("not a usable name for a file of a model: '" + name + "'");
        }
        if (content.length == 0) {
            throw new IllegalArgumentException("file '" + name + "' of the model is empty");
        }
        if (!names.add(file.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("two files of the model are called '" + file
                    + "': MuJoCo tells them apart neither by their folder nor by upper case");
        }
        if (names.size() >= MAX_FILES) {
            throw new IllegalArgumentException("a model may have " + (MAX_FILES - 2) + " files in memory");
        }
        MemorySegment cName = arena.allocateFrom(file);
        int result = layout.has(COPIES) ? copyInto(cName, content) : addBuffer(cName, content);
        if (result != 0) {
            throw new IllegalArgumentException("MuJoCo cannot take in the file '" + name + "' of the model");
        }
    }

    private int addBuffer(MemorySegment name, byte[] content) {
        MemorySegment buffer = arena.allocateFrom(JAVA_BYTE, content);
        return Native.addBufferVfs(segment, name, buffer, content.length);
    }

    private int copyInto(MemorySegment name, byte[] content) {
        int result = Native.makeEmptyFileVfs(segment, name, content.length);
        if (result == 0) {
            long index = Native.findFileVfs(segment, name);
            MemorySegment data = segment.get(ADDRESS, layout.offset(COPIES) + index * ADDRESS.byteSize());
            MemorySegment.copy(content, 0, data.reinterpret(content.length), JAVA_BYTE, 0, content.length);
        }
        return result;
    }

    @Override
    public void close() {
        Native.deleteVfs(segment);
    }
}
