package dev.advect.mujoco;

import dev.advect.mujoco.layout.Layout;
import dev.advect.mujoco.layout.ModelSize;
import dev.advect.mujoco.layout.ModelStruct;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

import static java.lang.foreign.ValueLayout.ADDRESS;

/** The C structure of a model, which is freed when the {@link Model} and every {@link Data} of it are closed. */
final class ModelMemory {
    private final Arena arena = Arena.ofShared();
    private final MemorySegment segment;
    private final ModelStruct struct;
    private final long room;
    private int users = 1;

    /** Takes over a pointer that {@code mj_loadXML} returned, and leaves room for all contacts that the model can have. */
    ModelMemory(MemorySegment pointer) {
        Layout layout = Native.layout();
        segment = pointer.reinterpret(layout.constant("sizeof(mjModel)"), arena, Native::deleteModel);
        struct = new ModelStruct(layout, segment);
        room = Room.raise(struct);
    }

    /** Whether contacts of a data are thinkable for which its memory does not suffice. Those of flexes are not counted. */
    boolean mayRunOutOfRoom() {
        boolean flexes = struct.layout().has(ModelSize.NFLEX) && struct.size("nflex") > 0;
        return flexes || Room.size(struct) < room;
    }

    MemorySegment segment() {
        return segment;
    }

    /** Reads sizes from the structure. */
    ModelStruct struct() {
        return struct;
    }

    /** The array that the field of the structure points to. */
    MemorySegment array(Layout.Field field) {
        return segment.get(ADDRESS, field.offset()).reinterpret(struct.bytes(field), arena, null);
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
