package dev.advect.mujoco;

import dev.advect.mujoco.layout.Layout;
import org.jspecify.annotations.Nullable;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

import static java.lang.foreign.ValueLayout.ADDRESS;

/** The C structure of a data. It keeps the memory of its model. */
final class DataMemory {
    private final Arena arena = Arena.ofShared();
    private final ModelMemory model;
    private final MemorySegment segment;
    private final @Nullable CallThread thread;

    DataMemory(ModelMemory model) {
        this.model = model;
        model.retain();
        boolean fits = Room.isEnough(model.struct());
        MemorySegment pointer = fits ? Native.makeData(model.segment()) : MemorySegment.NULL;
        if (pointer.address() == 0) {
            model.release();
            throw new MujocoException("MuJoCo cannot make data for the model: it is too large");
        }
        long size = model.struct().layout().constant("sizeof(mjData)");
        segment = pointer.reinterpret(size, arena, Native::deleteData);
        thread = model.mayRunOutOfRoom() ? new CallThread() : null;
    }

    /** The thread for its steps, if they may need more memory than there is. */
    @Nullable CallThread thread() {
        return thread;
    }

    MemorySegment segment() {
        return segment;
    }

    ModelMemory model() {
        return model;
    }

    /** The array that the field of the structure points to. */
    MemorySegment array(Layout.Field field) {
        return array(field, model.struct().bytes(field));
    }

    /** Memory that the field of the structure points to. */
    MemorySegment array(Layout.Field field, long bytes) {
        return segment.get(ADDRESS, field.offset()).reinterpret(bytes, arena, null);
    }

    /** Memory that lives as long as the data. */
    MemorySegment allocate(long bytes) {
        return arena.allocate(bytes, Double.BYTES);
    }

    /** Whether the structure's memory is gone. Its share of the model may be left, see {@link #free}. */
    boolean isFreed() {
        return !arena.scope().isAlive();
    }

    /**
     * Throws, and changes nothing, while another thread is in a call with this data. While one is in a call with a model that goes
     * with it, the data's own memory is freed, and the rest at the next call.
     */
    void free() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
        if (thread != null) {
            thread.shutdown();
        }
        model.release();
    }
}
