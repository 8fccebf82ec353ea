package dev.advect.io;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * An encoder of protocol buffer messages, field by field (protobuf.dev/programming-guides/encoding). A field is a
 * varint of {@code number << 3 | type}, then its value; types are 0 varint, 1 eight bytes, 2 length-delimited, 5 four
 * bytes.
 */
public final class Protobuf {
    private static final int VARINT = 0;
    private static final int EIGHT_BYTES = 1;
    private static final int DELIMITED = 2;
    private static final int FOUR_BYTES = 5;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** Appends a field of type int32, int64, bool or enum. */
    public Protobuf varint(int field, long value) {
        appendVarint(((long) field << 3) | VARINT);
        appendVarint(value);
        return this;
    }

    /** Appends a field of type double. */
    public Protobuf fixed64(int field, double value) {
        appendVarint(((long) field << 3) | EIGHT_BYTES);
        bytes.writeBytes(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putDouble(value).array());
        return this;
    }

    /** Appends a field of type float. */
    public Protobuf fixed32(int field, float value) {
        appendVarint(((long) field << 3) | FOUR_BYTES);
        bytes.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putFloat(value).array());
        return this;
    }

    /** Appends a field of type string. */
    public Protobuf text(int field, String value) {
        return delimited(field, value.getBytes(StandardCharsets.UTF_8));
    }

    /** Appends a field that is a message. */
    public Protobuf message(int field, Protobuf value) {
        return delimited(field, value.toByteArray());
    }

    /** Appends a field of type bytes. */
    public Protobuf delimited(int field, byte[] value) {
        appendVarint(((long) field << 3) | DELIMITED);
        appendVarint(value.length);
        bytes.writeBytes(value);
        return this;
    }

    /** The encoded message. */
    public byte[] toByteArray() {
        return bytes.toByteArray();
    }

    /** Appends a varint: seven bits per byte, the lowest first, with the high bit set in all but the last byte. */
    private void appendVarint(long value) {
        for (long rest = value; ; rest >>>= 7) {
            if ((rest & ~0x7FL) == 0) {
                bytes.write((int) rest);
                return;
            }
            bytes.write((int) ((rest & 0x7F) | 0x80));
        }
    }
}
