package dev.advect.mujoco.layout;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/**
 * A type of a C header, with its size as the 64-bit systems have it.
 *
 * @param size in bytes
 * @param alignment in bytes
 * @param element what it consists of; of a pointer, what it points to
 * @param pointer whether it is a pointer
 * @param members of a structure, by name; null if it is none
 */
record CType(long size, long alignment, Element element, boolean pointer, @Nullable Map<String, Member> members) {
    /** No structure of MuJoCo comes near this; what does is a damaged header. */
    private static final long MAX_SIZE = 1L << 28;

    /**
     * A member of a structure.
     *
     * @param offset in bytes
     * @param type of it, or of one element if it is an array
     * @param count of elements, 1 if it is no array
     */
    record Member(long offset, CType type, long count) {}

    static CType number(Element element) {
        return new CType(element.bytes, element.bytes, element, false, null);
    }

    /** A type of that size which is not read here. */
    static CType opaque(int size) {
        return new CType(size, Math.max(1, size), Element.OTHER, false, null);
    }

    CType pointerTo() {
        return new CType(Long.BYTES, Long.BYTES, pointer ? Element.OTHER : element, true, null);
    }

    /** {@code size} after {@code count} elements of {@code type} were appended to that many bytes. */
    static long append(long offset, CType type, long count) {
        if (count < 0 || count > MAX_SIZE || type.size > MAX_SIZE || type.size * count > MAX_SIZE - offset) {
            throw new HeaderException("a structure is too large");
        }
        return offset + type.size * count;
    }

    static long align(long offset, long alignment) {
        return (offset + alignment - 1) / alignment * alignment;
    }
}
