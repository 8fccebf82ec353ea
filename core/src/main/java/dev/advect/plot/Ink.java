package dev.advect.plot;

import java.awt.Color;
import java.util.List;

/** The colours of figures, muted and of different brightness, so that they can be told apart in print too. */
public enum Ink {
    BLUE(0x3B6FA5),
    RED(0xD1615D),
    GREEN(0x4E9A64),
    YELLOW(0xC9A227),
    PURPLE(0x8A6BAE),
    TEAL(0x56A8B5),
    GREY(0x7F7F7F),
    /** The colour of text and axes. */
    DARK(0x33373D),
    /** The colour of unimportant elements. */
    PALE(0xE6E8EB);

    /** The colours of successive series. */
    private static final List<Ink> SERIES = List.of(BLUE, RED, GREEN, YELLOW, PURPLE, TEAL, GREY);

    private final Color color;

    Ink(int rgb) {
        color = new Color(rgb);
    }

    /** The colour of a series by its number, counted from 0; after the last colour the first follows. */
    public static Ink ofSeries(int number) {
        return SERIES.get(number % SERIES.size());
    }

    /** Whether an earlier series has the colour of this one. */
    static boolean repeats(int number) {
        return number >= SERIES.size();
    }

    Color color() {
        return color;
    }

    /** @param alpha 0 is invisible, 1 opaque */
    Color color(double alpha) {
        return new Color(color.getRed(), color.getGreen(), color.getBlue(), (int) Math.round(255 * alpha));
    }
}
