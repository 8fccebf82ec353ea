package dev.advect.io;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Writes a message of protocol buffers field by field (protobuf.dev/programming-guides/encoding): a field is a varint of
 * {@code number << 3 | type}, then its value; types are 0 varint, 1 eight bytes, 2 length-delimited, 5 four bytes.
 */
public final class Protobuf {
    private static final int VARINT = 0;
    private static final int EIGHT_BYTES = 1;
    private static final int DELIMITED = 2;
    private static final int FOUR_BYTES = 5;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** A field of type int32, int64, bool or enum. */
    public Protobuf varint(int field, long value) {
        raw(((long) field << 3) | VARINT);
        raw(value);
        return this;
    }

    /** A field of type double. */
    public Protobuf fixed64(int field, double value) {
        raw(((long) field << 3) | EIGHT_BYTES);
        bytes.writeBytes(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putDouble(value).array());
        return this;
    }

    /** A field of type float. */
    public Protobuf fixed32(int field, float value) {
        raw(((long) field << 3) | FOUR_BYTES);
        bytes.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putFloat(value).array());
        return this;
    }

    /** A field of type string. */
    public Protobuf text(int field, String value) {
        return delimited(field, value.getBytes(StandardCharsets.UTF_8));
    }

    /** A field that is a message. */
    public Protobuf message(int field, Protobuf value) {
        return delimited(field, value.toByteArray());
    }

    /** A field of type bytes. */
    public Protobuf delimited(int field, byte[] value) {
        raw(((long) field << 3) | DELIMITED);
        raw(value.length);
        bytes.writeBytes(value);
        return this;
    }

    /** All that was written. */
    public byte[] toByteArray() {
        return bytes.toByteArray();
    }

    /** Seven bits a byte, the lowest first, the high bit set on all but the last. */
    private void raw(long value) {
        for (long rest = value; ; rest >>>= 7) {
            if ((rest & ~0x7FL) == 0) {
                bytes.write((int) rest);
                return;
            }
            bytes.write((int) ((rest & 0x7F) | 0x80));
        }
    }
}
