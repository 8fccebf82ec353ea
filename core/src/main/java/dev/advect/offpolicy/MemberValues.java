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

    /** The minimum over the members. A row's gradient is that of its minimal member, the first one if there are several. */
    static void least(EnsemblePass pass, EnsembleWeights weights, int[] members, float[] x, float[] value,
            float[] gradient) {
        int[] argmin = new int[value.length];
        minimum(pass, weights, members, x, value, argmin);
        if (gradient.length == 0) {
            return;
        }
        int in = x.length / value.length;
        int d = gradient.length / value.length;
        float[] rows = new float[x.length];
        for (int member : members) {
            int n = 0;
            for (int row = 0; row < argmin.length; row++) {
                if (argmin[row] == member) {
                    System.arraycopy(x, row * in, rows, n++ * in, in);
                }
            }
            if (n == 0) {
                continue;
            }
            // recomputing the forward pass of these rows costs less than the backward pass of all rows
            pass.begin(weights, member);
            pass.forward(rows, n);
            Arrays.fill(pass.outputGradient(), 0, n, 1);
            float[] memberGradient = new float[n * d];
            pass.backwardToInputs(memberGradient);
            n = 0;
            for (int row = 0; row < argmin.length; row++) {
                if (argmin[row] == member) {
                    System.arraycopy(memberGradient, n++ * d, gradient, row * d, d);
                }
            }
        }
    }

    /** @param argmin receives the minimal member of each row */
    private static void minimum(EnsemblePass pass, EnsembleWeights weights, int[] members, float[] x, float[] value,
            int[] argmin) {
        Arrays.fill(value, Float.POSITIVE_INFINITY);
        Arrays.fill(argmin, members[0]);
        for (int member : members) {
            pass.begin(weights, member);
            pass.forward(x, value.length);
            for (int row = 0; row < value.length; row++) {
                // NaN is kept
                if (!(pass.output()[row] >= value[row]) && !Float.isNaN(value[row])) {
                    value[row] = pass.output()[row];
                    argmin[row] = member;
                }
            }
        }
    }
}
