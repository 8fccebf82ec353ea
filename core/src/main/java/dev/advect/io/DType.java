package dev.advect.io;

/** The element types a {@link StateDict} holds, named as in safetensors. */
public enum DType {
    /** Java {@code float}. */
    F32(Float.BYTES),
    /** Java {@code double}. */
    F64(Double.BYTES),
    /** Java {@code long}. */
    I64(Long.BYTES),
    /** Java {@code byte}, read as unsigned by others. */
    U8(Byte.BYTES);

    private final int bytes;

    DType(int bytes) {
        this.bytes = bytes;
    }

    /** Bytes of one element. */
    public int bytes() {
        return bytes;
    }
}
