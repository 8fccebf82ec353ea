package dev.advect.nn;

import dev.advect.nn.torch.HostTensor;
import dev.advect.nn.vector.Bf16Matrix;
import dev.advect.nn.vector.Bfloat16;
import dev.advect.nn.vector.Gemm;
import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;

import static dev.advect.nn.vector.Gemm.LANES;
import static dev.advect.nn.vector.Gemm.up;

/** A copy of one member's weights for the vector kernels, with widths rounded up to whole vectors and padded by zeros. */
final class MemberWeights {
    /** The weights of one hidden layer. */
    static final class Layer {
        /** The weight, {@code [in, out]}, packed for {@link Gemm}; empty with bfloat16 products. */
        final float[] weight;
        /**
         * The transposed weight, {@code [out, in]}, packed for {@link Gemm}; in the first layer only for the differentiated
         * inputs. Empty with bfloat16 products.
         */
        final float[] transposed;
        /** The rounded weight, {@code [in, out]}; null without bfloat16 products. */
        final @Nullable Bf16Matrix rounded;
        final float[] bias;
        final float[] scale;
        final float[] shift;

        private Layer(int in, int out, int back, boolean round) {
            int stride = up(out, LANES);
            rounded = round ? new Bf16Matrix(up(in, LANES), stride) : null;
            weight = new float[round ? 0 : in * stride];
            transposed = new float[out * up(back, LANES)];
            bias = new float[stride];
            scale = new float[stride];
            shift = new float[stride];
        }
    }

    final Layer[] layers;
    /** The last layer's weight, {@code [in]}. */
    final float[] head;
    final float[] headBias = new float[1];

    private final MlpEnsemble ensemble;
    private final HostTensor values;
    private final int member;
    private final boolean trained;
    /** A buffer for a layer's unpacked weight, {@code [in, out]}. */
    private final float[] unpacked;
    private volatile boolean stale = true;

    /** @param trained whether the backward pass is needed too */
    MemberWeights(MlpEnsemble ensemble, Parameters parameters, int member, boolean trained) {
        this.ensemble = ensemble;
        this.member = member;
        this.trained = trained;
        values = parameters.values();
        List<Integer> widths = ensemble.widths();
        layers = new Layer[widths.size() - 2];
        int maxSize = 0;
        for (int l = 0; l < layers.length; l++) {
            maxSize = Math.max(maxSize, widths.get(l) * up(widths.get(l + 1), LANES));
            layers[l] = new Layer(widths.get(l), widths.get(l + 1), back(l), rounds(l));
        }
        unpacked = new float[maxSize];
        head = new float[up(widths.get(layers.length), LANES)];
    }

    /** The number of a layer's inputs whose gradient is computed with the transposed weight. */
    private int back(int layer) {
        if (!trained || rounds(layer)) {
            return 0;
        }
        return layer == 0 ? ensemble.differentiated() : ensemble.widths().get(layer);
    }

    private boolean rounds(int layer) {
        return trained && layer > 0 && ensemble.products() == Precision.BFLOAT16;
    }

    void changed() {
        stale = true;
    }

    /** Refreshes this copy if the parameters have changed; returns this. */
    MemberWeights renew() {
        if (stale) {
            synchronized (this) {
                if (stale) {
                    read();
                    stale = false;
                }
            }
        }
        return this;
    }

    private void read() {
        List<Integer> widths = ensemble.widths();
        int slot = 0;
        for (int l = 0; l < layers.length; l++) {
            Layer layer = layers[l];
            int in = widths.get(l);
            int out = widths.get(l + 1);
            int stride = up(out, LANES);
            read(slot++, in, out, unpacked);
            read(slot++, 1, out, layer.bias);
            if (ensemble.layerNorm()) {
                read(slot++, 1, out, layer.scale);
                read(slot++, 1, out, layer.shift);
            }
            if (layer.rounded != null) {
                Bfloat16.write(unpacked, 0, layer.rounded.memory(), 0, in * stride);
            } else {
                Gemm.pack(unpacked, 0, stride, in, out, layer.weight);
            }
            int back = back(l);
            Gemm.packTransposed(unpacked, (in - back) * stride, stride, back, out, layer.transposed);
        }
        int last = widths.get(layers.length);
        read(slot++, 1, last, head);
        read(slot, 1, 1, headBias);
    }

    private void read(int slot, int rows, int columns, float[] to) {
        long offset = ensemble.at(slot, member);
        int stride = rows == 1 ? columns : up(columns, LANES);
        if (stride == columns) {
            values.read(offset, to, 0, rows * columns);
            return;
        }
        for (int row = 0; row < rows; row++) {
            values.read(offset + (long) row * columns, to, row * stride, columns);
            Arrays.fill(to, row * stride + columns, (row + 1) * stride, 0);
        }
    }
}
