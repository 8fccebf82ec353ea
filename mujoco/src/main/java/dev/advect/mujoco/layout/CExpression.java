package dev.advect.mujoco.layout;

import java.util.List;
import java.util.function.ToLongFunction;

/** Constant expressions of C over integers: sums, products, shifts and unions of bits. */
final class CExpression {
    private static final int MAX_DEPTH = 50;

    private final List<String> tokens;
    private final ToLongFunction<String> names;
    private int position;
    private int depth;

    private CExpression(List<String> tokens, ToLongFunction<String> names) {
        this.tokens = tokens;
        this.names = names;
    }

    /** The value of an expression, in which {@code names} gives the values of names. */
    static long evaluate(List<String> tokens, ToLongFunction<String> names) {
        CExpression expression = new CExpression(tokens, names);
        long value = expression.union();
        if (expression.position != tokens.size()) {
            throw new HeaderException("cannot evaluate " + String.join(" ", tokens));
        }
        return value;
    }

    private long union() {
        long value = shift();
        while (take("|")) {
            value |= shift();
        }
        return value;
    }

    private long shift() {
        long value = sum();
        while (take("<<")) {
            long places = sum();
            if (places < 0 || places > 31) {
                throw new HeaderException("a shift by " + places);
            }
            value <<= places;
        }
        return value;
    }

    private long sum() {
        long value = product();
        while (true) {
            if (take("+")) {
                value = exact(value, product(), '+');
            } else if (take("-")) {
                value = exact(value, product(), '-');
            } else {
                return value;
            }
        }
    }

    private long product() {
        long value = primary();
        while (take("*")) {
            value = exact(value, primary(), '*');
        }
        return value;
    }

    private static long exact(long left, long right, char operation) {
        try {
            return switch (operation) {
                case '+' -> Math.addExact(left, right);
                case '-' -> Math.subtractExact(left, right);
                default -> Math.multiplyExact(left, right);
            };
        } catch (ArithmeticException e) {
            throw new HeaderException("a number is too large");
        }
    }

    private long primary() {
        if (++depth > MAX_DEPTH) {
            throw new HeaderException("an expression is nested too deeply");
        }
        try {
            if (take("-")) {
                return exact(0, primary(), '-');
            }
            if (take("(")) {
                long value = union();
                if (!take(")")) {
                    throw new HeaderException("a parenthesis is not closed");
                }
                return value;
            }
            if (position == tokens.size()) {
                throw new HeaderException("an expression is incomplete");
            }
            String token = tokens.get(position++);
            return Character.isDigit(token.charAt(0)) ? number(token) : names.applyAsLong(token);
        } finally {
            depth--;
        }
    }

    private static long number(String token) {
        try {
            return Long.decode(token.replaceAll("[uUlL]+$", ""));
        } catch (NumberFormatException e) {
            throw new HeaderException("not an integer: " + token);
        }
    }

    private boolean take(String token) {
        boolean found = position < tokens.size() && tokens.get(position).equals(token);
        if (found) {
            position++;
        }
        return found;
    }
}
