package dev.advect.nn.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

import static dev.advect.nn.vector.Gemm.LANE;
import static dev.advect.nn.vector.Gemm.LANES;
import static dev.advect.nn.vector.Gemm.ROWS;

/**
 * The matrix product C += Aᵀ·B, which gives a weight's gradient from a layer's input and the gradient of its output. It is
 * like {@link Gemm}, except that B is row-major and C is packed in panels: a block of C is then contiguous in memory, which
 * the processor prefetches. Blocks have six rows where registers allow, because an unpacked B is slower to load. Where they do
 * not, as with 256-bit vectors, A and B are packed after all: with strides that are constants, the compiler takes the checks of
 * array bounds out of the loop, for which six rows would have made up.
 */
public final class GradientGemm {
    /** Rows of the larger blocks. */
    private static final int MORE_ROWS = 6;
    /** A vector of {@link Gemm#ROWS} numbers. */
    private static final VectorSpecies<Float> FOUR = FloatVector.SPECIES_128;
    private static final ThreadLocal<Packed> PACKED = ThreadLocal.withInitial(Packed::new);

    private GradientGemm() {}

    /** A, and a part of B, in the order in which {@link #two} reads them. The arrays grow to the largest that was asked for. */
    private static final class Packed {
        /** Panels of four columns of A, {@code [m, 4]} each. */
        private float[] a = {};
        /** Two vectors of columns of B, {@code [m, 2 · LANES]}. */
        private float[] b = {};

        void packA(int m, int columns, float[] from, int offset, int lda) {
            if (a.length < m * columns) {
                a = new float[m * columns];
            }
            for (int i = 0; i < columns; i += ROWS) {
                for (int p = 0; p < m; p++) {
                    FloatVector.fromArray(FOUR, from, offset + p * lda + i).intoArray(a, i * m + p * ROWS);
                }
            }
        }

        void packB(int m, float[] from, int offset, int ldb) {
            if (b.length < m * 2 * LANES) {
                b = new float[m * 2 * LANES];
            }
            for (int p = 0; p < m; p++) {
                FloatVector.fromArray(LANE, from, offset + p * ldb).intoArray(b, p * 2 * LANES);
                FloatVector.fromArray(LANE, from, offset + p * ldb + LANES).intoArray(b, p * 2 * LANES + LANES);
            }
        }
    }

    /** {@link #add(int, int, int, float[], int, int, float[], int, int, float[])} with offsets 0. */
    public static void add(int m, int rows, int n, float[] a, int lda, float[] b, int ldb, float[] c) {
        add(m, rows, n, a, 0, lda, b, 0, ldb, c);
    }

    /**
     * Computes c[i][j] += Σ_p a[p][i]·b[p][j].
     *
     * @param m rows of A and B
     * @param rows of C, a multiple of {@link Gemm#ROWS}
     * @param n columns of C, a multiple of {@link Gemm#LANES}
     * @param aOffset offset of A in {@code a}
     * @param lda row stride of A, in floats
     * @param bOffset offset of B in {@code b}
     * @param ldb row stride of B, in floats
     * @param c packed in panels, {@code [rows, n]}
     */
    public static void add(int m, int rows, int n, float[] a, int aOffset, int lda, float[] b, int bOffset, int ldb,
            float[] c) {
        @Nullable Packed packed = null;
        for (int j = 0; j < n; ) {
            int vectors = Gemm.panel(n - j);
            int width = vectors * LANES;
            int to = j * rows;
            int i = 0;
            if (vectors == 4) {
                for (; (rows - i) % MORE_ROWS != 0; i += ROWS) {
                    four(m, a, aOffset + i, lda, b, bOffset + j, ldb, c, to + i * width);
                }
                for (; i < rows; i += MORE_ROWS) {
                    six(m, a, aOffset + i, lda, b, bOffset + j, ldb, c, to + i * width);
                }
            } else if (vectors == 2) {
                if (packed == null) {
                    packed = PACKED.get();
                    packed.packA(m, rows, a, aOffset, lda);
                }
                packed.packB(m, b, bOffset + j, ldb);
                for (; i < rows; i += ROWS) {
                    two(m, packed.a, i * m, packed.b, c, to + i * width);
                }
            } else {
                for (; i < rows; i += ROWS) {
                    one(m, a, aOffset + i, lda, b, bOffset + j, ldb, c, to + i * width);
                }
            }
            j += width;
        }
    }

    private static void six(int m, float[] a, int ao, int lda, float[] b, int bo, int ldb, float[] c, int co) {
        FloatVector c00 = FloatVector.fromArray(LANE, c, co);
        FloatVector c01 = FloatVector.fromArray(LANE, c, co + LANES);
        FloatVector c02 = FloatVector.fromArray(LANE, c, co + 2 * LANES);
        FloatVector c03 = FloatVector.fromArray(LANE, c, co + 3 * LANES);
        FloatVector c10 = FloatVector.fromArray(LANE, c, co + 4 * LANES);
        FloatVector c11 = FloatVector.fromArray(LANE, c, co + 5 * LANES);
        FloatVector c12 = FloatVector.fromArray(LANE, c, co + 6 * LANES);
        FloatVector c13 = FloatVector.fromArray(LANE, c, co + 7 * LANES);
        FloatVector c20 = FloatVector.fromArray(LANE, c, co + 8 * LANES);
        FloatVector c21 = FloatVector.fromArray(LANE, c, co + 9 * LANES);
        FloatVector c22 = FloatVector.fromArray(LANE, c, co + 10 * LANES);
        FloatVector c23 = FloatVector.fromArray(LANE, c, co + 11 * LANES);
        FloatVector c30 = FloatVector.fromArray(LANE, c, co + 12 * LANES);
        FloatVector c31 = FloatVector.fromArray(LANE, c, co + 13 * LANES);
        FloatVector c32 = FloatVector.fromArray(LANE, c, co + 14 * LANES);
        FloatVector c33 = FloatVector.fromArray(LANE, c, co + 15 * LANES);
        FloatVector c40 = FloatVector.fromArray(LANE, c, co + 16 * LANES);
        FloatVector c41 = FloatVector.fromArray(LANE, c, co + 17 * LANES);
        FloatVector c42 = FloatVector.fromArray(LANE, c, co + 18 * LANES);
        FloatVector c43 = FloatVector.fromArray(LANE, c, co + 19 * LANES);
        FloatVector c50 = FloatVector.fromArray(LANE, c, co + 20 * LANES);
        FloatVector c51 = FloatVector.fromArray(LANE, c, co + 21 * LANES);
        FloatVector c52 = FloatVector.fromArray(LANE, c, co + 22 * LANES);
        FloatVector c53 = FloatVector.fromArray(LANE, c, co + 23 * LANES);
        for (int p = 0; p < m; p++) {
            int offset = bo + p * ldb;
            FloatVector b0 = FloatVector.fromArray(LANE, b, offset);
            FloatVector b1 = FloatVector.fromArray(LANE, b, offset + LANES);
            FloatVector b2 = FloatVector.fromArray(LANE, b, offset + 2 * LANES);
            FloatVector b3 = FloatVector.fromArray(LANE, b, offset + 3 * LANES);
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
            FloatVector a4 = FloatVector.broadcast(LANE, a[row + 4]);
            c40 = a4.fma(b0, c40);
            c41 = a4.fma(b1, c41);
            c42 = a4.fma(b2, c42);
            c43 = a4.fma(b3, c43);
            FloatVector a5 = FloatVector.broadcast(LANE, a[row + 5]);
            c50 = a5.fma(b0, c50);
            c51 = a5.fma(b1, c51);
            c52 = a5.fma(b2, c52);
            c53 = a5.fma(b3, c53);
        }
        c00.intoArray(c, co);
        c01.intoArray(c, co + LANES);
        c02.intoArray(c, co + 2 * LANES);
        c03.intoArray(c, co + 3 * LANES);
        c10.intoArray(c, co + 4 * LANES);
        c11.intoArray(c, co + 5 * LANES);
        c12.intoArray(c, co + 6 * LANES);
        c13.intoArray(c, co + 7 * LANES);
        c20.intoArray(c, co + 8 * LANES);
        c21.intoArray(c, co + 9 * LANES);
        c22.intoArray(c, co + 10 * LANES);
        c23.intoArray(c, co + 11 * LANES);
        c30.intoArray(c, co + 12 * LANES);
        c31.intoArray(c, co + 13 * LANES);
        c32.intoArray(c, co + 14 * LANES);
        c33.intoArray(c, co + 15 * LANES);
        c40.intoArray(c, co + 16 * LANES);
        c41.intoArray(c, co + 17 * LANES);
        c42.intoArray(c, co + 18 * LANES);
        c43.intoArray(c, co + 19 * LANES);
        c50.intoArray(c, co + 20 * LANES);
        c51.intoArray(c, co + 21 * LANES);
        c52.intoArray(c, co + 22 * LANES);
        c53.intoArray(c, co + 23 * LANES);
    }

    private static void four(int m, float[] a, int ao, int lda, float[] b, int bo, int ldb, float[] c, int co) {
        FloatVector c00 = FloatVector.fromArray(LANE, c, co);
        FloatVector c01 = FloatVector.fromArray(LANE, c, co + LANES);
        FloatVector c02 = FloatVector.fromArray(LANE, c, co + 2 * LANES);
        FloatVector c03 = FloatVector.fromArray(LANE, c, co + 3 * LANES);
        FloatVector c10 = FloatVector.fromArray(LANE, c, co + 4 * LANES);
        FloatVector c11 = FloatVector.fromArray(LANE, c, co + 5 * LANES);
        FloatVector c12 = FloatVector.fromArray(LANE, c, co + 6 * LANES);
        FloatVector c13 = FloatVector.fromArray(LANE, c, co + 7 * LANES);
        FloatVector c20 = FloatVector.fromArray(LANE, c, co + 8 * LANES);
        FloatVector c21 = FloatVector.fromArray(LANE, c, co + 9 * LANES);
        FloatVector c22 = FloatVector.fromArray(LANE, c, co + 10 * LANES);
        FloatVector c23 = FloatVector.fromArray(LANE, c, co + 11 * LANES);
        FloatVector c30 = FloatVector.fromArray(LANE, c, co + 12 * LANES);
        FloatVector c31 = FloatVector.fromArray(LANE, c, co + 13 * LANES);
        FloatVector c32 = FloatVector.fromArray(LANE, c, co + 14 * LANES);
        FloatVector c33 = FloatVector.fromArray(LANE, c, co + 15 * LANES);
        for (int p = 0; p < m; p++) {
            int offset = bo + p * ldb;
            FloatVector b0 = FloatVector.fromArray(LANE, b, offset);
            FloatVector b1 = FloatVector.fromArray(LANE, b, offset + LANES);
            FloatVector b2 = FloatVector.fromArray(LANE, b, offset + 2 * LANES);
            FloatVector b3 = FloatVector.fromArray(LANE, b, offset + 3 * LANES);
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
        c10.intoArray(c, co + 4 * LANES);
        c11.intoArray(c, co + 5 * LANES);
        c12.intoArray(c, co + 6 * LANES);
        c13.intoArray(c, co + 7 * LANES);
        c20.intoArray(c, co + 8 * LANES);
        c21.intoArray(c, co + 9 * LANES);
        c22.intoArray(c, co + 10 * LANES);
        c23.intoArray(c, co + 11 * LANES);
        c30.intoArray(c, co + 12 * LANES);
        c31.intoArray(c, co + 13 * LANES);
        c32.intoArray(c, co + 14 * LANES);
        c33.intoArray(c, co + 15 * LANES);
    }

    private static void two(int m, float[] a, int ao, float[] b, float[] c, int co) {
        FloatVector c00 = FloatVector.fromArray(LANE, c, co);
        FloatVector c01 = FloatVector.fromArray(LANE, c, co + LANES);
        FloatVector c10 = FloatVector.fromArray(LANE, c, co + 2 * LANES);
        FloatVector c11 = FloatVector.fromArray(LANE, c, co + 3 * LANES);
        FloatVector c20 = FloatVector.fromArray(LANE, c, co + 4 * LANES);
        FloatVector c21 = FloatVector.fromArray(LANE, c, co + 5 * LANES);
        FloatVector c30 = FloatVector.fromArray(LANE, c, co + 6 * LANES);
        FloatVector c31 = FloatVector.fromArray(LANE, c, co + 7 * LANES);
        for (int p = 0; p < m; p++) {
            int offset = p * 2 * LANES;
            FloatVector b0 = FloatVector.fromArray(LANE, b, offset);
            FloatVector b1 = FloatVector.fromArray(LANE, b, offset + LANES);
            int row = ao + p * ROWS;
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
        c10.intoArray(c, co + 2 * LANES);
        c11.intoArray(c, co + 3 * LANES);
        c20.intoArray(c, co + 4 * LANES);
        c21.intoArray(c, co + 5 * LANES);
        c30.intoArray(c, co + 6 * LANES);
        c31.intoArray(c, co + 7 * LANES);
    }

    private static void one(int m, float[] a, int ao, int lda, float[] b, int bo, int ldb, float[] c, int co) {
        FloatVector c00 = FloatVector.fromArray(LANE, c, co);
        FloatVector c10 = FloatVector.fromArray(LANE, c, co + LANES);
        FloatVector c20 = FloatVector.fromArray(LANE, c, co + 2 * LANES);
        FloatVector c30 = FloatVector.fromArray(LANE, c, co + 3 * LANES);
        for (int p = 0; p < m; p++) {
            int offset = bo + p * ldb;
            FloatVector b0 = FloatVector.fromArray(LANE, b, offset);
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
        c10.intoArray(c, co + LANES);
        c20.intoArray(c, co + 2 * LANES);
        c30.intoArray(c, co + 3 * LANES);
    }
}
