package dev.advect.data;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An array of numbers in NumPy's npy format, versions 1.0 to 3.0. The header is parsed strictly: it is a dictionary of
 * exactly {@code descr}, {@code fortran_order} and {@code shape}, and the data have exactly the size that these say. Arrays of
 * Python objects, which are pickled, are refused, since reading them would run code.
 *
 * @param shape the dimensions, empty for a single number
 * @param values all elements, row by row
 */
@SuppressWarnings("ArrayRecordComponent") // only carries data, never compared
record NpyArray(List<Integer> shape, double[] values) {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int MAX_DIMENSIONS = 4;
    private static final Pattern HEADER = Pattern.compile("\\{(?<entries>.*)}\\s*", Pattern.DOTALL);
    private static final Pattern ENTRY = Pattern.compile("\\s*'(?<key>descr|fortran_order|shape)'\\s*:\\s*"
            + "(?:'(?<descr>[^']{1,16})'|(?<bool>True|False)|\\((?<shape>[0-9,\\s]*)\\))\\s*(?:,|$)");
    private static final Pattern TYPE = Pattern.compile("(?<order>[<>=|])(?<kind>[fiub])(?<bytes>[1248])");

    /** Thrown if bytes are not such an array. The message is the predicate of a sentence. */
    static final class NpyException extends Exception {
        NpyException(String message) {
            super(message);
        }
    }

    /** Reads an array that fills all the bytes. */
    static NpyArray read(byte[] bytes) throws NpyException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        require(bytes.length >= 10, "is too short for an npy file");
        for (byte expected : MAGIC) {
            require(buffer.get() == expected, "does not begin as an npy file");
        }
        int version = buffer.get();
        require(version >= 1 && version <= 3, "is of npy version " + version + ", which is not known");
        buffer.get();
        require(version == 1 || buffer.remaining() >= Integer.BYTES, "is too short for an npy file");
        long length = version == 1 ? Short.toUnsignedInt(buffer.getShort()) : Integer.toUnsignedLong(buffer.getInt());
        require(length <= buffer.remaining(), "has a header that is longer than the file");
        byte[] header = new byte[(int) length];
        buffer.get(header);
        return read(new String(header, StandardCharsets.ISO_8859_1), buffer);
    }

    private static NpyArray read(String header, ByteBuffer data) throws NpyException {
        Matcher whole = HEADER.matcher(header);
        require(whole.matches(), "has a header that is no dictionary");
        String descr = null;
        String fortran = null;
        String dimensions = null;
        String entries = whole.group("entries");
        Matcher entry = ENTRY.matcher(entries);
        int end = 0;
        while (end < entries.length() && entry.find(end) && entry.start() == end) {
            switch (entry.group("key")) {
                case "descr" -> descr = once(descr, entry.group("descr"), "descr");
                case "shape" -> dimensions = once(dimensions, entry.group("shape"), "shape");
                default -> fortran = once(fortran, entry.group("bool"), "fortran_order");
            }
            end = entry.end();
        }
        require(entries.substring(end).isBlank() && descr != null && fortran != null && dimensions != null,
                "has a header that is not just descr, fortran_order and shape");
        List<Integer> shape = shape(String.valueOf(dimensions));
        require("False".equals(fortran) || shape.size() < 2, "is stored column by column, which is not supported");
        return new NpyArray(shape, numbers(String.valueOf(descr), count(shape), data));
    }

    private static String once(@Nullable String before, @Nullable String value,
            String key) throws NpyException {
        require(before == null, "has a header with two entries '" + key + "'");
        if (value == null) {
            throw new NpyException("has a header whose '" + key + "' is of the wrong kind");
        }
        return value;
    }

    private static List<Integer> shape(String text) throws NpyException {
        List<Integer> shape = new ArrayList<>();
        String[] parts = text.isBlank() ? new String[0] : text.strip().replaceAll(",\\s*$", "").split(",", -1);
        require(parts.length <= MAX_DIMENSIONS, "has more than " + MAX_DIMENSIONS + " dimensions");
        for (String part : parts) {
            String digits = part.strip();
            require(digits.matches("[0-9]{1,9}"), "has a shape (" + text.strip() + ") that is not possible");
            shape.add(Integer.parseInt(digits));
        }
        return List.copyOf(shape);
    }

    private static long count(List<Integer> shape) throws NpyException {
        long count = 1;
        for (int size : shape) {
            count *= size;
            require(count <= Integer.MAX_VALUE, "has too many elements");
        }
        return count;
    }

    private static double[] numbers(String descr, long count, ByteBuffer data) throws NpyException {
        require(!descr.contains("O"), "holds pickled Python objects, which are not read");
        Matcher type = TYPE.matcher(descr);
        require(type.matches(), "is of type '" + descr + "', which is not supported");
        int width = Integer.parseInt(type.group("bytes"));
        require(data.remaining() == count * width, "has " + data.remaining() + " bytes of data, its header says "
                + count * width);
        data.order(type.group("order").equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        String kind = type.group("kind") + width;
        double[] values = new double[(int) count];
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (kind) {
                case "f2" -> Float.float16ToFloat(data.getShort());
                case "f4" -> data.getFloat();
                case "f8" -> data.getDouble();
                case "i1" -> data.get();
                case "i2" -> data.getShort();
                case "i4" -> data.getInt();
                case "i8" -> data.getLong();
                case "u1", "b1" -> Byte.toUnsignedInt(data.get());
                case "u2" -> Short.toUnsignedInt(data.getShort());
                case "u4" -> Integer.toUnsignedLong(data.getInt());
                default -> throw new NpyException("is of type '" + descr + "', which is not supported");
            };
        }
        return values;
    }

    private static void require(boolean good, String otherwise) throws NpyException {
        if (!good) {
            throw new NpyException(otherwise);
        }
    }
}
