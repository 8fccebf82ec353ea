package dev.advect.onpolicy;

import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;

/**
 * A look at some numbers.
 *
 * @param name what they are
 * @param size how many
 * @param min the least finite one, NaN without any
 * @param max the largest finite one, likewise
 * @param rms root mean square of the finite ones
 * @param nonFinite how many are not finite
 * @param place of the first that is not, with its value; empty without one
 */
public record TensorStats(String name, int size, double min, double max, double rms, int nonFinite, String place) {

    /** @param where names a place by its index */
    static TensorStats of(String name, int size, IntToDoubleFunction values, IntFunction<String> where) {
        double min = Double.NaN;
        double max = Double.NaN;
        double squares = 0;
        int nonFinite = 0;
        String place = "";
        for (int i = 0; i < size; i++) {
            double value = values.applyAsDouble(i);
            if (!Double.isFinite(value)) {
                if (nonFinite == 0) {
                    place = where.apply(i) + " is " + value;
                }
                nonFinite++;
                continue;
            }
            min = value >= min ? min : value; // a comparison with NaN is false
            max = value <= max ? max : value;
            squares += value * value;
        }
        double rms = size > nonFinite ? Math.sqrt(squares / (size - nonFinite)) : Double.NaN;
        return new TensorStats(name, size, min, max, rms, nonFinite, place);
    }
}
