package dev.advect.nn;

import dev.advect.nn.Parameters.Slot;
import dev.advect.nn.vector.Vectors;
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
        this(widths, new Parameters(slots(name, widths), replicas), random);
    }

    /** @param parameters of the {@link #slots} of these widths: a network that is part of a whole */
    public Mlp(List<Integer> widths, Parameters parameters, RandomGenerator random) {
        this.widths = List.copyOf(widths);
        this.parameters = parameters;
        initialise(random);
    }

    /** The tensors of a network: weight and bias, layer by layer. */
    public static List<Slot> slots(String name, List<Integer> widths) {
        List<Slot> slots = new ArrayList<>();
        for (int layer = 0; layer + 1 < widths.size(); layer++) {
            slots.add(new Slot(name + "." + layer + ".weight", widths.get(layer + 1), widths.get(layer)));
            slots.add(new Slot(name + "." + layer + ".bias", widths.get(layer + 1)));
        }
        return slots;
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

    /** {@link #pass(Precision, int, int, int, int)} in float32. */
    public MlpPass pass(int worker, int shared, int group, int groups) {
        return pass(Precision.FLOAT32, worker, shared, group, groups);
    }

    /**
     * Passes of a worker over blocks of rows: by vector instructions where this Java has its vector module, otherwise
     * by libtorch.
     *
     * @param products of the layers between hidden ones; the first layer and the last are always of float32
     * @param shared how many of the inputs, the first ones, a group of rows shares
     * @param group rows of a group
     * @param groups groups of a block
     * @throws IllegalArgumentException where products of this precision cannot be had
     */
    public MlpPass pass(Precision products, int worker, int shared, int group, int groups) {
        products.require();
        return Vectors.present()
                ? new VectorPass(this, products, worker, shared, group, groups)
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
        return forward(parameters.replica(worker), x);
    }

    /** The last layer's bias on a worker's replica, {@code [out]}. */
    public Tensor bias(int worker) {
        return parameters.replica(worker).get(2 * layers() - 1);
    }

    /**
     * As {@link #forward(int, Tensor)}, on any view of the parameters, {@link Parameters#frozen} for instance, or of
     * others of the same slots.
     */
    public Tensor forward(Parameters.Replica replica, Tensor x) {
        Tensor h = x;
        for (int layer = 0; layer < layers(); layer++) {
            h = torch.linear(h, replica.get(2 * layer), replica.bias(2 * layer + 1));
            if (layer < layers() - 1) {
                h = torch.silu(h);
            }
        }
        return h;
    }

    /**
     * An output and what it changes by in some directions.
     *
     * @param value {@code [n, out]}
     * @param tangent {@code [n, k, out]}, the Jacobian times each direction
     */
    public record Dual(Tensor value, Tensor tangent) {}

    /**
     * The output together with its directional derivatives: forward-mode differentiation, itself differentiable.
     *
     * @param x {@code [n, in]}
     * @param from the first of the inputs that are moved
     * @param directions {@code [n, k, m]}, k directions of the inputs [from, from + m)
     */
    public Dual forward(Parameters.Replica replica, Tensor x, int from, Tensor directions) {
        Tensor h = x;
        Tensor dh = directions;
        for (int layer = 0; layer < layers(); layer++) {
            Tensor weight = replica.get(2 * layer);
            h = torch.linear(h, weight, replica.bias(2 * layer + 1));
            dh = torch.linear(dh, layer == 0 ? weight.narrow(1, from, directions.size(2)) : weight);
            if (layer < layers() - 1) {
                // silu(h) = h·σ(h), its derivative σ(h)·(1 + h·(1 − σ(h)))
                Tensor sigma = h.sigmoid();
                Tensor value = h.mul(sigma);
                Tensor slope = sigma.add(value).sub(value.mul(sigma));
                dh = dh.mul(slope.unsqueeze(1));
                h = value;
            }
        }
        return new Dual(h, dh);
    }
}
