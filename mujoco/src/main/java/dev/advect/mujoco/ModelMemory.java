package dev.advect.mujoco;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

import static java.lang.foreign.ValueLayout.ADDRESS;

/** The C structure of a model, which is freed when the {@link Model} and every {@link Data} of it are closed. */
final class ModelMemory {
    private final Arena arena = Arena.ofShared();
    private final MemorySegment segment;
    private int users = 1;

    /** Takes over a pointer that {@code mj_loadXML} returned. */
    ModelMemory(MemorySegment pointer) {
        segment = pointer.reinterpret(Layout.SIZEOF_MODEL, arena, Native::deleteModel);
    }

    MemorySegment segment() {
        return segment;
    }

    /** The memory that the structure's pointer at {@code offset} points to. */
    MemorySegment array(int offset, long bytes) {
        MemorySegment pointer = segment.get(ADDRESS, offset);
        return pointer.reinterpret(bytes, arena, null);
    }

    synchronized void retain() {
        if (users == 0) {
            throw new IllegalStateException("the model is closed");
        }
        users++;
    }

    synchronized void release() {
        if (users == 1) {
            // throws while another thread is in a call with this model: then nothing has changed
            arena.close();
        }
        users--;
    }
}
