package dev.advect.mujoco;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

import static java.lang.foreign.ValueLayout.ADDRESS;

/**
 * Files in memory that MuJoCo's compiler reads before it looks on the disk.
 *
 * <p>It finds them by the last part of their name, in lower case. All that would be a fatal error inside of MuJoCo, as
 * an empty file or name, is refused here.
 */
final class Vfs implements AutoCloseable {
    private final Arena arena;
    private final MemorySegment segment;
    private int files;

    /** An empty VFS in {@code arena}, which outlives it. */
    Vfs(Arena arena) {
        this.arena = arena;
        this.segment = arena.allocate(Layout.SIZEOF_VFS, Long.BYTES);
        Native.defaultVfs(segment);
    }

    MemorySegment segment() {
        return segment;
    }

    /** Adds a file. */
    void add(String name, byte[] content) {
        String file = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        if (file.isEmpty() || file.getBytes(StandardCharsets.UTF_8).length >= Layout.VFS_MAX_NAME) {
            throw new IllegalArgumentException("not a usable name for a file of a model: '" + name + "'");
        }
        if (content.length == 0) {
            throw new IllegalArgumentException("file '" + name + "' of the model is empty");
        }
        if (++files >= Layout.VFS_MAX_FILES) {
            throw new IllegalArgumentException("a model may have " + (Layout.VFS_MAX_FILES - 2) + " files in memory");
        }
        MemorySegment cName = arena.allocateFrom(file);
        if (Native.makeEmptyFileVfs(segment, cName, content.length) != 0) {
            throw new IllegalArgumentException("two files of the model are called '" + file
                    + "': MuJoCo tells them apart neither by their folder nor by upper case");
        }
        int index = Native.findFileVfs(segment, cName);
        MemorySegment data = segment.get(ADDRESS, Layout.VFS_FILEDATA + index * ADDRESS.byteSize());
        MemorySegment.copy(MemorySegment.ofArray(content), 0, data.reinterpret(content.length), 0, content.length);
    }

    @Override
    public void close() {
        Native.deleteVfs(segment);
    }
}
