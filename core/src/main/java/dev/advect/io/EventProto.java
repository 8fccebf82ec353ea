package dev.advect.io;

import java.util.Map;

/**
 * The messages of tensorflow/core/util/event.proto and framework/summary.proto that scalars need:
 *
 * <pre>
 * Event      { double wall_time = 1; int64 step = 2; string file_version = 3; Summary summary = 5;
 *              SessionLog session_log = 7; }
 * Summary    { repeated Value value = 1; }   Value { string tag = 1; float simple_value = 2; }
 * SessionLog { SessionStatus status = 1; }   START = 1
 * </pre>
 */
final class EventProto {
    private EventProto() {}

    /** Encodes the event at the start of every file. */
    static byte[] version(double wallTime) {
        return new Protobuf().fixed64(1, wallTime).text(3, "brain.Event:2").toByteArray();
    }

    /** Encodes the event of a session that restarts at a step. */
    static byte[] start(double wallTime, long step) {
        byte[] log = new Protobuf().varint(1, 1).toByteArray();
        return new Protobuf().fixed64(1, wallTime).varint(2, step).delimited(7, log).toByteArray();
    }

    /** Encodes the event with some scalars. */
    static byte[] scalars(double wallTime, long step, Map<String, ? extends Number> values) {
        Protobuf summary = new Protobuf();
        values.forEach((tag, value) -> summary.delimited(1,
                new Protobuf().text(1, tag).fixed32(2, value.floatValue()).toByteArray()));
        return new Protobuf().fixed64(1, wallTime).varint(2, step).delimited(5, summary.toByteArray())
                .toByteArray();
    }
}
