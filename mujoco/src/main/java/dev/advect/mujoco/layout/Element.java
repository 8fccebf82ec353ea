package dev.advect.mujoco.layout;

/** The element type of a field of a C structure, or of an array that it points to. */
public enum Element {
    DOUBLE(Double.BYTES),
    FLOAT(Float.BYTES),
    INT(Integer.BYTES),
    LONG(Long.BYTES),
    BYTE(1),
    /** A structure, or another type that is only passed on. */
    OTHER(0);

    public final int bytes;

    Element(int bytes) {
        this.bytes = bytes;
    }
}
