package dev.advect.mujoco;

/** What a field of a C structure, or an array that it points to, consists of. */
enum Element {
    DOUBLE(Double.BYTES),
    FLOAT(Float.BYTES),
    INT(Integer.BYTES),
    LONG(Long.BYTES),
    BYTE(1),
    /** A structure, or something else that is only passed on. */
    OTHER(0);

    final int bytes;

    Element(int bytes) {
        this.bytes = bytes;
    }
}
