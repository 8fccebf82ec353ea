package dev.advect.nn.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

import java.util.Arrays;

import static dev.advect.nn.vector.Gemm.LANE;
import static dev.advect.nn.vector.Gemm.LANES;
import static dev.advect.nn.vector.Gemm.up;

/**
 * LayerNorm (Ba et al. 2016, arXiv 1607.06450), then ReLU, of some rows: h = max(0, y), y = s·n + b, n = (z − μ)·r with μ the
 * mean of a row and r = 1/√(variance + ε). And the way back: with g = s·∂L/∂y,
 * ∂L/∂z = r·(g − mean(g) − n·mean(g·n)).
 *
 * <p>A few rows at a time, which stay in the processor's first cache, each step for all of them. Sums over a row are added
 * up in a fixed order: what the vector module has for that promises none.
 */
public final class NormalizedRelu {
    private static final int PIECE = 8;

    private final int width;
    private final int stride;
    private final double epsilon;
    /** 1 for the columns that there are, 0 for those beyond. */
    private final float[] valid;
    private final float[] sums = new float[PIECE * LANES];
    private final float[] products = new float[PIECE * LANES];
    private final float[] mean = new float[PIECE];
    private final float[] slope = new float[PIECE];

    /** @param width columns, which lie a whole number of vectors apart */
    public NormalizedRelu(int width, double epsilon) {
        this.width = width;
        this.epsilon = epsilon;
        stride = up(width, LANES);
        valid = new float[stride];
        Arrays.fill(valid, 0, width, 1);
    }

    // ---- forward

    /**
     * The rows [from, from + rows).
     *
     * @param z in: before; out: n
     * @param h out
     * @param reciprocal out: r, a row each
     */
    public void forward(int from, int rows, float[] scale, float[] shift, float[] z, float[] h, float[] reciprocal) {
        for (int row = from; row < from + rows; row += PIECE) {
            int n = Math.min(PIECE, from + rows - row);
            int at = row * stride;
            sum(n, z, at);
            for (int i = 0; i < n; i++) {
                mean[i] = fold(sums, i * LANES) / width;
            }
            centre(n, z, at);
            for (int i = 0; i < n; i++) {
                reciprocal[row + i] = (float) (1 / Math.sqrt(fold(sums, i * LANES) / width + epsilon));
            }
            scale(n, z, at, reciprocal, row, scale, shift, h);
        }
    }

    private void sum(int n, float[] z, int at) {
        for (int i = 0; i < n; i++) {
            int row = at + i * stride;
            FloatVector sum = FloatVector.zero(LANE);
            for (int j = 0; j < stride; j += LANES) {
                sum = sum.add(FloatVector.fromArray(LANE, z, row + j));
            }
            sum.intoArray(sums, i * LANES);
        }
    }

    private void centre(int n, float[] z, int at) {
        for (int i = 0; i < n; i++) {
            int row = at + i * stride;
            FloatVector squares = FloatVector.zero(LANE);
            for (int j = 0; j < stride; j += LANES) {
                FloatVector centred = FloatVector.fromArray(LANE, z, row + j).sub(mean[i])
                        .mul(FloatVector.fromArray(LANE, valid, j));
                centred.intoArray(z, row + j);
                squares = centred.fma(centred, squares);
            }
            squares.intoArray(sums, i * LANES);
        }
    }

    private void scale(int n, float[] z, int at, float[] reciprocal, int first, float[] scale, float[] shift, float[] h) {
        for (int i = 0; i < n; i++) {
            int row = at + i * stride;
            float r = reciprocal[first + i];
            for (int j = 0; j < stride; j += LANES) {
                FloatVector normal = FloatVector.fromArray(LANE, z, row + j).mul(r);
                normal.intoArray(z, row + j);
                FloatVector y = normal.fma(
                        FloatVector.fromArray(LANE, scale, j), FloatVector.fromArray(LANE, shift, j));
                y.blend(0, y.compare(VectorOperators.LE, 0)).intoArray(h, row + j);
            }
        }
    }

    // ---- backward

    /**
     * The way back of the rows [from, from + rows).
     *
     * @param d of these rows alone, in: ∂L/∂h; out: ∂L/∂z
     * @param scaleGradient to which ∂L/∂s is added; likewise shiftGradient
     */
    public void backward(int from, int rows, float[] scale, float[] normal, float[] h, float[] reciprocal, float[] d,
            boolean parameters, float[] scaleGradient, float[] shiftGradient) {
        for (int row = 0; row < rows; row += PIECE) {
            int n = Math.min(PIECE, rows - row);
            int at = row * stride;
            int kept = (from + row) * stride;
            mask(n, scale, normal, h, kept, d, at);
            for (int i = 0; i < n; i++) {
                mean[i] = reciprocal[from + row + i] * fold(sums, i * LANES) / width;
                slope[i] = reciprocal[from + row + i] * fold(products, i * LANES) / width;
            }
            if (parameters) {
                add(n, normal, kept, d, at, scaleGradient, shiftGradient);
            }
            project(n, scale, normal, kept, reciprocal, from + row, d, at);
        }
    }

    /** ∂L/∂y, and the sums of g and g·n. */
    private void mask(int n, float[] scale, float[] normal, float[] h, int kept, float[] d, int at) {
        for (int i = 0; i < n; i++) {
            int row = i * stride;
            FloatVector sum = FloatVector.zero(LANE);
            FloatVector product = FloatVector.zero(LANE);
            for (int j = row; j < row + stride; j += LANES) {
                FloatVector dy = FloatVector.fromArray(LANE, d, at + j)
                        .blend(0, FloatVector.fromArray(LANE, h, kept + j).compare(VectorOperators.LE, 0));
                dy.intoArray(d, at + j);
                FloatVector g = dy.mul(FloatVector.fromArray(LANE, scale, j - row));
                sum = sum.add(g);
                product = g.fma(FloatVector.fromArray(LANE, normal, kept + j), product);
            }
            sum.intoArray(sums, i * LANES);
            product.intoArray(products, i * LANES);
        }
    }

    private void add(int n, float[] normal, int kept, float[] d, int at, float[] scaleGradient, float[] shiftGradient) {
        for (int j = 0; j < stride; j += LANES) {
            FloatVector scale = FloatVector.fromArray(LANE, scaleGradient, j);
            FloatVector shift = FloatVector.fromArray(LANE, shiftGradient, j);
            for (int i = 0; i < n; i++) {
                FloatVector dy = FloatVector.fromArray(LANE, d, at + i * stride + j);
                scale = dy.fma(FloatVector.fromArray(LANE, normal, kept + i * stride + j), scale);
                shift = shift.add(dy);
            }
            scale.intoArray(scaleGradient, j);
            shift.intoArray(shiftGradient, j);
        }
    }

    private void project(int n, float[] scale, float[] normal, int kept, float[] reciprocal, int first, float[] d, int at) {
        for (int i = 0; i < n; i++) {
            int row = i * stride;
            float r = reciprocal[first + i];
            FloatVector minusSlope = FloatVector.broadcast(LANE, -slope[i]);
            FloatVector minusMean = FloatVector.broadcast(LANE, -mean[i]);
            for (int j = row; j < row + stride; j += LANES) {
                FloatVector rest = FloatVector.fromArray(LANE, normal, kept + j).fma(minusSlope, minusMean);
                FloatVector.fromArray(LANE, scale, j - row).mul(r)
                        .fma(FloatVector.fromArray(LANE, d, at + j), rest)
                        .intoArray(d, at + j);
            }
        }
    }

    /** The sum of a vector's lanes. */
    public static float fold(float[] lanes, int at) {
        float even = 0;
        float odd = 0;
        for (int i = at; i < at + LANES; i += 2) {
            even += lanes[i];
            odd += lanes[i + 1];
        }
        return even + odd;
    }
}
