package dev.advect.mujoco;

import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What MuJoCo allocates while it compiles the {@link ProbeModel}: the true sizes of its structures and buffers, which
 * do not depend on anybody's headers.
 */
final class Allocations {
    /** MuJoCo rounds up to this, and aligns arrays in its buffers to it. */
    static final long ALIGNMENT = 64;

    private static final Map<Long, Long> SIZES = new ConcurrentHashMap<>();

    private Allocations() {}

    /** The target of {@code mju_user_malloc}. No exception may leave it. */
    static MemorySegment allocate(long size) {
        try {
            MemorySegment memory = Native.alignedMemory((size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT, ALIGNMENT);
            SIZES.put(memory.address(), size);
            return memory;
        } catch (Throwable t) {
            return MemorySegment.NULL;
        }
    }

    /** The bytes of the allocation that begins there, -1 if none does. */
    static long size(MemorySegment pointer) {
        return SIZES.getOrDefault(pointer.address(), -1L);
    }

    static void forget() {
        SIZES.clear();
    }
}
