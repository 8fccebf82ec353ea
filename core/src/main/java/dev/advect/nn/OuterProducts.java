package dev.advect.nn;

import jdk.incubator.vector.FloatVector;

import static dev.advect.nn.Products.LANE;
import static dev.advect.nn.Products.LANES;
import static dev.advect.nn.Products.ROWS;

/** C += Aᵀ·B: the gradient of a weight from that of a layer's output and the layer's input. As {@link Products}. */
final class OuterProducts {
    private static final boolean WIDE = LANES != 8;

    private OuterProducts() {}

    /** {@link #add(int, int, int, float[], int, int, float[], int, int, float[], int)} from 0. */
    static void add(int m, int rows, int n, float[] a, int lda, float[] b, int ldb, float[] c, int ldc) {
        add(m, rows, n, a, 0, lda, b, 0, ldb, c, ldc);
    }

    /**
     * c[i][j] += Σ_p a[p][i]·b[p][j].
     *
     * @param m rows of A and B
     * @param rows of C, a multiple of {@link Products#ROWS}
     * @param n columns of C, a multiple of {@link Products#LANES}
     * @param aAt where A begins; likewise bAt
     */
    static void add(int m, int rows, int n, float[] a, int aAt, int lda, float[] b, int bAt, int ldb, float[] c, int ldc) {
        int j = 0;
        while (j < n) {
            int vectors = (n - j) / LANES;
            if (vectors >= 4 && WIDE) {
                for (int i = 0; i < rows; i += ROWS) {
                    four(m, a, aAt + i, lda, b, bAt + j, ldb, c, i * ldc + j, ldc);
                }
                j += 4 * LANES;
            } else if (vectors >= 2) {
                for (int i = 0; i < rows; i += ROWS) {
                    two(m, a, aAt + i, lda, b, bAt + j, ldb, c, i * ldc + j, ldc);
                }
                j += 2 * LANES;
            } else {
                for (int i = 0; i < rows; i += ROWS) {
                    one(m, a, aAt + i, lda, b, bAt + j, ldb, c, i * ldc + j, ldc);
                }
                j += LANES;
            }
        }
    }

    private static void four(int m, float[] a, int ao, int lda, float[] b, int bo, int ldb, float[] c, int co, int ldc) {
        FloatVector c00 = FloatVector.fromArray(LANE, c, co);
        FloatVector c01 = FloatVector.fromArray(LANE, c, co + LANES);
        FloatVector c02 = FloatVector.fromArray(LANE, c, co + 2 * LANES);
        FloatVector c03 = FloatVector.fromArray(LANE, c, co + 3 * LANES);
        FloatVector c10 = FloatVector.fromArray(LANE, c, co + ldc);
        FloatVector c11 = FloatVector.fromArray(LANE, c, co + ldc + LANES);
        FloatVector c12 = FloatVector.fromArray(LANE, c, co + ldc + 2 * LANES);
        FloatVector c13 = FloatVector.fromArray(LANE, c, co + ldc + 3 * LANES);
        FloatVector c20 = FloatVector.fromArray(LANE, c, co + 2 * ldc);
        FloatVector c21 = FloatVector.fromArray(LANE, c, co + 2 * ldc + LANES);
        FloatVector c22 = FloatVector.fromArray(LANE, c, co + 2 * ldc + 2 * LANES);
        FloatVector c23 = FloatVector.fromArray(LANE, c, co + 2 * ldc + 3 * LANES);
        FloatVector c30 = FloatVector.fromArray(LANE, c, co + 3 * ldc);
        FloatVector c31 = FloatVector.fromArray(LANE, c, co + 3 * ldc + LANES);
        FloatVector c32 = FloatVector.fromArray(LANE, c, co + 3 * ldc + 2 * LANES);
        FloatVector c33 = FloatVector.fromArray(LANE, c, co + 3 * ldc + 3 * LANES);
        for (int p = 0; p < m; p++) {
            int at = bo + p * ldb;
            FloatVector b0 = FloatVector.fromArray(LANE, b, at);
            FloatVector b1 = FloatVector.fromArray(LANE, b, at + LANES);
            FloatVector b2 = FloatVector.fromArray(LANE, b, at + 2 * LANES);
            FloatVector b3 = FloatVector.fromArray(LANE, b, at + 3 * LANES);
            int row = ao + p * lda;
            FloatVector a0 = FloatVector.broadcast(LANE, a[row]);
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
            c02 = a0.fma(b2, c02);
            c03 = a0.fma(b3, c03);
            FloatVector a1 = FloatVector.broadcast(LANE, a[row + 1]);
            c10 = a1.fma(b0, c10);
            c11 = a1.fma(b1, c11);
            c12 = a1.fma(b2, c12);
            c13 = a1.fma(b3, c13);
            FloatVector a2 = FloatVector.broadcast(LANE, a[row + 2]);
            c20 = a2.fma(b0, c20);
            c21 = a2.fma(b1, c21);
            c22 = a2.fma(b2, c22);
            c23 = a2.fma(b3, c23);
            FloatVector a3 = FloatVector.broadcast(LANE, a[row + 3]);
            c30 = a3.fma(b0, c30);
            c31 = a3.fma(b1, c31);
            c32 = a3.fma(b2, c32);
            c33 = a3.fma(b3, c33);
        }
        c00.intoArray(c, co);
        c01.intoArray(c, co + LANES);
        c02.intoArray(c, co + 2 * LANES);
        c03.intoArray(c, co + 3 * LANES);
        c10.intoArray(c, co + ldc);
        c11.intoArray(c, co + ldc + LANES);
        c12.intoArray(c, co + ldc + 2 * LANES);
        c13.intoArray(c, co + ldc + 3 * LANES);
        c20.intoArray(c, co + 2 * ldc);
        c21.intoArray(c, co + 2 * ldc + LANES);
        c22.intoArray(c, co + 2 * ldc + 2 * LANES);
        c23.intoArray(c, co + 2 * ldc + 3 * LANES);
        c30.intoArray(c, co + 3 * ldc);
        c31.intoArray(c, co + 3 * ldc + LANES);
        c32.intoArray(c, co + 3 * ldc + 2 * LANES);
        c33.intoArray(c, co + 3 * ldc + 3 * LANES);
    }

    private static void two(int m, float[] a, int ao, int lda, float[] b, int bo, int ldb, float[] c, int co, int ldc) {
        FloatVector c00 = FloatVector.fromArray(LANE, c, co);
        FloatVector c01 = FloatVector.fromArray(LANE, c, co + LANES);
        FloatVector c10 = FloatVector.fromArray(LANE, c, co + ldc);
        FloatVector c11 = FloatVector.fromArray(LANE, c, co + ldc + LANES);
        FloatVector c20 = FloatVector.fromArray(LANE, c, co + 2 * ldc);
        FloatVector c21 = FloatVector.fromArray(LANE, c, co + 2 * ldc + LANES);
        FloatVector c30 = FloatVector.fromArray(LANE, c, co + 3 * ldc);
        FloatVector c31 = FloatVector.fromArray(LANE, c, co + 3 * ldc + LANES);
        for (int p = 0; p < m; p++) {
            int at = bo + p * ldb;
            FloatVector b0 = FloatVector.fromArray(LANE, b, at);
            FloatVector b1 = FloatVector.fromArray(LANE, b, at + LANES);
            int row = ao + p * lda;
            FloatVector a0 = FloatVector.broadcast(LANE, a[row]);
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
            FloatVector a1 = FloatVector.broadcast(LANE, a[row + 1]);
            c10 = a1.fma(b0, c10);
            c11 = a1.fma(b1, c11);
            FloatVector a2 = FloatVector.broadcast(LANE, a[row + 2]);
            c20 = a2.fma(b0, c20);
            c21 = a2.fma(b1, c21);
            FloatVector a3 = FloatVector.broadcast(LANE, a[row + 3]);
            c30 = a3.fma(b0, c30);
            c31 = a3.fma(b1, c31);
        }
        c00.intoArray(c, co);
        c01.intoArray(c, co + LANES);
        c10.intoArray(c, co + ldc);
        c11.intoArray(c, co + ldc + LANES);
        c20.intoArray(c, co + 2 * ldc);
        c21.intoArray(c, co + 2 * ldc + LANES);
        c30.intoArray(c, co + 3 * ldc);
        c31.intoArray(c, co + 3 * ldc + LANES);
    }

    private static void one(int m, float[] a, int ao, int lda, float[] b, int bo, int ldb, float[] c, int co, int ldc) {
        FloatVector c00 = FloatVector.fromArray(LANE, c, co);
        FloatVector c10 = FloatVector.fromArray(LANE, c, co + ldc);
        FloatVector c20 = FloatVector.fromArray(LANE, c, co + 2 * ldc);
        FloatVector c30 = FloatVector.fromArray(LANE, c, co + 3 * ldc);
        for (int p = 0; p < m; p++) {
            int at = bo + p * ldb;
            FloatVector b0 = FloatVector.fromArray(LANE, b, at);
            int row = ao + p * lda;
            FloatVector a0 = FloatVector.broadcast(LANE, a[row]);
            c00 = a0.fma(b0, c00);
            FloatVector a1 = FloatVector.broadcast(LANE, a[row + 1]);
            c10 = a1.fma(b0, c10);
            FloatVector a2 = FloatVector.broadcast(LANE, a[row + 2]);
            c20 = a2.fma(b0, c20);
            FloatVector a3 = FloatVector.broadcast(LANE, a[row + 3]);
            c30 = a3.fma(b0, c30);
        }
        c00.intoArray(c, co);
        c10.intoArray(c, co + ldc);
        c20.intoArray(c, co + 2 * ldc);
        c30.intoArray(c, co + 3 * ldc);
    }
}
