package dev.advect.env;

import dev.advect.config.InvalidValueException;
import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** An image of pixels in a {@link Drawing}. Many that are kept at once can be {@linkplain #packed packed}. */
public final class Picture {
    private final int columns;
    private final int rows;
    private final int @Nullable [] pixels;
    private final byte[] packed;

    private Picture(int columns, int rows, int @Nullable [] pixels, byte[] packed) {
        this.columns = columns;
        this.rows = rows;
        this.pixels = pixels;
        this.packed = packed;
    }

    /**
     * Creates a picture.
     *
     * @param columns the number of pixels in a row
     * @param pixels the pixels {@code 0xRRGGBB}, row by row from the top, {@code [rows · columns]}; not copied
     */
    public static Picture of(int columns, int[] pixels) {
        InvalidValueException.throwIf(columns < 1 || pixels.length < 1 || pixels.length % columns != 0,
                pixels.length + " pixels do not fill rows of " + columns);
        return new Picture(columns, pixels.length / columns, pixels, new byte[0]);
    }

    /** The number of pixels in a row. */
    public int columns() {
        return columns;
    }

    /** The number of rows. */
    public int rows() {
        return rows;
    }

    /** The pixels {@code 0xRRGGBB}, row by row from the top, {@code [rows · columns]}; perhaps not a copy. */
    public int[] pixels() {
        return pixels == null ? unpack() : pixels;
    }

    /** A compressed copy of this picture, whose pixels are unpacked whenever they are read. */
    public Picture packed() {
        if (pixels == null) {
            return this;
        }
        ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES * pixels.length);
        bytes.asIntBuffer().put(pixels);
        try (Deflater deflater = new Deflater(Deflater.BEST_SPEED)) {
            deflater.setInput(bytes.array());
            deflater.finish();
            byte[] out = new byte[bytes.capacity() + bytes.capacity() / 16 + 64]; // it may even grow a little
            int length = 0;
            while (!deflater.finished()) {
                length += deflater.deflate(out, length, out.length - length);
            }
            return new Picture(columns, rows, null, Arrays.copyOf(out, length));
        }
    }

    private int[] unpack() {
        ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES * rows * columns);
        try (Inflater inflater = new Inflater()) {
            inflater.setInput(packed);
            int length = 0;
            while (length < bytes.capacity()) {
                length += inflater.inflate(bytes.array(), length, bytes.capacity() - length);
            }
        } catch (DataFormatException e) {
            throw new IllegalStateException("what was packed here cannot be unpacked", e);
        }
        int[] unpacked = new int[rows * columns];
        bytes.asIntBuffer().get(unpacked);
        return unpacked;
    }
}
