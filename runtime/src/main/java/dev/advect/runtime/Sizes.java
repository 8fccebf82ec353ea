package dev.advect.runtime;

import java.util.ArrayList;
import java.util.List;

/** The limits on sizes, so that files with absurd sizes are rejected before memory is allocated. */
final class Sizes {
    static final int MAX_WIDTH = 1 << 16;
    static final int MAX_LAYERS = 64;
    static final int MAX_NETWORKS = 64;
    static final int MAX_STEPS = 1000;
    static final int MAX_EMBEDDING = 60;
    /** The maximum number of parameters of all networks together, a quarter of a gigabyte. */
    static final long MAX_PARAMETERS = 1 << 26;
    /** The maximum number of values stored for a solver's steps. */
    static final long MAX_TABLE = 1 << 24;

    private Sizes() {}

    static void within(String name, int value, int min, int max) {
        rejectIf(value < min || value > max,
                name + ": " + value + " is not possible, it must lie in " + min + " … " + max);
    }

    static void rejectIf(boolean bad, String why) {
        if (bad) {
            throw new IllegalArgumentException(why);
        }
    }

    /** Whether a number is still a finite one, and not zero unless it is, as the float with which policies compute. */
    static boolean isFloat(double value) {
        return Float.isFinite((float) value) && ((float) value != 0 || value == 0);
    }

    /** Checks a bound, in which 0 stands for none, and returns it as a float, infinite for none. */
    static float bound(String name, double bound) {
        rejectIf(!(bound >= 0 && isFloat(bound)), name + ": " + bound + " is not possible");
        return bound > 0 ? (float) bound : Float.POSITIVE_INFINITY;
    }

    /** Checks the sizes of some networks. */
    static void check(int inputs, List<Integer> hidden, int outputs, int networks) {
        within("number of hidden layers", hidden.size(), 1, MAX_LAYERS);
        hidden.forEach(width -> within("hidden", width, 1, MAX_WIDTH));
        checkParameters(networks * parameters(widths(inputs, hidden, outputs)));
    }

    /** Checks the number of parameters of all networks together. */
    static void checkParameters(long parameters) {
        rejectIf(parameters > MAX_PARAMETERS,
                "networks of " + parameters + " parameters are not possible, at most " + MAX_PARAMETERS);
    }

    /** Checks the length of parameters. */
    static void check(PolicySpec spec, float[] parameters) {
        rejectIf(parameters.length != spec.parameters(),
                parameters.length + " parameters, where the networks have " + spec.parameters());
    }

    /** The layer widths of a network: inputs, hidden widths …, outputs. */
    static List<Integer> widths(int inputs, List<Integer> hidden, int outputs) {
        List<Integer> widths = new ArrayList<>();
        widths.add(inputs);
        widths.addAll(hidden);
        widths.add(outputs);
        return widths;
    }

    /** The number of weights and biases of a network with these widths. */
    static long parameters(List<Integer> widths) {
        long sum = 0;
        for (int layer = 0; layer + 1 < widths.size(); layer++) {
            sum += (widths.get(layer) + 1L) * widths.get(layer + 1);
        }
        return sum;
    }
}
