package dev.advect.offpolicy;

import dev.advect.nn.EnsemblePass;
import dev.advect.nn.EnsembleWeights;

import java.util.Arrays;

/**
 * The mean or minimum of the values of some members of an ensemble, per row, and its gradient with respect to the
 * differentiated inputs.
 *
 * <p>Common arguments: {@code x} holds the input rows, {@code [n, in]}; {@code value} receives the values, {@code [n]};
 * {@code gradient} receives the gradient, {@code [n, d]}, must be zero before, and is empty for no gradient.
 */
final class MemberValues {
    private MemberValues() {}

    /** The mean over the members; {@code value} must be zero before. */
    static void mean(EnsemblePass pass, EnsembleWeights weights, int[] members, float[] x, float[] value,
            float[] gradient) {
        float weight = 1f / members.length;
        for (int member : members) {
            pass.begin(weights, member);
            pass.forward(x, value.length);
            for (int row = 0; row < value.length; row++) {
                value[row] += weight * pass.output()[row];
            }
            if (gradient.length > 0) {
                Arrays.fill(pass.outputGradient(), 0, value.length, weight);
                pass.backwardToInputs(gradient);
            }
        }
    }

    /**
     * The minimum over the members. A row's gradient is that of its minimal member, the first one if there are several.
     *
     * @param passes one for each member; without a gradient one is enough for all
     */
    static void min(EnsemblePass[] passes, EnsembleWeights weights, int[] members, float[] x, float[] value,
            float[] gradient) {
        int[] argmin = argmin(passes, weights, members, x, value);
        if (gradient.length == 0) {
            return;
        }
        int d = gradient.length / value.length;
        int[] rows = new int[value.length];
        for (int m = 0; m < members.length; m++) {
            int n = 0;
            for (int row = 0; row < argmin.length; row++) {
                if (argmin[row] == m) {
                    rows[n++] = row;
                }
            }
            if (n == 0) {
                continue;
            }
            passes[m].keep(rows, n);
            Arrays.fill(passes[m].outputGradient(), 0, n, 1);
            float[] memberGradient = new float[n * d];
            passes[m].backwardToInputs(memberGradient);
            for (int i = 0; i < n; i++) {
                System.arraycopy(memberGradient, i * d, gradient, rows[i] * d, d);
            }
        }
    }

    /** Sets the minima; returns each row's minimal member, as an index into {@code members}. */
    private static int[] argmin(
            EnsemblePass[] passes, EnsembleWeights weights, int[] members, float[] x, float[] value) {
        int[] argmin = new int[value.length];
        Arrays.fill(value, Float.POSITIVE_INFINITY);
        for (int m = 0; m < members.length; m++) {
            EnsemblePass pass = passes[m % passes.length];
            pass.begin(weights, members[m]);
            pass.forward(x, value.length);
            for (int row = 0; row < value.length; row++) {
                // NaN is kept
                if (!(pass.output()[row] >= value[row]) && !Float.isNaN(value[row])) {
                    value[row] = pass.output()[row];
                    argmin[row] = m;
                }
            }
        }
        return argmin;
    }
}
