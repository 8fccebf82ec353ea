package dev.advect.nn;

import dev.advect.nn.torch.HostTensor;
import dev.advect.nn.vector.Bfloat16;
import dev.advect.nn.vector.Gemm;
import dev.advect.nn.vector.GradientGemm;
import dev.advect.nn.vector.NormalizedRelu;
import jdk.incubator.vector.FloatVector;

import java.util.Arrays;
import java.util.List;

import static dev.advect.nn.vector.Gemm.LANE;
import static dev.advect.nn.vector.Gemm.LANES;
import static dev.advect.nn.vector.Gemm.ROWS;
import static dev.advect.nn.vector.Gemm.up;

/**
 * The {@link EnsemblePass} that uses the processor's vector instructions, in float32; products between hidden layers may be
 * in {@link Bfloat16}. Each block of rows goes through all layers while it is in the cache. Arrays grow to the max number of
 * rows seen so far, after which nothing is allocated.
 */
final class VectorEnsemblePass implements EnsemblePass {
    private static final int BLOCK = 128;
    /** Rows per block with bfloat16 products; larger, because each product is a call to libtorch. */
    static final int BFLOAT16_BLOCK = 256;

    private final MlpEnsemble ensemble;
    private final int block;
    private final int in;
    private final int last;
    private final int lastStride;
    private final int differentiated;
    private final EnsembleLayer[] layers;
    /** The gradient of the last layer's weight, in panels; rows beyond the first are padding. */
    private final float[] headGradient;
    /** Two buffers that alternate for the gradients with respect to the layers' outputs, {@code [block, out]} each. */
    private final float[][] deltas;
    private final float[] inputGradient;
    private final float[] zeros;
    /** A buffer for an unpacked gradient. */
    private final float[] unpacked;
    private final float[] lanes = new float[LANES];

    private EnsembleWeights weights;
    private MemberWeights copy;
    private int member;
    private int rows;
    private int capacity;
    private float[] input = {};
    private float[] output = {};
    private float[] outputGradient = {};

    VectorEnsemblePass(EnsembleWeights weights) {
        ensemble = weights.ensemble();
        this.weights = weights;
        copy = weights.copy(0);
        List<Integer> widths = ensemble.widths();
        block = ensemble.products() == Precision.BFLOAT16 ? BFLOAT16_BLOCK : BLOCK;
        in = widths.getFirst();
        differentiated = ensemble.differentiated();
        layers = new EnsembleLayer[widths.size() - 2];
        last = widths.get(layers.length);
        lastStride = up(last, LANES);
        int widest = up(differentiated, LANES);
        int maxSize = lastStride;
        for (int l = 0; l < layers.length; l++) {
            layers[l] = new EnsembleLayer(widths.get(l), widths.get(l + 1), ensemble.layerNorm());
            widest = Math.max(widest, layers[l].stride);
            maxSize = Math.max(maxSize, widths.get(l) * layers[l].stride);
        }
        headGradient = new float[ROWS * lastStride];
        deltas = new float[2][block * widest];
        inputGradient = new float[block * up(differentiated, LANES)];
        zeros = new float[widest];
        unpacked = new float[maxSize];
    }

    @Override
    public void begin(EnsembleWeights newWeights, int newMember) {
        weights = newWeights;
        member = newMember;
        copy = newWeights.copy(newMember);
        rows = 0;
    }

    @Override
    public void keep(int[] kept, int n) {
        for (int i = 0; i < n; i++) {
            System.arraycopy(input, kept[i] * in, input, i * in, in);
            output[i] = output[kept[i]];
        }
        for (EnsembleLayer layer : layers) {
            layer.keep(kept, n);
        }
        rows = n;
    }

    @Override
    public float[] output() {
        return output;
    }

    @Override
    public float[] outputGradient() {
        return outputGradient;
    }

    // ---- forward

    @Override
    public int forward(float[] x, int n) {
        int first = rows;
        reserve(first + n);
        System.arraycopy(x, 0, input, first * in, n * in);
        rows += n;
        for (int from = first; from < rows; from += block) {
            int count = Math.min(block, rows - from);
            float[] h = input;
            int lda = in;
            for (int l = 0; l < layers.length; l++) {
                layers[l].forward(copy.layers[l], from, count, h, lda);
                h = layers[l].hidden;
                lda = layers[l].stride;
            }
            dot(h, from, count);
        }
        return first;
    }

    private void dot(float[] h, int from, int n) {
        for (int row = from; row < from + n; row++) {
            FloatVector sum = FloatVector.zero(LANE);
            int offset = row * lastStride;
            for (int j = 0; j < lastStride; j += LANES) {
                sum = FloatVector.fromArray(LANE, h, offset + j).fma(FloatVector.fromArray(LANE, copy.head, j), sum);
            }
            sum.intoArray(lanes, 0);
            output[row] = copy.headBias[0] + NormalizedRelu.fold(lanes, 0);
        }
    }

    private void reserve(int n) {
        if (n <= capacity) {
            return;
        }
        capacity = n;
        // room for rows up to the next multiple of ROWS, which are read and computed too
        int all = n + ROWS;
        input = Arrays.copyOf(input, all * in);
        output = Arrays.copyOf(output, all);
        outputGradient = Arrays.copyOf(outputGradient, all);
        for (EnsembleLayer layer : layers) {
            layer.reserve(all);
        }
    }

    // ---- backward

    @Override
    public void backward() {
        Arrays.fill(headGradient, 0);
        for (EnsembleLayer layer : layers) {
            layer.forgetGradient();
        }
        for (int from = 0; from < rows; from += block) {
            backward(from, Math.min(block, rows - from), true);
        }
        write();
    }

    @Override
    public void backwardToInputs(float[] to) {
        int stride = up(differentiated, LANES);
        for (int from = 0; from < rows; from += block) {
            int n = Math.min(block, rows - from);
            float[] d = backward(from, n, false);
            Gemm.multiply(up(n, ROWS), stride, layers[0].out, d, layers[0].stride, copy.layers[0].transposed,
                    zeros, 0, null, inputGradient, stride);
            for (int row = 0; row < n; row++) {
                for (int j = 0; j < differentiated; j++) {
                    to[(from + row) * differentiated + j] += inputGradient[row * stride + j];
                }
            }
        }
    }

    /** Backward pass of a block of rows; returns the gradient with respect to the first layer's preactivation. */
    private float[] backward(int from, int n, boolean parameters) {
        float[] d = deltas[layers.length % 2];
        Gemm.multiply(up(n, ROWS), lastStride, 1, outputGradient, from, 1, copy.head, zeros, 0, null,
                d, 0, lastStride);
        if (parameters) {
            GradientGemm.add(n, ROWS, lastStride, outputGradient, from, 1, layers[layers.length - 1].hidden,
                    from * lastStride, lastStride, headGradient);
        }
        for (int l = layers.length - 1; l >= 0; l--) {
            EnsembleLayer layer = layers[l];
            layer.backward(copy.layers[l], from, n, d, parameters);
            if (l == 0) {
                layer.backward(copy.layers[l], from, n, input, in, d, parameters, null);
            } else {
                float[] next = deltas[l % 2];
                EnsembleLayer before = layers[l - 1];
                layer.backward(copy.layers[l], from, n, before.hidden, before.stride, d, parameters, next);
                d = next;
            }
        }
        return d;
    }

    // ---- the gradient

    private void write() {
        int slot = 0;
        for (EnsembleLayer layer : layers) {
            layer.gradient(unpacked);
            write(slot++, layer.in, layer.out, unpacked);
            write(slot++, 1, layer.out, layer.biasGradient);
            if (ensemble.layerNorm()) {
                write(slot++, 1, layer.out, layer.scaleGradient);
                write(slot++, 1, layer.out, layer.shiftGradient);
            }
        }
        Gemm.unpack(headGradient, ROWS, 1, last, unpacked, 0, lastStride);
        write(slot++, 1, last, unpacked);
        double sum = 0;
        for (int row = 0; row < rows; row++) {
            sum += outputGradient[row];
        }
        weights.parameters().gradient().set(ensemble.at(slot, member), (float) sum);
    }

    private void write(int slot, int count, int columns, float[] from) {
        long offset = ensemble.at(slot, member);
        int stride = up(columns, LANES);
        HostTensor to = weights.parameters().gradient();
        if (stride == columns) {
            to.write(offset, from, 0, count * columns);
            return;
        }
        for (int row = 0; row < count; row++) {
            to.write(offset + (long) row * columns, from, row * stride, columns);
        }
    }
}
