package dev.advect.data;

import org.jspecify.annotations.Nullable;
import org.xerial.snappy.Snappy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

import static dev.advect.data.ParquetException.require;

/**
 * The values of a column in one row group, decoded from its pages: encodings plain, dictionary and, for booleans,
 * run-length; uncompressed or compressed by snappy or gzip; data pages of both versions.
 */
final class ParquetChunk {
    private static final int DATA = 0;
    private static final int DICTIONARY = 2;
    private static final int DATA_V2 = 3;
    private static final int PLAIN = 0;
    private static final int PLAIN_DICTIONARY = 2;
    private static final int RLE = 3;
    private static final int RLE_DICTIONARY = 8;
    /** The largest plausible ratio of decoded to stored bytes; gzip's own limit is 1032. */
    private static final long EXPANSION = 2048;
    private static final long SMALL = 1 << 20;

    private final ParquetColumn column;
    private final int codec;
    private final long most;
    private double @Nullable [] dictionary;
    private double[] values = new double[64];
    private int size;
    /** Where each row begins among the values. */
    private int[] starts = new int[64];
    private int rows;

    private ParquetChunk(ParquetColumn column, int codec, long bytes) {
        this.column = column;
        this.codec = codec;
        most = Math.max(SMALL, EXPANSION * bytes);
    }

    /**
     * Decodes a chunk.
     *
     * @param file the whole file
     * @param meta the chunk's description
     * @param rows the number of rows in the group
     */
    static ParquetChunk read(ByteBuffer file, ParquetColumn column, Map<?, ?> meta, long rows) throws ParquetException {
        require(column.maxRepetition() <= 1 && (column.width() > 0 || column.isBoolean()),
                "the column '" + column.name() + "' does not hold numbers or lists of numbers");
        long data = number(meta, 9);
        long dictionary = meta.get(11) instanceof Long offset && offset > 0 ? offset : data;
        long start = Math.min(data, dictionary);
        long length = number(meta, 7);
        require(start >= 0 && length >= 0 && start <= file.limit() && length <= file.limit() - start,
                "it is damaged: the column '" + column.name() + "' lies outside of the file");
        ParquetChunk chunk = new ParquetChunk(column, Math.clamp(number(meta, 4), 0, 99), length);
        chunk.read(file.slice((int) start, (int) length).order(ByteOrder.LITTLE_ENDIAN), number(meta, 5));
        require(chunk.rows == rows, "it is damaged: the column '" + column.name() + "' has " + chunk.rows
                + " rows, its group has " + rows);
        return chunk;
    }

    private static long number(Map<?, ?> fields, int id) throws ParquetException {
        if (!(fields.get(id) instanceof Long number)) {
            throw new ParquetException("it is damaged: a description lacks field " + id);
        }
        return number;
    }

    /** The values of a row. */
    double[] row(int row) {
        return Arrays.copyOfRange(values, starts[row], row + 1 < rows ? starts[row + 1] : size);
    }

    private void read(ByteBuffer pages, long count) throws ParquetException {
        require(count >= 0 && count <= most, "it is damaged: the column '" + column.name() + "' has " + count + " values");
        long read = 0;
        while (read < count) {
            Map<Integer, Object> header = new ThriftReader(pages).struct();
            long compressed = number(header, 3);
            long uncompressed = number(header, 2);
            require(compressed >= 0 && compressed <= pages.remaining() && uncompressed >= 0
                    && uncompressed <= Math.max(SMALL, EXPANSION * compressed), "it is damaged: a page of the column '"
                    + column.name() + "' has " + compressed + " and " + uncompressed + " bytes");
            ByteBuffer page = pages.slice(pages.position(), (int) compressed).order(ByteOrder.LITTLE_ENDIAN);
            pages.position(pages.position() + (int) compressed);
            switch (Math.clamp(number(header, 1), -1, 99)) {
                case DICTIONARY -> readDictionary(part(header, 7), uncompress(page, (int) uncompressed));
                case DATA -> read += readPage(part(header, 5), uncompress(page, (int) uncompressed), count - read);
                case DATA_V2 -> read += readPageV2(part(header, 8), page, (int) uncompressed, count - read);
                default -> { } // an index
            }
        }
    }

    private static Map<?, ?> part(Map<Integer, Object> header, int id) throws ParquetException {
        if (!(header.get(id) instanceof Map<?, ?> part)) {
            throw new ParquetException("it is damaged: a page lacks its description");
        }
        return part;
    }

    private ByteBuffer uncompress(ByteBuffer page, int size) throws ParquetException {
        byte[] bytes = new byte[page.remaining()];
        page.duplicate().get(bytes);
        byte[] plain;
        try {
            plain = switch (codec) {
                case 0 -> bytes;
                case 1 -> Snappy.isValidCompressedBuffer(bytes) && Snappy.uncompressedLength(bytes) == size
                        ? Snappy.uncompress(bytes) : new byte[0];
                case 2 -> {
                    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
                        yield in.readNBytes(size + 1);
                    }
                }
                default -> throw new ParquetException("it is compressed by " + codecName()
                        + ", which is not supported: pyarrow's compression='snappy' writes a file that can be read");
            };
        } catch (IOException e) {
            throw new ParquetException("it is damaged: " + e.getMessage());
        }
        require(plain.length == size, "it is damaged: a page of the column '" + column.name() + "' cannot be unpacked");
        return ByteBuffer.wrap(plain).order(ByteOrder.LITTLE_ENDIAN);
    }

    private String codecName() {
        List<String> names = List.of("nothing", "snappy", "gzip", "lzo", "brotli", "lz4", "zstd", "lz4_raw");
        return codec < names.size() ? names.get(codec) : "method " + codec;
    }

    private int count(Map<?, ?> header, int id, long most) throws ParquetException {
        long count = number(header, id);
        require(count >= 0 && count <= most, "it is damaged: a page of the column '" + column.name() + "' has " + count
                + " values");
        return (int) count;
    }

    private void readDictionary(Map<?, ?> header, ByteBuffer bytes) throws ParquetException {
        int count = count(header, 1, column.width() == 0 ? 0 : bytes.remaining() / column.width());
        double[] words = new double[count];
        for (int i = 0; i < count; i++) {
            words[i] = column.value(bytes);
        }
        dictionary = words;
    }

    private int readPage(Map<?, ?> header, ByteBuffer bytes, long left) throws ParquetException {
        int count = count(header, 1, left);
        int[] repetition = levels(header, 4, bytes, column.maxRepetition(), count);
        int[] definition = levels(header, 3, bytes, column.maxDefinition(), count);
        add(repetition, definition, number(header, 2), bytes, count);
        return count;
    }

    /** Reads levels that are preceded by their length. */
    private int[] levels(Map<?, ?> header, int encoding, ByteBuffer bytes, int max, int count) throws ParquetException {
        if (max == 0) {
            return new int[count];
        }
        require(number(header, encoding) == RLE && bytes.remaining() >= Integer.BYTES,
                "it is damaged: the levels of the column '" + column.name() + "' are not encoded as runs");
        return levels(bytes, bytes.getInt(), max, count);
    }

    private int[] levels(ByteBuffer bytes, long length, int max, int count) throws ParquetException {
        require(length >= 0 && length <= bytes.remaining(), "it is damaged: the levels of the column '" + column.name()
                + "' are cut off");
        ByteBuffer part = bytes.slice(bytes.position(), (int) length);
        bytes.position(bytes.position() + (int) length);
        return max == 0 ? new int[count] : ParquetRuns.decode(part, Integer.SIZE - Integer.numberOfLeadingZeros(max), count);
    }

    private int readPageV2(Map<?, ?> header, ByteBuffer page, int uncompressed, long left) throws ParquetException {
        int count = count(header, 1, left);
        long definitionBytes = number(header, 5);
        long repetitionBytes = number(header, 6);
        int[] repetition = levels(page, repetitionBytes, column.maxRepetition(), count);
        int[] definition = levels(page, definitionBytes, column.maxDefinition(), count);
        boolean packed = !Boolean.FALSE.equals(header.get(7));
        long size = uncompressed - definitionBytes - repetitionBytes;
        require(size >= 0, "it is damaged: a page of the column '" + column.name() + "' has no values");
        ByteBuffer bytes = packed
                ? uncompress(page.slice(page.position(), page.remaining()), (int) size)
                : page.slice(page.position(), page.remaining()).order(ByteOrder.LITTLE_ENDIAN);
        add(repetition, definition, number(header, 4), bytes, count);
        return count;
    }

    /** Adds the rows of a page. */
    private void add(int[] repetition, int[] definition, long encoding, ByteBuffer bytes, int count) throws ParquetException {
        int present = 0;
        for (int i = 0; i < count; i++) {
            present += definition[i] == column.maxDefinition() ? 1 : 0;
        }
        double[] found = values(encoding, bytes, present);
        int next = 0;
        for (int i = 0; i < count; i++) {
            if (repetition[i] == 0) {
                starts = rows < starts.length ? starts : Arrays.copyOf(starts, 2 * rows);
                starts[rows++] = size;
            }
            require(rows > 0, "it is damaged: the first row of the column '" + column.name() + "' goes on");
            if (definition[i] == column.maxDefinition()) {
                values = size < values.length ? values : Arrays.copyOf(values, 2 * size);
                values[size++] = found[next++];
            } else {
                // a list without elements is as good as none
                require(column.maxRepetition() > 0 && definition[i] < column.listDefinition(),
                        "the column '" + column.name() + "' holds nothing in row " + (rows - 1));
            }
        }
    }

    private double[] values(long encoding, ByteBuffer bytes, int count) throws ParquetException {
        double[] found = new double[count];
        if (encoding == PLAIN && column.isBoolean()) {
            require(bytes.remaining() * 8L >= count, "it is damaged: values of the column '" + column.name() + "' are cut off");
            for (int i = 0; i < count; i++) {
                found[i] = bytes.get(bytes.position() + i / 8) >> i % 8 & 1;
            }
        } else if (encoding == PLAIN) {
            require(bytes.remaining() / column.width() >= count,
                    "it is damaged: values of the column '" + column.name() + "' are cut off");
            for (int i = 0; i < count; i++) {
                found[i] = column.value(bytes);
            }
        } else if (encoding == RLE && column.isBoolean()) {
            int[] bits = levels(bytes, bytes.remaining() < Integer.BYTES ? -1 : bytes.getInt(), 1, count);
            Arrays.setAll(found, i -> bits[i]);
        } else if (encoding == PLAIN_DICTIONARY || encoding == RLE_DICTIONARY) {
            lookUp(bytes, found);
        } else {
            throw new ParquetException("the column '" + column.name() + "' is in encoding " + encoding
                    + ", which is not supported: pyarrow's defaults write a file that can be read");
        }
        return found;
    }

    private void lookUp(ByteBuffer bytes, double[] found) throws ParquetException {
        double[] words = dictionary;
        if (words == null || (found.length > 0 && !bytes.hasRemaining())) {
            throw new ParquetException("it is damaged: the dictionary of the column '" + column.name() + "' is missing");
        }
        int[] indices = found.length == 0 ? new int[0] : ParquetRuns.decode(bytes, bytes.get(), found.length);
        for (int i = 0; i < found.length; i++) {
            require(indices[i] >= 0 && indices[i] < words.length,
                    "it is damaged: a value of the column '" + column.name() + "' is not in its dictionary");
            found[i] = words[indices[i]];
        }
    }
}
