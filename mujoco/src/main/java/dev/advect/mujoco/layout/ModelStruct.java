package dev.advect.mujoco.layout;

import java.lang.foreign.MemorySegment;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

/**
 * Reads sizes, and the lengths of arrays, from a C structure {@code mjModel}.
 *
 * @param layout of the structure
 * @param segment the structure
 */
public record ModelStruct(Layout layout, MemorySegment segment) {

    /** A size by its name in C, such as {@code "nq"}. */
    public long size(String name) {
        return integer(segment, layout.field("mjModel." + name));
    }

    /** An integer of four or eight bytes in a structure. */
    public static long integer(MemorySegment structure, Layout.Field field) {
        return field.element() == Element.LONG
                ? structure.get(JAVA_LONG, field.offset())
                : structure.get(JAVA_INT, field.offset());
    }

    /** Overwrites an integer of four or eight bytes in a structure. */
    public static void integer(MemorySegment structure, Layout.Field field, long value) {
        if (field.element() == Element.LONG) {
            structure.set(JAVA_LONG, field.offset(), value);
        } else {
            structure.set(JAVA_INT, field.offset(), Math.toIntExact(value));
        }
    }

    /** Bytes of the array that the field points to, in this model. */
    public long bytes(Layout.Field array) {
        return Math.multiplyExact(
                Math.multiplyExact(extent(array.rows()), extent(array.columns())), array.element().bytes);
    }

    /** Rows or columns of an array, as a layout names them. */
    public long extent(String extent) {
        return Character.isDigit(extent.charAt(0)) ? Long.parseLong(extent) : size(extent);
    }
}
