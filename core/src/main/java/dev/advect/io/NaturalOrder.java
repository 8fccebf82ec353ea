package dev.advect.io;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An order of names in which numbers count by their value: demo_2, demo_2_success, demo_10. */
public enum NaturalOrder implements Comparator<String> {
    INSTANCE;

    private static final Pattern PIECE = Pattern.compile("\\d+|\\D+");

    @Override
    public int compare(String a, String b) {
        Matcher left = PIECE.matcher(a);
        Matcher right = PIECE.matcher(b);
        while (true) {
            boolean more = left.find();
            if (!right.find()) {
                return more ? 1 : a.compareTo(b); // 01 and 1 are equal as numbers
            }
            if (!more) {
                return -1;
            }
            int order = pieces(left.group(), right.group());
            if (order != 0) {
                return order;
            }
        }
    }

    private static int pieces(String a, String b) {
        boolean numbers = isDigit(a) && isDigit(b);
        return numbers ? new BigInteger(a).compareTo(new BigInteger(b)) : a.compareTo(b);
    }

    private static boolean isDigit(String piece) {
        return piece.charAt(0) >= '0' && piece.charAt(0) <= '9';
    }
}
