package dev.advect.data;

import java.nio.ByteBuffer;

import static dev.advect.data.ParquetException.require;

/** Parquet's hybrid of run-length encoding and bit packing, for levels, indices of a dictionary and booleans. */
final class ParquetRuns {
    private ParquetRuns() {}

    /**
     * Decodes numbers.
     *
     * @param bytes holds them from its position to its limit
     * @param width the bits of a number, 0 to 31
     */
    static int[] decode(ByteBuffer bytes, int width, int count) throws ParquetException {
        require(width >= 0 && width < Integer.SIZE, "it is damaged: numbers of " + width + " bits");
        int[] numbers = new int[count];
        int at = 0;
        while (at < count && width > 0) {
            int head = varint(bytes);
            if ((head & 1) == 1) {
                long size = (head >>> 1) * (long) width; // groups of eight numbers take as many bytes as a number has bits
                int values = (int) Math.min(count - at, (head >>> 1) * 8L);
                require(size <= bytes.remaining(), "it is damaged: packed numbers are cut off");
                unpack(bytes, width, numbers, at, values);
                bytes.position(bytes.position() + (int) size);
                at += values;
            } else {
                int value = 0;
                for (int shift = 0; shift < width; shift += Byte.SIZE) {
                    require(bytes.hasRemaining(), "it is damaged: a run is cut off");
                    value |= Byte.toUnsignedInt(bytes.get()) << shift;
                }
                int end = (int) Math.min(count, at + (long) (head >>> 1));
                while (at < end) {
                    numbers[at++] = value;
                }
            }
        }
        return numbers;
    }

    private static void unpack(ByteBuffer bytes, int width, int[] numbers, int from, int count) {
        int start = bytes.position();
        for (int i = 0; i < count; i++) {
            long bit = (long) i * width;
            long value = 0;
            for (int read = 0, at = (int) (bit >>> 3); read < width + (int) (bit & 7); read += Byte.SIZE, at++) {
                value |= (long) Byte.toUnsignedInt(bytes.get(start + at)) << read;
            }
            numbers[from + i] = (int) (value >>> (bit & 7) & (1L << width) - 1);
        }
    }

    private static int varint(ByteBuffer bytes) throws ParquetException {
        int value = 0;
        for (int shift = 0; shift < Integer.SIZE; shift += 7) {
            require(bytes.hasRemaining(), "it is damaged: numbers are cut off");
            int part = Byte.toUnsignedInt(bytes.get());
            value |= (part & 0x7f) << shift;
            if (part < 0x80) {
                return value;
            }
        }
        throw new ParquetException("it is damaged: a number does not end");
    }
}
