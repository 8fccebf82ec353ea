package dev.advect.offpolicy.swfp;

import dev.advect.nn.RowPass;
import dev.advect.nn.RowWeights;
import dev.advect.policy.StepwiseFlowPolicy;

/**
 * One thread's forward and backward pass through the blocks of a cascade, by vector instructions: equal to
 * {@link StepwiseFlowPolicy#apply} and autograd up to rounding, in less time.
 *
 * <p>Forward, x_{k+1} = T_k(x_k) is M Euler steps x ← x + h·v(s, x); backward, each of them is g ← g + h·(∂v/∂x)ᵀ·g.
 */
final class CascadePass {
    /** Rows of a pass, few enough to stay in the processor's cache. */
    static final int ROWS = 128;

    /** The particles x_0 … x_N, each {@code [ROWS, d]}. */
    final float[][] x;
    /** The gradients with respect to x_0 … x_N, each {@code [ROWS, d]}. */
    final float[][] gradient;
    /** The Euler steps of every block, {@code [N][M]}. */
    private final RowPass[][] steps;
    private final float h;
    private final int d;
    private final int o;

    CascadePass(StepwiseFlowPolicy policy) {
        d = policy.size();
        o = policy.observationSize();
        h = (float) policy.stepLength();
        x = new float[policy.blocks() + 1][ROWS * d];
        gradient = new float[policy.blocks() + 1][ROWS * d];
        steps = new RowPass[policy.blocks()][policy.innerSteps()];
        for (int k = 0; k < steps.length; k++) {
            for (int m = 0; m < steps[k].length; m++) {
                RowPass step = new RowPass(policy.widths(), ROWS);
                for (int i = 0; i < ROWS; i++) {
                    policy.embedding().write(policy.time(k, m), step.input(), i * step.inputStride() + o + d);
                }
                steps[k][m] = step;
            }
        }
    }

    /** Sets the gradient of a block's parameters to zero. */
    void begin(int k) {
        for (RowPass step : steps[k]) {
            step.begin();
        }
    }

    /**
     * Computes x_{k+1} from x_k.
     *
     * @param weights of block k
     * @param n rows, at most {@link #ROWS}
     * @param s {@code [n, observationSize]}
     */
    void forward(int k, RowWeights weights, int n, float[] s) {
        float[] next = x[k + 1];
        System.arraycopy(x[k], 0, next, 0, n * d);
        for (RowPass step : steps[k]) {
            for (int i = 0; i < n; i++) {
                int row = i * step.inputStride();
                System.arraycopy(s, i * o, step.input(), row, o);
                System.arraycopy(next, i * d, step.input(), row + o, d);
            }
            step.forward(weights, n);
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < d; j++) {
                    next[i * d + j] += h * step.output()[i * step.outputStride() + j];
                }
            }
        }
    }

    /**
     * Computes the gradient with respect to x_k from that with respect to x_{k+1}, with the weights of the last
     * {@link #forward}.
     *
     * @param learn whether to add to the gradient of the block's parameters
     */
    void backward(int k, int n, boolean learn) {
        float[] g = gradient[k];
        System.arraycopy(gradient[k + 1], 0, g, 0, n * d);
        for (int m = steps[k].length - 1; m >= 0; m--) {
            RowPass step = steps[k][m];
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < d; j++) {
                    step.outputGradient()[i * step.outputStride() + j] = h * g[i * d + j];
                }
            }
            step.backward(n, learn);
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < d; j++) {
                    g[i * d + j] += step.inputGradient()[i * step.inputStride() + o + j];
                }
            }
        }
    }

    /** The gradient of a block's parameters since {@link #begin}. */
    float[] end(int k) {
        float[] sum = steps[k][0].end();
        for (int m = 1; m < steps[k].length; m++) {
            float[] step = steps[k][m].end();
            for (int i = 0; i < sum.length; i++) {
                sum[i] += step[i];
            }
        }
        return sum;
    }
}
