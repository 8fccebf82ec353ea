package dev.advect.nn;

import dev.advect.nn.Parameters.Slot;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A multi-layer perceptron: linear layers with SiLU between them, none after the last.
 *
 * <p>Weights are drawn LeCun-uniform, U(±√(3 / inputs)), biases are zero: the initialisation of FPO's public
 * reference. A weight has shape {@code [out, in]}.
 */
public final class Mlp {
    private final List<Integer> widths;
    private final Parameters parameters;

    /**
     * @param widths inputs, hidden widths …, outputs
     * @param replicas how many workers compute with it at once
     */
    public Mlp(String name, List<Integer> widths, int replicas, RandomGenerator random) {
        this.widths = List.copyOf(widths);
        List<Slot> slots = new ArrayList<>();
        for (int layer = 0; layer < layers(); layer++) {
            slots.add(new Slot(name + "." + layer + ".weight", widths.get(layer + 1), widths.get(layer)));
            slots.add(new Slot(name + "." + layer + ".bias", widths.get(layer + 1)));
        }
        parameters = new Parameters(slots, replicas);
        initialise(random);
    }

    private void initialise(RandomGenerator random) {
        long at = 0;
        for (int layer = 0; layer < layers(); layer++) {
            double bound = Math.sqrt(3.0 / widths.get(layer));
            long weights = (long) widths.get(layer) * widths.get(layer + 1);
            for (long i = 0; i < weights; i++) {
                parameters.values().set(at + i, (float) random.nextDouble(-bound, bound));
            }
            at += weights + widths.get(layer + 1);
        }
    }

    public Parameters parameters() {
        return parameters;
    }

    /** Inputs, hidden widths …, outputs. */
    public List<Integer> widths() {
        return widths;
    }

    /**
     * Passes of a worker over blocks of rows: by vector instructions where this Java has its vector module, otherwise
     * by libtorch.
     *
     * @param shared how many of the inputs, the first ones, a group of rows shares
     * @param group rows of a group
     * @param groups groups of a block
     */
    public MlpPass pass(int worker, int shared, int group, int groups) {
        return Vectors.present()
                ? new VectorPass(this, worker, shared, group, groups)
                : new TorchPass(this, worker, shared, group, groups);
    }

    private int layers() {
        return widths.size() - 1;
    }

    /** The products of a forward pass: Σ in·out over the linear layers, a row. */
    public long productsPerRow() {
        long products = 0;
        for (int layer = 0; layer < layers(); layer++) {
            products += (long) widths.get(layer) * widths.get(layer + 1);
        }
        return products;
    }

    /**
     * The network's output on a worker's replica.
     *
     * @param x {@code [n, in]}
     * @return {@code [n, out]}
     */
    public Tensor forward(int worker, Tensor x) {
        Parameters.Replica replica = parameters.replica(worker);
        Tensor h = x;
        for (int layer = 0; layer < layers(); layer++) {
            h = torch.linear(h, replica.get(2 * layer), replica.bias(2 * layer + 1));
            if (layer < layers() - 1) {
                h = torch.silu(h);
            }
        }
        return h;
    }
}
