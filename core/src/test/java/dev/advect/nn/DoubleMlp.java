package dev.advect.nn;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** What {@link Mlp} computes, written down in plain loops in double precision: what tests compare with. */
public final class DoubleMlp {
    private final List<Integer> widths;

    public DoubleMlp(Integer... widths) {
        this.widths = List.of(widths);
    }

    /** The output for one row, with the parameters in the order of {@link Parameters#values()}. */
    public double[] forward(double[] parameters, double[] row) {
        double[] h = row;
        int at = 0;
        for (int layer = 0; layer + 1 < widths.size(); layer++) {
            int in = widths.get(layer);
            int out = widths.get(layer + 1);
            double[] next = new double[out];
            for (int o = 0; o < out; o++) {
                double sum = parameters[at + in * out + o];
                for (int i = 0; i < in; i++) {
                    sum += parameters[at + o * in + i] * h[i];
                }
                boolean last = layer + 2 == widths.size();
                next[o] = last ? sum : sum / (1 + Math.exp(-sum)); // SiLU: x · sigmoid(x)
            }
            at += in * out + out;
            h = next;
        }
        return h;
    }

    /** Central differences, whose error is of the order of 1e-10 here. */
    public static double[] gradient(ToDoubleFunction<double[]> loss, double[] parameters) {
        double h = 1e-5;
        double[] gradient = new double[parameters.length];
        for (int i = 0; i < parameters.length; i++) {
            double[] moved = parameters.clone();
            moved[i] = parameters[i] + h;
            double up = loss.applyAsDouble(moved);
            moved[i] = parameters[i] - h;
            gradient[i] = (up - loss.applyAsDouble(moved)) / (2 * h);
        }
        return gradient;
    }
}
