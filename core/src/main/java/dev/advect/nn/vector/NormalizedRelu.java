package dev.advect.nn.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

import java.util.Arrays;

import static dev.advect.nn.vector.Gemm.LANE;
import static dev.advect.nn.vector.Gemm.LANES;
import static dev.advect.nn.vector.Gemm.up;

/**
 * LayerNorm (Ba et al. 2016, arXiv 1607.06450) followed by ReLU. Forward: h = max(0, y), y = s·n + b, n = (z − μ)·r with μ
 * the mean of a row and r = 1/√(variance + ε). Backward: ∂L/∂z = r·(g − mean(g) − n·mean(g·n)) with g = s·∂L/∂y.
 *
 * <p>Rows are processed in blocks that stay in the L1 cache, one step at a time for the whole block. The sum over a row is
 * accumulated in a fixed order, which the vector module's own reductions do not guarantee.
 */
public final class NormalizedRelu {
    private static final int BLOCK = 8;

    private final int width;
    private final int stride;
    private final double epsilon;
    /** 1 for the columns within the width, 0 for padding. */
    private final float[] valid;
    private final float[] sums = new float[BLOCK * LANES];
    private final float[] products = new float[BLOCK * LANES];
    private final float[] mean = new float[BLOCK];
    private final float[] slope = new float[BLOCK];

    /** @param width columns; the row stride is the width rounded up to whole vectors */
    public NormalizedRelu(int width, double epsilon) {
        this.width = width;
        this.epsilon = epsilon;
        stride = up(width, LANES);
        valid = new float[stride];
        Arrays.fill(valid, 0, width, 1);
    }

    // ---- forward

    /**
     * Computes the forward pass of the rows [from, from + rows).
     *
     * @param scale s, {@code [stride]}
     * @param shift b, {@code [stride]}
     * @param z in: z; out: n; {@code [·, stride]}
     * @param h receives h, {@code [·, stride]}
     * @param reciprocal receives r, one value per row
     */
    public void forward(int from, int rows, float[] scale, float[] shift, float[] z, float[] h, float[] reciprocal) {
        for (int row = from; row < from + rows; row += BLOCK) {
            int n = Math.min(BLOCK, from + rows - row);
            int offset = row * stride;
            sum(n, z, offset);
            for (int i = 0; i < n; i++) {
                mean[i] = fold(sums, i * LANES) / width;
            }
            centre(n, z, offset);
            for (int i = 0; i < n; i++) {
                reciprocal[row + i] = (float) (1 / Math.sqrt(fold(sums, i * LANES) / width + epsilon));
            }
            scale(n, z, offset, reciprocal, row, scale, shift, h);
        }
    }

    private void sum(int n, float[] z, int offset) {
        for (int i = 0; i < n; i++) {
            int row = offset + i * stride;
            FloatVector sum = FloatVector.zero(LANE);
            for (int j = 0; j < stride; j += LANES) {
                sum = sum.add(FloatVector.fromArray(LANE, z, row + j));
            }
            sum.intoArray(sums, i * LANES);
        }
    }

    private void centre(int n, float[] z, int offset) {
        for (int i = 0; i < n; i++) {
            int row = offset + i * stride;
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

    private void scale(int n, float[] z, int offset, float[] reciprocal, int first, float[] scale, float[] shift,
            float[] h) {
        for (int i = 0; i < n; i++) {
            int row = offset + i * stride;
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
     * Computes the backward pass of the rows [from, from + rows).
     *
     * @param d in: ∂L/∂h; out: ∂L/∂z; {@code [rows, stride]}, for these rows only
     * @param parameters whether to compute the gradients of scale and shift
     * @param scaleGradient ∂L/∂s is added to this, {@code [stride]}
     * @param shiftGradient ∂L/∂b is added to this, {@code [stride]}
     */
    public void backward(int from, int rows, float[] scale, float[] normal, float[] h, float[] reciprocal, float[] d,
            boolean parameters, float[] scaleGradient, float[] shiftGradient) {
        for (int row = 0; row < rows; row += BLOCK) {
            int n = Math.min(BLOCK, rows - row);
            int offset = row * stride;
            int saved = (from + row) * stride;
            mask(n, scale, normal, h, saved, d, offset);
            for (int i = 0; i < n; i++) {
                mean[i] = reciprocal[from + row + i] * fold(sums, i * LANES) / width;
                slope[i] = reciprocal[from + row + i] * fold(products, i * LANES) / width;
            }
            if (parameters) {
                add(n, normal, saved, d, offset, scaleGradient, shiftGradient);
            }
            project(n, scale, normal, saved, reciprocal, from + row, d, offset);
        }
    }

    /** Computes ∂L/∂y in place, and the sums of g and g·n. */
    private void mask(int n, float[] scale, float[] normal, float[] h, int saved, float[] d, int offset) {
        for (int i = 0; i < n; i++) {
            int row = i * stride;
            FloatVector sum = FloatVector.zero(LANE);
            FloatVector product = FloatVector.zero(LANE);
            for (int j = row; j < row + stride; j += LANES) {
                FloatVector dy = FloatVector.fromArray(LANE, d, offset + j)
                        .blend(0, FloatVector.fromArray(LANE, h, saved + j).compare(VectorOperators.LE, 0));
                dy.intoArray(d, offset + j);
                FloatVector g = dy.mul(FloatVector.fromArray(LANE, scale, j - row));
                sum = sum.add(g);
                product = g.fma(FloatVector.fromArray(LANE, normal, saved + j), product);
            }
            sum.intoArray(sums, i * LANES);
            product.intoArray(products, i * LANES);
        }
    }

    private void add(int n, float[] normal, int saved, float[] d, int offset, float[] scaleGradient, float[] shiftGradient) {
        for (int j = 0; j < stride; j += LANES) {
            FloatVector scale = FloatVector.fromArray(LANE, scaleGradient, j);
            FloatVector shift = FloatVector.fromArray(LANE, shiftGradient, j);
            for (int i = 0; i < n; i++) {
                FloatVector dy = FloatVector.fromArray(LANE, d, offset + i * stride + j);
                scale = dy.fma(FloatVector.fromArray(LANE, normal, saved + i * stride + j), scale);
                shift = shift.add(dy);
            }
            scale.intoArray(scaleGradient, j);
            shift.intoArray(shiftGradient, j);
        }
    }

    private void project(int n, float[] scale, float[] normal, int saved, float[] reciprocal, int first, float[] d,
            int offset) {
        for (int i = 0; i < n; i++) {
            int row = i * stride;
            float r = reciprocal[first + i];
            FloatVector minusSlope = FloatVector.broadcast(LANE, -slope[i]);
            FloatVector minusMean = FloatVector.broadcast(LANE, -mean[i]);
            for (int j = row; j < row + stride; j += LANES) {
                FloatVector centred = FloatVector.fromArray(LANE, normal, saved + j).fma(minusSlope, minusMean);
                FloatVector.fromArray(LANE, scale, j - row).mul(r)
                        .fma(FloatVector.fromArray(LANE, d, offset + j), centred)
                        .intoArray(d, offset + j);
            }
        }
    }

    /** The sum of a vector's lanes. */
    public static float fold(float[] lanes, int offset) {
        float even = 0;
        float odd = 0;
        for (int i = offset; i < offset + LANES; i += 2) {
            even += lanes[i];
            odd += lanes[i + 1];
        }
        return even + odd;
    }
}
