package dev.advect.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Parsing of numbers in a file's strings, and quoting of such strings in messages. */
final class Text {
    private static final int MAX_SHOWN = 40;
    private static final int MAX_LIST = 1 + Sizes.MAX_STEPS;
    private static final Pattern WHOLE = Pattern.compile("0|[1-9][0-9]{0,8}");
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,20}(\\.[0-9]{1,20})?(E-?[0-9]{1,3})?");

    private Text() {}

    /** A parser of one list item. */
    interface Item<T> {
        T parse(String key, String text) throws PolicyFileException;
    }

    static int whole(String key, String text) throws PolicyFileException {
        if (!WHOLE.matcher(text).matches()) {
            throw new PolicyFileException(key + ": '" + shorten(text) + "' is not a whole number");
        }
        return Integer.parseInt(text);
    }

    public static double number(String key, String text) throws PolicyFileException {
        if (!NUMBER.matcher(text).matches()) {
            throw new PolicyFileException(key + ": '" + shorten(text) + "' is not a number");
        }
        return Double.parseDouble(text);
    }

    static <T> List<T> list(String key, String text, Item<T> item) throws PolicyFileException {
        String[] parts = text.split(",", MAX_LIST + 1);
        if (parts.length > MAX_LIST) {
            throw new PolicyFileException(key + ": more than " + MAX_LIST + " numbers");
        }
        List<T> items = new ArrayList<>();
        for (String part : parts) {
            items.add(item.parse(key, part));
        }
        return items;
    }

    /** Shortens text from a file for a message, and removes characters that could confuse a terminal. */
    static String shorten(String text) {
        String cut = text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "...";
        return cut.replaceAll("[^\\x20-\\x7e]", "?");
    }
}
