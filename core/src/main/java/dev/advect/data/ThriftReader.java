package dev.advect.data;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A reader of Thrift's compact protocol, in which Parquet keeps its descriptions. A structure becomes a map from field
 * numbers to values: {@link Long}, {@link Boolean}, {@link Double}, {@code byte[]}, lists and maps. Lists are never longer
 * than what is left of the bytes, and neither structures nor lists nest deeply, so that memory and stack are bounded.
 */
final class ThriftReader {
    private static final int MAX_DEPTH = 16;
    private static final int TRUE = 1;
    private static final int FALSE = 2;

    private final ByteBuffer bytes;

    /** Reads from the position of a buffer, which is moved. */
    ThriftReader(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    Map<Integer, Object> struct() throws ParquetException {
        return struct(MAX_DEPTH);
    }

    private Map<Integer, Object> struct(int depth) throws ParquetException {
        ParquetException.require(depth > 0, "its descriptions are nested too deeply");
        Map<Integer, Object> fields = new HashMap<>();
        int id = 0;
        while (true) {
            int head = next();
            int type = head & 0xf;
            if (type == 0) {
                return fields;
            }
            int step = head >>> 4;
            id = step == 0 ? (int) zigzag() : id + step;
            fields.put(id, type == TRUE || type == FALSE ? (Object) (type == TRUE) : value(type, depth));
        }
    }

    private Object value(int type, int depth) throws ParquetException {
        return switch (type) {
            case TRUE, FALSE -> next() == TRUE;
            case 3 -> (long) (byte) next();
            case 4, 5, 6 -> zigzag();
            case 7 -> {
                ParquetException.require(bytes.remaining() >= Double.BYTES, "its descriptions are cut off");
                yield bytes.getDouble();
            }
            case 8 -> binary();
            case 9, 10 -> list(depth);
            case 12 -> struct(depth - 1);
            default -> throw new ParquetException("its descriptions hold a value of type " + type);
        };
    }

    private List<Object> list(int depth) throws ParquetException {
        ParquetException.require(depth > 0, "its descriptions are nested too deeply");
        int head = next();
        long size = head >>> 4 == 15 ? varint() : head >>> 4;
        ParquetException.require(size >= 0 && size <= bytes.remaining(), "its descriptions are cut off");
        List<Object> list = new ArrayList<>();
        for (long i = 0; i < size; i++) {
            list.add(value(head & 0xf, depth - 1));
        }
        return list;
    }

    private byte[] binary() throws ParquetException {
        long size = varint();
        ParquetException.require(size >= 0 && size <= bytes.remaining(), "its descriptions are cut off");
        byte[] found = new byte[(int) size];
        bytes.get(found);
        return found;
    }

    private int next() throws ParquetException {
        ParquetException.require(bytes.hasRemaining(), "its descriptions are cut off");
        return Byte.toUnsignedInt(bytes.get());
    }

    private long varint() throws ParquetException {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            int part = next();
            value |= (part & 0x7fL) << shift;
            if (part < 0x80) {
                return value;
            }
        }
        throw new ParquetException("its descriptions hold a number that does not end");
    }

    private long zigzag() throws ParquetException {
        long value = varint();
        return (value >>> 1) ^ -(value & 1);
    }
}
