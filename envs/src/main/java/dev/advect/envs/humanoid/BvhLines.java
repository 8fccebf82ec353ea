package dev.advect.envs.humanoid;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/** The words of a text file, with the number of the line that they are in. Only one line is in memory at a time. */
final class BvhLines implements AutoCloseable {
    private static final int MAX_LINE = 1 << 16;
    private static final int MAX_QUOTED = 30;

    private final Path file;
    private final InputStream in;
    private final Deque<String> words = new ArrayDeque<>();
    private int line;
    private boolean ended;

    /**
     * @param file what messages name
     * @param in its bytes, which are closed with the lines
     */
    BvhLines(Path file, InputStream in) {
        this.file = file;
        this.in = new BufferedInputStream(in);
    }

    /** The next word; fails at the end of the file. */
    String next(String wanted) throws IOException {
        fill();
        if (words.isEmpty()) {
            throw error("the file ends where " + wanted + " is needed");
        }
        return words.removeFirst();
    }

    /** Whether there is another word. */
    boolean hasNext() throws IOException {
        fill();
        return !words.isEmpty();
    }

    private void fill() throws IOException {
        while (words.isEmpty() && !ended) {
            StringBuilder text = new StringBuilder();
            int c = in.read();
            while (c >= 0 && c != '\n') {
                if (text.length() == MAX_LINE) {
                    line++;
                    throw error("it is longer than " + MAX_LINE + " characters");
                }
                text.append((char) c);
                c = in.read();
            }
            line++;
            ended = c < 0;
            for (String word : text.toString().split("[\\s\\x00]+", -1)) {
                if (!word.isEmpty()) {
                    words.add(word);
                }
            }
        }
    }

    /** Takes the next word, which has to be a certain one, in any case. */
    void expect(String word) throws IOException {
        String found = next(word);
        if (!found.equalsIgnoreCase(word)) {
            throw error("'" + quoted(found) + "' instead of " + word);
        }
    }

    double number(String what) throws IOException {
        String word = next(what);
        try {
            double value = Double.parseDouble(word);
            if (Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw error("'" + quoted(word) + "' is no number; " + what + " is needed");
    }

    int wholeNumber(String what, int max) throws IOException {
        double value = number(what);
        if (value != Math.rint(value) || value < 0 || value > max) {
            throw error(what + ": " + new DecimalFormat("0.###", DecimalFormatSymbols.getInstance(Locale.ROOT)).format(value)
                    + " is not possible, it must be a whole number of at most " + max);
        }
        return (int) value;
    }

    MotionFileException error(String reason) {
        return new MotionFileException(file, Math.max(1, line), reason);
    }

    /** A word from the file, which may be long and contain anything, fit for a message. */
    static String quoted(String word) {
        String clean = word.replaceAll("[^\\x21-\\x7e]", "?");
        return clean.length() <= MAX_QUOTED ? clean : clean.substring(0, MAX_QUOTED) + "...";
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
