package dev.advect.nn;

import java.util.List;

/** What {@link MlpEnsemble} computes, in plain loops in double precision. */
public final class DoubleEnsemble {
    private final int members;
    private final boolean layerNorm;
    private final List<Integer> widths;

    public DoubleEnsemble(int members, boolean layerNorm, Integer... widths) {
        this.members = members;
        this.layerNorm = layerNorm;
        this.widths = List.of(widths);
    }

    /** The output of one member for one row, with the parameters in the order of {@link Parameters#values()}. */
    public double[] forward(double[] parameters, int member, double[] row) {
        double[] h = row;
        int at = 0;
        for (int layer = 0; layer + 1 < widths.size(); layer++) {
            int in = widths.get(layer);
            int out = widths.get(layer + 1);
            boolean last = layer + 2 == widths.size();
            double[] next = new double[out];
            int weight = at + member * in * out;
            int bias = at + members * in * out + member * out;
            for (int o = 0; o < out; o++) {
                next[o] = parameters[bias + o];
                for (int i = 0; i < in; i++) {
                    next[o] += h[i] * parameters[weight + i * out + o];
                }
            }
            at += members * (in + 1) * out;
            if (!last && layerNorm) {
                int scale = at + member * out;
                normalise(next, parameters, scale, scale + members * out);
                at += 2 * members * out;
            }
            for (int o = 0; o < out && !last; o++) {
                next[o] = Math.max(0, next[o]);
            }
            h = next;
        }
        return h;
    }

    private static void normalise(double[] h, double[] parameters, int scale, int shift) {
        double mean = 0;
        for (double x : h) {
            mean += x / h.length;
        }
        double variance = 0;
        for (double x : h) {
            variance += (x - mean) * (x - mean) / h.length;
        }
        for (int i = 0; i < h.length; i++) {
            h[i] = (h[i] - mean) / Math.sqrt(variance + 1e-6) * parameters[scale + i] + parameters[shift + i];
        }
    }
}
