package dev.advect.io;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The few messages of tensorflow/core/util/event.proto and framework/summary.proto that scalars need:
 *
 * <pre>
 * Event      { double wall_time = 1; int64 step = 2; string file_version = 3; Summary summary = 5;
 *              SessionLog session_log = 7; }
 * Summary    { repeated Value value = 1; }   Value { string tag = 1; float simple_value = 2; }
 * SessionLog { SessionStatus status = 1; }   START = 1
 * </pre>
 *
 * <p>In the wire format (protobuf.dev/programming-guides/encoding) a field is a varint of {@code number << 3 | type},
 * then its value; types are 0 varint, 1 eight bytes, 2 length-delimited, 5 four bytes.
 */
final class EventProto {
    private static final int VARINT = 0;
    private static final int EIGHT_BYTES = 1;
    private static final int DELIMITED = 2;
    private static final int FOUR_BYTES = 5;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private EventProto() {}

    /** The event that every file begins with. */
    static byte[] version(double wallTime) {
        return new EventProto().fixed64(1, wallTime).delimited(3, utf8("brain.Event:2")).bytes.toByteArray();
    }

    /** The event of a session that restarts at a step. */
    static byte[] start(double wallTime, long step) {
        byte[] log = new EventProto().varint(1, 1).bytes.toByteArray();
        return new EventProto().fixed64(1, wallTime).varint(2, step).delimited(7, log).bytes.toByteArray();
    }

    /** The event of some scalars. */
    static byte[] scalars(double wallTime, long step, Map<String, ? extends Number> values) {
        EventProto summary = new EventProto();
        values.forEach((tag, value) -> summary.delimited(1,
                new EventProto().delimited(1, utf8(tag)).fixed32(2, value.floatValue()).bytes.toByteArray()));
        return new EventProto().fixed64(1, wallTime).varint(2, step).delimited(5, summary.bytes.toByteArray())
                .bytes.toByteArray();
    }

    private EventProto varint(int field, long value) {
        raw(((long) field << 3) | VARINT);
        raw(value);
        return this;
    }

    private EventProto fixed64(int field, double value) {
        raw(((long) field << 3) | EIGHT_BYTES);
        bytes.writeBytes(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putDouble(value).array());
        return this;
    }

    private EventProto fixed32(int field, float value) {
        raw(((long) field << 3) | FOUR_BYTES);
        bytes.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putFloat(value).array());
        return this;
    }

    private EventProto delimited(int field, byte[] value) {
        raw(((long) field << 3) | DELIMITED);
        raw(value.length);
        bytes.writeBytes(value);
        return this;
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

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
