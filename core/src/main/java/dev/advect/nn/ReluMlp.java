package dev.advect.nn;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The multi-layer perceptron of the actors of RLPD, Cal-QL and IBRL: linear layers with ReLU between them and optional
 * dropout before each ReLU.
 *
 * <p>Initial weights are Glorot-uniform, U(±√(6 / (in + out))), and biases zero. A weight has shape {@code [out, in]}.
 */
public final class ReluMlp {
    private final List<Integer> widths;
    private final Parameters parameters;

    /**
     * @param widths inputs, hidden widths …, outputs
     * @param replicas how many workers differentiate at once
     */
    public ReluMlp(String name, List<Integer> widths, int replicas, RandomGenerator random) {
        this.widths = List.copyOf(widths);
        parameters = new Parameters(Mlp.slots(name, widths), replicas);
        long offset = 0;
        for (int layer = 0; layer + 1 < widths.size(); layer++) {
            int in = widths.get(layer);
            int out = widths.get(layer + 1);
            double bound = Math.sqrt(6.0 / (in + out));
            for (long i = 0; i < (long) in * out; i++) {
                parameters.values().set(offset + i, (float) random.nextDouble(-bound, bound));
            }
            offset += (long) in * out + out;
        }
    }

    public Parameters parameters() {
        return parameters;
    }

    /** The widths of all layers: inputs, hidden widths …, outputs. */
    public List<Integer> widths() {
        return widths;
    }

    /**
     * The network's output with the parameters of {@code replica}.
     *
     * @param x {@code [n, in]}
     * @param masks factors on each hidden layer, {@code [n, width]}, see {@link Dropout}; empty for no dropout
     * @return {@code [n, out]}
     */
    public Tensor forward(Parameters.Replica replica, Tensor x, List<Tensor> masks) {
        Tensor h = x;
        int last = widths.size() - 2;
        for (int layer = 0; layer <= last; layer++) {
            h = torch.linear(h, replica.get(2 * layer), replica.bias(2 * layer + 1));
            if (layer < last) {
                h = torch.relu(masks.isEmpty() ? h : h.mul(masks.get(layer)));
            }
        }
        return h;
    }
}
