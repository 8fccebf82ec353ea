package dev.advect.data;

import dev.hardwood.HardwoodContext;
import dev.hardwood.InputFile;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowReader;
import dev.hardwood.row.PqList;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A Parquet file that is read row by row. Whatever is wrong with it, in Thrift, compression or values, ends in a one-line
 * error that names the file.
 */
final class ParquetTable {
    /** The largest share of memory that a page may ask for, as a multiple of the file's size, and at least so many bytes. */
    private static final long EXPANSION = 1024;
    private static final long SMALL = 1 << 24;

    /** The library says at level INFO which kernels it uses. Kept here, since loggers are collected with their levels. */
    private static final Logger LIBRARY = Logger.getLogger("dev.hardwood");

    static {
        LIBRARY.setLevel(Level.SEVERE);
    }

    private ParquetTable() {}

    /** One row. Values are found by the name of a column, which may contain dots. */
    static final class Row {
        private final Path file;
        private final RowReader reader;
        private final Map<String, Integer> columns = new HashMap<>();

        private Row(Path file, RowReader reader) {
            this.file = file;
            this.reader = reader;
            for (int i = 0; i < reader.getFieldCount(); i++) {
                columns.put(reader.getFieldName(i), i);
            }
        }

        Set<String> names() {
            return new TreeSet<>(columns.keySet());
        }

        private @Nullable Object value(String name) throws DemonstrationException {
            Integer column = columns.get(name);
            if (column == null) {
                throw new DemonstrationException(file, "the column '" + name + "' is missing; there are "
                        + String.join(", ", names()));
            }
            return reader.isNull(column) ? null : reader.getRawValue(column);
        }

        /** A single number; true is 1 and false 0. */
        double number(String name) throws DemonstrationException {
            Object value = value(name);
            double[] numbers = value instanceof PqList list ? numbers(name, list.rawValues()) : numbers(name, single(value));
            if (numbers.length != 1) {
                throw new DemonstrationException(file, "the column '" + name + "' holds " + numbers.length + " numbers in a row");
            }
            return numbers[0];
        }

        private static List<?> single(@Nullable Object value) {
            return value == null ? List.of() : List.of(value);
        }

        /** A vector; a single number is one of size 1. */
        double[] vector(String name) throws DemonstrationException {
            Object value = value(name);
            return value instanceof PqList list ? numbers(name, list.rawValues()) : numbers(name, single(value));
        }

        private double[] numbers(String name, List<?> values) throws DemonstrationException {
            double[] numbers = new double[values.size()];
            for (int i = 0; i < numbers.length; i++) {
                Object value = values.get(i);
                numbers[i] = switch (value) {
                    case Number number -> number.doubleValue();
                    case Boolean truth -> truth ? 1 : 0;
                    case null, default -> throw new DemonstrationException(file,
                            "the column '" + name + "' holds " + (value == null ? "nothing in a row" : "no numbers"));
                };
                if (!Double.isFinite(numbers[i])) {
                    throw new DemonstrationException(file, "the column '" + name + "' holds " + numbers[i]);
                }
            }
            return numbers;
        }
    }

    /** What is done with a row. */
    @FunctionalInterface
    interface Visitor {
        void visit(Row row) throws IOException;
    }

    /** Reads all rows of a file, in order. */
    static void read(Path file, Visitor visitor) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new DemonstrationException(file, "the file is missing");
        }
        try (HardwoodContext context = HardwoodContext.create(1);
                ParquetFileReader reader = ParquetFileReader.open(InputFile.of(file), context)) {
            requirePossible(file, reader);
            try (RowReader rows = reader.rowReader()) {
                Row row = new Row(file, rows);
                long count = 0;
                while (rows.hasNext()) {
                    rows.next();
                    visitor.visit(row);
                    count++;
                }
                if (count != reader.getFileMetaData().numRows()) {
                    throw new DemonstrationException(file, "it has " + count + " rows, its footer says "
                            + reader.getFileMetaData().numRows());
                }
            }
        } catch (DemonstrationException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new DemonstrationException(file, reason(e), e);
        }
    }

    /** Refuses sizes in the footer that no file of this length can have. */
    private static void requirePossible(Path file, ParquetFileReader reader) throws IOException {
        long most = Math.max(SMALL, EXPANSION * Files.size(file));
        for (var group : reader.getFileMetaData().rowGroups()) {
            for (var column : group.columns()) {
                long bytes = column.metaData().totalUncompressedSize();
                if (bytes < 0 || bytes > most || column.metaData().numValues() < 0) {
                    throw new DemonstrationException(file, "its footer says that a column has " + bytes + " bytes");
                }
            }
        }
    }

    private static String reason(Exception e) {
        Throwable cause = e;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        String message = String.valueOf(cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage());
        if (message.toLowerCase(Locale.ROOT).contains("zstd") || message.contains("brotli")) {
            return "it is compressed in a way that is not supported (" + message + "): pyarrow's compression='snappy' writes a "
                    + "file that can be read";
        }
        return "it is damaged or no Parquet file: " + message;
    }
}
