package dev.advect.io;

/** The element types of a {@link StateDict}, named as in safetensors. */
public enum DType {
    /** Java {@code float}. */
    F32(Float.BYTES),
    /** Java {@code double}. */
    F64(Double.BYTES),
    /** Java {@code long}. */
    I64(Long.BYTES),
    /** Java {@code byte}, which other programs read as unsigned. */
    U8(Byte.BYTES);

    private final int bytes;

    DType(int bytes) {
        this.bytes = bytes;
    }

    /** The size of one element in bytes. */
    public int bytes() {
        return bytes;
    }
}
