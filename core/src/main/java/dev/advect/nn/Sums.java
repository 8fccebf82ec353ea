package dev.advect.nn;

import jdk.incubator.vector.FloatVector;

import static dev.advect.nn.Products.LANE;
import static dev.advect.nn.Products.LANES;

/** Sums over the rows of a block: the gradient of a bias. */
final class Sums {
    private Sums() {}

    /**
     * to[j] += Σ_i a[i][j].
     *
     * @param rows of A, one beneath the other from {@code from} on
     * @param width columns of A, a multiple of {@link Products#LANES}
     */
    static void addRows(float[] a, int from, int rows, int width, float[] to, int place) {
        int j = 0;
        // two columns of vectors at a time, and rows by turns, so that four additions are under way
        for (; j + 2 * LANES <= width; j += 2 * LANES) {
            FloatVector even0 = FloatVector.fromArray(LANE, to, place + j);
            FloatVector even1 = FloatVector.fromArray(LANE, to, place + j + LANES);
            FloatVector odd0 = FloatVector.zero(LANE);
            FloatVector odd1 = FloatVector.zero(LANE);
            int at = from + j;
            for (int i = 0; i + 1 < rows; i += 2) {
                even0 = even0.add(FloatVector.fromArray(LANE, a, at));
                even1 = even1.add(FloatVector.fromArray(LANE, a, at + LANES));
                odd0 = odd0.add(FloatVector.fromArray(LANE, a, at + width));
                odd1 = odd1.add(FloatVector.fromArray(LANE, a, at + width + LANES));
                at += 2 * width;
            }
            if (rows % 2 == 1) {
                even0 = even0.add(FloatVector.fromArray(LANE, a, at));
                even1 = even1.add(FloatVector.fromArray(LANE, a, at + LANES));
            }
            even0.add(odd0).intoArray(to, place + j);
            even1.add(odd1).intoArray(to, place + j + LANES);
        }
        for (; j < width; j += LANES) {
            FloatVector sum = FloatVector.fromArray(LANE, to, place + j);
            for (int i = 0; i < rows; i++) {
                sum = sum.add(FloatVector.fromArray(LANE, a, from + i * width + j));
            }
            sum.intoArray(to, place + j);
        }
    }
}
