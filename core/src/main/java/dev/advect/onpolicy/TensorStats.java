package dev.advect.onpolicy;

import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;

/**
 * Summary statistics of a tensor.
 *
 * @param name the tensor's name
 * @param size the number of values
 * @param min the smallest finite value; NaN if there is none
 * @param max the largest finite value; NaN if there is none
 * @param rms the root mean square of the finite values
 * @param nonFinite the number of non-finite values
 * @param place the position and value of the first non-finite value; empty if there is none
 */
public record TensorStats(String name, int size, double min, double max, double rms, int nonFinite, String place) {

    /**
     * @param where describes a position by its index
     */
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
