package dev.advect.runtime;

import java.util.ArrayList;
import java.util.List;

/** What is possible, so that a file with absurd sizes is refused before memory is taken for it. */
final class Sizes {
    static final int WIDEST = 1 << 16;
    static final int MOST_LAYERS = 64;
    static final int MOST_NETWORKS = 64;
    static final int MOST_STEPS = 1000;
    static final int LONGEST_EMBEDDING = 60;
    /** A file of a quarter of a gigabyte. */
    static final long MOST_PARAMETERS = 1 << 26;
    /** Of numbers that are held for the steps of a solver. */
    static final long LARGEST_TABLE = 1 << 24;

    private Sizes() {}

    static void within(String name, int value, int least, int most) {
        refuse(value < least || value > most,
                name + ": " + value + " is not possible, it must lie in " + least + " … " + most);
    }

    static void refuse(boolean bad, String why) {
        if (bad) {
            throw new IllegalArgumentException(why);
        }
    }

    /** Checks the sizes of some networks. */
    static void check(int inputs, List<Integer> hidden, int outputs, int networks) {
        within("number of hidden layers", hidden.size(), 1, MOST_LAYERS);
        hidden.forEach(width -> within("hidden", width, 1, WIDEST));
        long parameters = networks * parameters(widths(inputs, hidden, outputs));
        refuse(parameters > MOST_PARAMETERS,
                "networks of " + parameters + " parameters are not possible, at most " + MOST_PARAMETERS);
    }

    /** Checks the length of parameters. */
    static void check(PolicySpec spec, float[] parameters) {
        refuse(parameters.length != spec.parameters(),
                parameters.length + " parameters, where the networks have " + spec.parameters());
    }

    /** Inputs, hidden widths …, outputs. */
    static List<Integer> widths(int inputs, List<Integer> hidden, int outputs) {
        List<Integer> widths = new ArrayList<>();
        widths.add(inputs);
        widths.addAll(hidden);
        widths.add(outputs);
        return widths;
    }

    /** Weights and biases of a network of these widths. */
    static long parameters(List<Integer> widths) {
        long sum = 0;
        for (int layer = 0; layer + 1 < widths.size(); layer++) {
            sum += (widths.get(layer) + 1L) * widths.get(layer + 1);
        }
        return sum;
    }
}
