package dev.advect.nn.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/**
 * The matrix product C = init + A·B, for row-major A and C that fit the processor's L2 cache, and a packed B.
 *
 * <p>A block of 4 rows × {4, 2, 1} vectors of C stays in registers during the loop over the inner dimension: every vector of
 * B is loaded once for four rows, every element of A once for four vectors.
 *
 * <p>B, a weight, is packed in the order in which this loop reads it: in consecutive panels of {4, 2, 1} vectors of columns,
 * each {@code [k, columns]} ({@link #pack}). In a row-major B whose width is a power of two, the vectors of a column would
 * share few sets of the L1 cache, which takes 10 % longer.
 */
public final class Gemm {
    public static final VectorSpecies<Float> LANE = lane();
    public static final int LANES = LANE.length();
    public static final int ROWS = 4;
    /** Whether there are registers for 4 × 4 accumulators; with 256-bit vectors there are only 16. */
    private static final boolean WIDE = LANES != 8;

    private Gemm() {}

    /** The machine's preferred vector width, unless set by, for instance, {@code -Dadvect.vectorBits=128}. */
    private static VectorSpecies<Float> lane() {
        Integer bits = Integer.getInteger("advect.vectorBits");
        return bits == null
                ? FloatVector.SPECIES_PREFERRED : VectorSpecies.of(float.class, VectorShape.forBitSize(bits));
    }

    /** {@code n} rounded up to a multiple of {@code unit}. */
    public static int up(int n, int unit) {
        return (n + unit - 1) / unit * unit;
    }

    /** Writes the first {@code columns} columns of {@code from}, {@code [rows, lda]}, as the rows of {@code to}. */
    private static void transpose(float[] from, int offset, int lda, int rows, int columns, float[] to, int toOffset,
            int ldt) {
        // in tiles of one cache line in each direction
        for (int c0 = 0; c0 < columns; c0 += 16) {
            int c1 = Math.min(c0 + 16, columns);
            for (int r = 0; r < rows; r++) {
                for (int c = c0; c < c1; c++) {
                    to[toOffset + c * ldt + r] = from[offset + r * lda + c];
                }
            }
        }
    }

    /** The width, in vectors, of the first panel of {@code n} columns. */
    static int panel(int n) {
        int vectors = up(n, LANES) / LANES;
        return vectors >= 4 && WIDE ? 4 : vectors >= 2 ? 2 : 1;
    }

    /** Packs the first {@code n} columns of {@code from}, {@code [k, lda]}, into panels; padding is not written. */
    public static void pack(float[] from, int offset, int lda, int k, int n, float[] to) {
        for (int j = 0; j < n; ) {
            int width = panel(n - j) * LANES;
            for (int p = 0; p < k; p++) {
                System.arraycopy(from, offset + p * lda + j, to, j * k + p * width, Math.min(width, n - j));
            }
            j += width;
        }
    }

    /** Packs the transpose of the first {@code k} columns of {@code from}, {@code [n, lda]}, into panels. */
    public static void packTransposed(float[] from, int offset, int lda, int n, int k, float[] to) {
        for (int j = 0; j < n; ) {
            int width = panel(n - j) * LANES;
            transpose(from, offset + j * lda, lda, Math.min(width, n - j), k, to, j * k, width);
            j += width;
        }
    }

    /**
     * Unpacks panels, the inverse of {@link #pack}.
     *
     * @param rows rows in the panels, of which the first {@code k} are unpacked
     * @param n columns to unpack
     * @param to {@code [k, lda]}
     */
    public static void unpack(float[] from, int rows, int k, int n, float[] to, int offset, int lda) {
        for (int j = 0; j < n; ) {
            int width = panel(n - j) * LANES;
            for (int p = 0; p < k; p++) {
                System.arraycopy(from, j * rows + p * width, to, offset + p * lda + j, Math.min(width, n - j));
            }
            j += width;
        }
    }

    /** Unpacks the transpose of panels, the inverse of {@link #packTransposed}; {@code to} is {@code [n, lda]}. */
    static void unpackTransposed(float[] from, int rows, int k, int n, float[] to, int offset, int lda) {
        for (int j = 0; j < n; ) {
            int width = panel(n - j) * LANES;
            transpose(from, j * rows, width, k, Math.min(width, n - j), to, offset + j * lda, lda);
            j += width;
        }
    }

    /**
     * {@link #multiply(int, int, int, float[], int, int, float[], float[], int, float[], float[], int, int)} with offsets 0.
     */
    public static void multiply(int m, int n, int k, float[] a, int lda, float[] b, float[] init, int ldi,
            float @Nullable [] gate, float[] c, int ldc) {
        multiply(m, n, k, a, 0, lda, b, init, ldi, gate, c, 0, ldc);
    }

    /**
     * Computes c[i][j] = (init[i][j] + Σ_p a[i][p]·b[p][j]) · gate[i][j].
     *
     * @param m rows of C, a multiple of {@link #ROWS}
     * @param n columns of C, a multiple of {@link #LANES}
     * @param k inner dimension
     * @param aOffset offset of A in {@code a}
     * @param lda row stride of A, in floats
     * @param b packed, {@code [k, n]}
     * @param ldi row stride of init; 0 to use one row for all
     * @param gate elementwise factors, with the offset and row stride of C; null for ones
     * @param cOffset offset of C in {@code c}
     * @param ldc row stride of C, in floats
     */
    public static void multiply(int m, int n, int k, float[] a, int aOffset, int lda, float[] b, float[] init, int ldi,
            float @Nullable [] gate, float[] c, int cOffset, int ldc) {
        int j = 0;
        while (j < n) {
            int vectors = panel(n - j);
            int to = cOffset + j;
            if (vectors == 4) {
                for (int i = 0; i < m; i += ROWS) {
                    four(k, a, aOffset + i * lda, lda, b, j * k, init, i * ldi + j, ldi, gate, c, to + i * ldc, ldc);
                }
                j += 4 * LANES;
            } else if (vectors == 2) {
                for (int i = 0; i < m; i += ROWS) {
                    two(k, a, aOffset + i * lda, lda, b, j * k, init, i * ldi + j, ldi, gate, c, to + i * ldc, ldc);
                }
                j += 2 * LANES;
            } else {
                for (int i = 0; i < m; i += ROWS) {
                    one(k, a, aOffset + i * lda, lda, b, j * k, init, i * ldi + j, ldi, gate, c, to + i * ldc, ldc);
                }
                j += LANES;
            }
        }
    }

    private static void four(int k, float[] a, int ao, int lda, float[] b, int bo, float[] init, int io, int ldi,
            float @Nullable [] gate, float[] c, int co, int ldc) {
        FloatVector c00 = FloatVector.fromArray(LANE, init, io);
        FloatVector c01 = FloatVector.fromArray(LANE, init, io + LANES);
        FloatVector c02 = FloatVector.fromArray(LANE, init, io + 2 * LANES);
        FloatVector c03 = FloatVector.fromArray(LANE, init, io + 3 * LANES);
        FloatVector c10 = FloatVector.fromArray(LANE, init, io + ldi);
        FloatVector c11 = FloatVector.fromArray(LANE, init, io + ldi + LANES);
        FloatVector c12 = FloatVector.fromArray(LANE, init, io + ldi + 2 * LANES);
        FloatVector c13 = FloatVector.fromArray(LANE, init, io + ldi + 3 * LANES);
        FloatVector c20 = FloatVector.fromArray(LANE, init, io + 2 * ldi);
        FloatVector c21 = FloatVector.fromArray(LANE, init, io + 2 * ldi + LANES);
        FloatVector c22 = FloatVector.fromArray(LANE, init, io + 2 * ldi + 2 * LANES);
        FloatVector c23 = FloatVector.fromArray(LANE, init, io + 2 * ldi + 3 * LANES);
        FloatVector c30 = FloatVector.fromArray(LANE, init, io + 3 * ldi);
        FloatVector c31 = FloatVector.fromArray(LANE, init, io + 3 * ldi + LANES);
        FloatVector c32 = FloatVector.fromArray(LANE, init, io + 3 * ldi + 2 * LANES);
        FloatVector c33 = FloatVector.fromArray(LANE, init, io + 3 * ldi + 3 * LANES);
        for (int p = 0; p < k; p++) {
            int offset = bo + p * (4 * LANES);
            FloatVector b0 = FloatVector.fromArray(LANE, b, offset);
            FloatVector b1 = FloatVector.fromArray(LANE, b, offset + LANES);
            FloatVector b2 = FloatVector.fromArray(LANE, b, offset + 2 * LANES);
            FloatVector b3 = FloatVector.fromArray(LANE, b, offset + 3 * LANES);
            FloatVector a0 = FloatVector.broadcast(LANE, a[ao + p]);
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
            c02 = a0.fma(b2, c02);
            c03 = a0.fma(b3, c03);
            FloatVector a1 = FloatVector.broadcast(LANE, a[ao + lda + p]);
            c10 = a1.fma(b0, c10);
            c11 = a1.fma(b1, c11);
            c12 = a1.fma(b2, c12);
            c13 = a1.fma(b3, c13);
            FloatVector a2 = FloatVector.broadcast(LANE, a[ao + 2 * lda + p]);
            c20 = a2.fma(b0, c20);
            c21 = a2.fma(b1, c21);
            c22 = a2.fma(b2, c22);
            c23 = a2.fma(b3, c23);
            FloatVector a3 = FloatVector.broadcast(LANE, a[ao + 3 * lda + p]);
            c30 = a3.fma(b0, c30);
            c31 = a3.fma(b1, c31);
            c32 = a3.fma(b2, c32);
            c33 = a3.fma(b3, c33);
        }
        if (gate != null) {
            c00 = c00.mul(FloatVector.fromArray(LANE, gate, co));
            c01 = c01.mul(FloatVector.fromArray(LANE, gate, co + LANES));
            c02 = c02.mul(FloatVector.fromArray(LANE, gate, co + 2 * LANES));
            c03 = c03.mul(FloatVector.fromArray(LANE, gate, co + 3 * LANES));
            c10 = c10.mul(FloatVector.fromArray(LANE, gate, co + ldc));
            c11 = c11.mul(FloatVector.fromArray(LANE, gate, co + ldc + LANES));
            c12 = c12.mul(FloatVector.fromArray(LANE, gate, co + ldc + 2 * LANES));
            c13 = c13.mul(FloatVector.fromArray(LANE, gate, co + ldc + 3 * LANES));
            c20 = c20.mul(FloatVector.fromArray(LANE, gate, co + 2 * ldc));
            c21 = c21.mul(FloatVector.fromArray(LANE, gate, co + 2 * ldc + LANES));
            c22 = c22.mul(FloatVector.fromArray(LANE, gate, co + 2 * ldc + 2 * LANES));
            c23 = c23.mul(FloatVector.fromArray(LANE, gate, co + 2 * ldc + 3 * LANES));
            c30 = c30.mul(FloatVector.fromArray(LANE, gate, co + 3 * ldc));
            c31 = c31.mul(FloatVector.fromArray(LANE, gate, co + 3 * ldc + LANES));
            c32 = c32.mul(FloatVector.fromArray(LANE, gate, co + 3 * ldc + 2 * LANES));
            c33 = c33.mul(FloatVector.fromArray(LANE, gate, co + 3 * ldc + 3 * LANES));
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

    private static void two(int k, float[] a, int ao, int lda, float[] b, int bo, float[] init, int io, int ldi,
            float @Nullable [] gate, float[] c, int co, int ldc) {
        FloatVector c00 = FloatVector.fromArray(LANE, init, io);
        FloatVector c01 = FloatVector.fromArray(LANE, init, io + LANES);
        FloatVector c10 = FloatVector.fromArray(LANE, init, io + ldi);
        FloatVector c11 = FloatVector.fromArray(LANE, init, io + ldi + LANES);
        FloatVector c20 = FloatVector.fromArray(LANE, init, io + 2 * ldi);
        FloatVector c21 = FloatVector.fromArray(LANE, init, io + 2 * ldi + LANES);
        FloatVector c30 = FloatVector.fromArray(LANE, init, io + 3 * ldi);
        FloatVector c31 = FloatVector.fromArray(LANE, init, io + 3 * ldi + LANES);
        for (int p = 0; p < k; p++) {
            int offset = bo + p * (2 * LANES);
            FloatVector b0 = FloatVector.fromArray(LANE, b, offset);
            FloatVector b1 = FloatVector.fromArray(LANE, b, offset + LANES);
            FloatVector a0 = FloatVector.broadcast(LANE, a[ao + p]);
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
            FloatVector a1 = FloatVector.broadcast(LANE, a[ao + lda + p]);
            c10 = a1.fma(b0, c10);
            c11 = a1.fma(b1, c11);
            FloatVector a2 = FloatVector.broadcast(LANE, a[ao + 2 * lda + p]);
            c20 = a2.fma(b0, c20);
            c21 = a2.fma(b1, c21);
            FloatVector a3 = FloatVector.broadcast(LANE, a[ao + 3 * lda + p]);
            c30 = a3.fma(b0, c30);
            c31 = a3.fma(b1, c31);
        }
        if (gate != null) {
            c00 = c00.mul(FloatVector.fromArray(LANE, gate, co));
            c01 = c01.mul(FloatVector.fromArray(LANE, gate, co + LANES));
            c10 = c10.mul(FloatVector.fromArray(LANE, gate, co + ldc));
            c11 = c11.mul(FloatVector.fromArray(LANE, gate, co + ldc + LANES));
            c20 = c20.mul(FloatVector.fromArray(LANE, gate, co + 2 * ldc));
            c21 = c21.mul(FloatVector.fromArray(LANE, gate, co + 2 * ldc + LANES));
            c30 = c30.mul(FloatVector.fromArray(LANE, gate, co + 3 * ldc));
            c31 = c31.mul(FloatVector.fromArray(LANE, gate, co + 3 * ldc + LANES));
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

    private static void one(int k, float[] a, int ao, int lda, float[] b, int bo, float[] init, int io, int ldi,
            float @Nullable [] gate, float[] c, int co, int ldc) {
        FloatVector c00 = FloatVector.fromArray(LANE, init, io);
        FloatVector c10 = FloatVector.fromArray(LANE, init, io + ldi);
        FloatVector c20 = FloatVector.fromArray(LANE, init, io + 2 * ldi);
        FloatVector c30 = FloatVector.fromArray(LANE, init, io + 3 * ldi);
        for (int p = 0; p < k; p++) {
            int offset = bo + p * LANES;
            FloatVector b0 = FloatVector.fromArray(LANE, b, offset);
            FloatVector a0 = FloatVector.broadcast(LANE, a[ao + p]);
            c00 = a0.fma(b0, c00);
            FloatVector a1 = FloatVector.broadcast(LANE, a[ao + lda + p]);
            c10 = a1.fma(b0, c10);
            FloatVector a2 = FloatVector.broadcast(LANE, a[ao + 2 * lda + p]);
            c20 = a2.fma(b0, c20);
            FloatVector a3 = FloatVector.broadcast(LANE, a[ao + 3 * lda + p]);
            c30 = a3.fma(b0, c30);
        }
        if (gate != null) {
            c00 = c00.mul(FloatVector.fromArray(LANE, gate, co));
            c10 = c10.mul(FloatVector.fromArray(LANE, gate, co + ldc));
            c20 = c20.mul(FloatVector.fromArray(LANE, gate, co + 2 * ldc));
            c30 = c30.mul(FloatVector.fromArray(LANE, gate, co + 3 * ldc));
        }
        c00.intoArray(c, co);
        c10.intoArray(c, co + ldc);
        c20.intoArray(c, co + 2 * ldc);
        c30.intoArray(c, co + 3 * ldc);
    }
}
