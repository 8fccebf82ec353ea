package dev.advect.offpolicy;

import dev.advect.nn.EnsemblePass;
import dev.advect.nn.EnsembleWeights;

import java.util.Arrays;

/**
 * What is made of the values of some members of an ensemble, a row each, and its gradient with respect to the inputs that
 * are differentiated.
 *
 * <p>Arguments in common: {@code x} the rows, {@code [n, in]}; {@code value} is set, {@code [n]}; {@code gradient} comes as
 * zeros and is set, {@code [n, d]}, or is empty where none is asked for.
 */
final class MemberValues {
    private MemberValues() {}

    static void mean(EnsemblePass pass, EnsembleWeights weights, int[] members, float[] x, float[] value,
            float[] gradient) {
        float part = 1f / members.length;
        for (int member : members) {
            pass.begin(weights, member);
            pass.forward(x, value.length);
            for (int row = 0; row < value.length; row++) {
                value[row] += part * pass.output()[row];
            }
            if (gradient.length > 0) {
                Arrays.fill(pass.outputGradient(), 0, value.length, part);
                pass.backwardToInputs(gradient);
            }
        }
    }

    /** A row's gradient is that of the member which is least, the first of several. */
    static void least(EnsemblePass pass, EnsembleWeights weights, int[] members, float[] x, float[] value,
            float[] gradient) {
        int[] which = new int[value.length];
        minimum(pass, weights, members, x, value, which);
        if (gradient.length == 0) {
            return;
        }
        int in = x.length / value.length;
        int d = gradient.length / value.length;
        float[] rows = new float[x.length];
        for (int member : members) {
            int n = 0;
            for (int row = 0; row < which.length; row++) {
                if (which[row] == member) {
                    System.arraycopy(x, row * in, rows, n++ * in, in);
                }
            }
            if (n == 0) {
                continue;
            }
            // computed again, as that is less than to go all ways back
            pass.begin(weights, member);
            pass.forward(rows, n);
            Arrays.fill(pass.outputGradient(), 0, n, 1);
            float[] found = new float[n * d];
            pass.backwardToInputs(found);
            n = 0;
            for (int row = 0; row < which.length; row++) {
                if (which[row] == member) {
                    System.arraycopy(found, n++ * d, gradient, row * d, d);
                }
            }
        }
    }

    /** @param which is set to the member that is least in a row */
    private static void minimum(EnsemblePass pass, EnsembleWeights weights, int[] members, float[] x, float[] value,
            int[] which) {
        Arrays.fill(value, Float.POSITIVE_INFINITY);
        Arrays.fill(which, members[0]);
        for (int member : members) {
            pass.begin(weights, member);
            pass.forward(x, value.length);
            for (int row = 0; row < value.length; row++) {
                // NaN stays
                if (!(pass.output()[row] >= value[row]) && !Float.isNaN(value[row])) {
                    value[row] = pass.output()[row];
                    which[row] = member;
                }
            }
        }
    }
}
