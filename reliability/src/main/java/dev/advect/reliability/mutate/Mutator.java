package dev.advect.reliability.mutate;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Damages bytes, as disks, transfers and editors do and as nobody would: one to three edits, each of a kind and at a
 * place that chance chooses. Half of the places lie in the first kilobyte, where formats keep their headers.
 */
final class Mutator {
    private static final int HEAD = 1024;
    private static final int LONGEST_RANGE = 256;
    private static final long[] LENGTHS = {
        -1, Long.MIN_VALUE, Long.MAX_VALUE, Integer.MAX_VALUE, Integer.MIN_VALUE, 0xffffffffL, 1L << 40, 0, 1, 1 << 20, 1 << 30
    };
    private static final String[] NUMBERS = {
        "0", "1", "2", "3", "7", "10", "42", "99", "0.5", "1e-3", "1e6", "-1", "1e400", "1e-400", "4294967296", "9223372036854775808",
        "00012", "017", "0x1f", "1_000", "1.", "NaN", ""
    };
    private static final String[] TOKENS = {
        "9223372036854775807", "-9223372036854775809", "-1", "0", "1e999", "1e-999", "NaN", ".nan", "inf", ".inf", "null", "~",
        "true", "''", "\"", "<", ">", "/>", "<!--", "&#0;", "&a;", "{", "}", "[", "]", "[[[[[[[[", ":", ": ", "- ", "#",
        "\n", "\t", "\u0000", "\u00e9", "\ud83d\ude00", "999999999", "0x7fffffff", "1_000", "010", "*a", "&a ", "!!int ", "---\n",
        "<<: ", "../", "/dev/zero", "%s%n", "{".repeat(5_000), "<body>".repeat(2_000), "- ".repeat(5_000), "9".repeat(5_000)
    };

    private final SplittableRandom random;

    Mutator(SplittableRandom random) {
        this.random = random;
    }

    /** A damaged copy, which may by chance be no other than the original. */
    byte[] damage(byte[] valid) {
        byte[] bytes = valid.clone();
        for (int edits = 1 + random.nextInt(3); edits > 0; edits--) {
            bytes = edit(bytes);
        }
        return bytes;
    }

    private byte[] edit(byte[] bytes) {
        if (bytes.length == 0) {
            return token();
        }
        int at = random.nextInt(random.nextBoolean() ? bytes.length : Math.min(HEAD, bytes.length));
        int to = Math.min(bytes.length, at + 1 + random.nextInt(LONGEST_RANGE));
        return switch (random.nextInt(18)) {
            case 0, 1, 2 -> flipBits(bytes, at);
            case 3 -> Arrays.copyOf(bytes, random.nextInt(bytes.length));
            case 4 -> splice(bytes, at, at, noise(1 + random.nextInt(LONGEST_RANGE)));
            case 5 -> splice(bytes, at, at, Arrays.copyOfRange(bytes, at, to)); // repeated
            case 6 -> splice(bytes, at, to, new byte[0]);
            case 7 -> fill(bytes, at, to, random.nextBoolean() ? 0 : 0xff);
            case 8, 9 -> length(bytes, at);
            case 10 -> swap(bytes);
            case 11 -> splice(bytes, at, at, token());
            case 12, 13, 14 -> number(bytes, at);
            case 15 -> line(bytes, at);
            default -> overwrite(bytes, at, token());
        };
    }

    private byte[] flipBits(byte[] bytes, int at) {
        bytes[at] ^= (byte) (random.nextInt(4) > 0 ? 1 << random.nextInt(8) : 1 + random.nextInt(255));
        return bytes;
    }

    private byte[] noise(int n) {
        byte[] noise = new byte[n];
        random.nextBytes(noise);
        return noise;
    }

    private byte[] token() {
        return TOKENS[random.nextInt(TOKENS.length)].getBytes(StandardCharsets.UTF_8);
    }

    /** Replaces the next number that is written as a text. */
    private byte[] number(byte[] bytes, int at) {
        int from = at;
        while (from < bytes.length && !isDigit(bytes[from])) {
            from++;
        }
        int to = from;
        while (to < bytes.length && isDigit(bytes[to])) {
            to++;
        }
        return splice(bytes, from, to, NUMBERS[random.nextInt(NUMBERS.length)].getBytes(StandardCharsets.US_ASCII));
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    /** Leaves out the line at a place, or repeats it. */
    private byte[] line(byte[] bytes, int at) {
        int from = at;
        while (from > 0 && bytes[from - 1] != '\n') {
            from--;
        }
        int to = at;
        while (to < bytes.length && bytes[to] != '\n') {
            to++;
        }
        to = Math.min(bytes.length, to + 1);
        byte[] line = Arrays.copyOfRange(bytes, from, to);
        return splice(bytes, from, to, random.nextBoolean() ? new byte[0] : twice(line));
    }

    private static byte[] twice(byte[] piece) {
        return splice(piece, 0, 0, piece);
    }

    private static byte[] fill(byte[] bytes, int from, int to, int with) {
        Arrays.fill(bytes, from, to, (byte) with);
        return bytes;
    }

    /** Writes a number as formats keep lengths: four or eight bytes, of either order. */
    private byte[] length(byte[] bytes, int at) {
        ByteOrder order = random.nextInt(4) > 0 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        long number = LENGTHS[random.nextInt(LENGTHS.length)];
        ByteBuffer value = ByteBuffer.allocate(Long.BYTES).order(order);
        byte[] encoded = random.nextBoolean() ? value.putLong(number).array()
                : Arrays.copyOf(value.putInt((int) number).array(), Integer.BYTES);
        return overwrite(bytes, at, encoded);
    }

    private static byte[] overwrite(byte[] bytes, int at, byte[] with) {
        System.arraycopy(with, 0, bytes, at, Math.min(with.length, bytes.length - at));
        return bytes;
    }

    private byte[] swap(byte[] bytes) {
        int n = 1 + random.nextInt(Math.max(1, Math.min(LONGEST_RANGE, bytes.length / 2)));
        int a = random.nextInt(bytes.length - n + 1);
        int b = random.nextInt(bytes.length - n + 1);
        byte[] swapped = bytes.clone();
        System.arraycopy(bytes, a, swapped, b, n);
        System.arraycopy(bytes, b, swapped, a, n);
        return swapped;
    }

    private static byte[] splice(byte[] bytes, int from, int to, byte[] piece) {
        byte[] spliced = new byte[bytes.length - (to - from) + piece.length];
        System.arraycopy(bytes, 0, spliced, 0, from);
        System.arraycopy(piece, 0, spliced, from, piece.length);
        System.arraycopy(bytes, to, spliced, from + piece.length, bytes.length - to);
        return spliced;
    }
}
