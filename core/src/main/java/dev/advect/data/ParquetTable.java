package dev.advect.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import static dev.advect.data.ParquetException.require;

/**
 * A Parquet file of numbers and lists of numbers that is read row by row. Only the columns that are asked for are decoded.
 * Whatever is wrong with a file ends in a one-line error that names it, after an amount of work and memory that its size
 * bounds: the library that was tried (Hardwood) waits forever for pages that it cannot decode.
 */
final class ParquetTable {
    private static final int MAGIC = 'P' | 'A' << 8 | 'R' << 16 | '1' << 24;
    private static final int TAIL = 2 * Integer.BYTES;

    private final Path path;
    private final ByteBuffer file;
    private final List<ParquetColumn> columns;
    private final List<?> groups;
    private Map<?, ?> group = Map.of();
    private final Map<String, ParquetChunk> chunks = new HashMap<>();
    private int row;

    private ParquetTable(Path path, ByteBuffer file) throws ParquetException {
        this.path = path;
        this.file = file;
        require(file.limit() > TAIL + Integer.BYTES && file.getInt(0) == MAGIC && file.getInt(file.limit() - Integer.BYTES) == MAGIC,
                "it is damaged or no Parquet file: it does not begin and end as one");
        int length = file.getInt(file.limit() - TAIL);
        require(length > 0 && length <= file.limit() - TAIL - Integer.BYTES, "it is damaged: its footer has " + length + " bytes");
        Map<Integer, Object> footer = new ThriftReader(
                file.slice(file.limit() - TAIL - length, length).order(ByteOrder.LITTLE_ENDIAN)).struct();
        columns = ParquetColumn.all(footer.get(2) instanceof List<?> list ? list : List.of());
        groups = footer.get(4) instanceof List<?> list ? list : List.of();
        require(!groups.isEmpty(), "it is damaged: it has no groups of rows");
    }

    /** A visitor that receives the rows of a table one by one. */
    @FunctionalInterface
    interface Visitor {
        void visit(ParquetTable row) throws IOException;
    }

    /** Reads all rows of a file, in order. */
    static void read(Path path, Visitor visitor) throws IOException {
        if (!Files.isRegularFile(path)) {
            throw new DemonstrationException(path, "the file is missing");
        }
        if (Files.size(path) > Integer.MAX_VALUE - TAIL) {
            throw new DemonstrationException(path, "it has more than 2 GB");
        }
        try {
            new ParquetTable(path, ByteBuffer.wrap(Files.readAllBytes(path)).order(ByteOrder.LITTLE_ENDIAN)).read(visitor);
        } catch (ParquetException e) {
            throw new DemonstrationException(path, String.valueOf(e.getMessage()), e);
        }
    }

    private void read(Visitor visitor) throws IOException, ParquetException {
        for (Object each : groups) {
            require(each instanceof Map<?, ?> map && map.get(1) instanceof List<?> list && list.size() == columns.size()
                    && map.get(3) instanceof Long, "it is damaged: a group of rows does not fit the schema");
            group = (Map<?, ?>) each;
            chunks.clear();
            long rows = rows();
            for (row = 0; row < rows; row++) {
                visitor.visit(this);
            }
        }
    }

    private long rows() {
        return group.get(3) instanceof Long rows ? rows : 0;
    }

    private ParquetChunk chunk(String name) throws DemonstrationException {
        ParquetChunk chunk = chunks.get(name);
        if (chunk == null) {
            try {
                chunk = decode(name);
            } catch (ParquetException e) {
                throw new DemonstrationException(path, String.valueOf(e.getMessage()), e);
            }
            chunks.put(name, chunk);
        }
        return chunk;
    }

    private ParquetChunk decode(String name) throws ParquetException {
        List<ParquetColumn> found = columns.stream().filter(column -> column.name().equals(name)).toList();
        require(!found.isEmpty(), "the column '" + name + "' is missing; there are "
                + columns.stream().map(ParquetColumn::name).distinct().collect(Collectors.joining(", ")));
        require(found.size() == 1, "the column '" + name + "' is a structure, not numbers");
        List<?> all = group.get(1) instanceof List<?> list ? list : List.of();
        require(all.get(columns.indexOf(found.getFirst())) instanceof Map<?, ?> description
                && description.get(3) instanceof Map, "it is damaged: the column '" + name + "' is not described");
        Map<?, ?> description = (Map<?, ?>) all.get(columns.indexOf(found.getFirst()));
        return ParquetChunk.read(file, found.getFirst(), (Map<?, ?>) Objects.requireNonNull(description.get(3)), rows());
    }

    /** A vector in the present row; a single number is one of size 1, true is 1 and false 0. */
    double[] vector(String name) throws DemonstrationException {
        double[] numbers = chunk(name).row(row);
        for (double number : numbers) {
            if (!Double.isFinite(number)) {
                throw new DemonstrationException(path, "the column '" + name + "' holds " + number);
            }
        }
        return numbers;
    }

    /** A single number in the present row. */
    double number(String name) throws DemonstrationException {
        double[] numbers = vector(name);
        if (numbers.length != 1) {
            throw new DemonstrationException(path, "the column '" + name + "' holds " + numbers.length + " numbers in a row");
        }
        return numbers[0];
    }
}
