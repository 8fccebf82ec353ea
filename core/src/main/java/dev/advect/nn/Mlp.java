package dev.advect.nn;

import dev.advect.nn.Parameters.Slot;
import dev.advect.nn.vector.Vectors;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.random.RandomGenerator;

/**
 * A multi-layer perceptron: linear layers with SiLU between them.
 *
 * <p>Initial weights are LeCun-uniform, U(±√(3 / inputs)), and biases zero, as in FPO's public reference. A weight has shape
 * {@code [out, in]}.
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

    /**
     * Creates a network on existing parameters, for instance those of a larger model, and initialises them.
     *
     * @param widths inputs, hidden widths …, outputs
     * @param parameters the parameters, whose slots must be {@link #slots} for these widths
     */
    public Mlp(List<Integer> widths, Parameters parameters, RandomGenerator random) {
        this.widths = List.copyOf(widths);
        this.parameters = parameters;
        initialise(random);
    }

    /** The parameter tensors of a network: weight and bias of each layer in turn. */
    public static List<Slot> slots(String name, List<Integer> widths) {
        List<Slot> slots = new ArrayList<>();
        for (int layer = 0; layer + 1 < widths.size(); layer++) {
            slots.add(new Slot(name + "." + layer + ".weight", widths.get(layer + 1), widths.get(layer)));
            slots.add(new Slot(name + "." + layer + ".bias", widths.get(layer + 1)));
        }
        return slots;
    }

    private void initialise(RandomGenerator random) {
        long offset = 0;
        for (int layer = 0; layer < layers(); layer++) {
            double bound = Math.sqrt(3.0 / widths.get(layer));
            long weights = (long) widths.get(layer) * widths.get(layer + 1);
            for (long i = 0; i < weights; i++) {
                parameters.values().set(offset + i, (float) random.nextDouble(-bound, bound));
            }
            offset += weights + widths.get(layer + 1);
        }
    }

    /**
     * Makes the network independent of some inputs: their weights are zero and stay so in training.
     *
     * @param ignored whether an input, from 0 to inputs − 1, is to have no effect
     */
    public void ignoreInputs(IntPredicate ignored) {
        int inputs = widths.getFirst();
        for (int input = 0; input < inputs; input++) {
            if (ignored.test(input)) {
                for (long i = input; i < (long) inputs * widths.get(1); i += inputs) {
                    parameters.values().set(i, 0);
                    parameters.hold(i, 1);
                }
            }
        }
    }

    /**
     * Multiplies the initial weights of some outputs; a factor of 0 makes these outputs zero until they are trained.
     *
     * @param from the first of the outputs
     * @param count how many
     */
    public void scaleOutputs(int from, int count, double factor) {
        int width = widths.get(layers() - 1);
        long start = parameters.size() - (width + 1L) * widths.getLast() + (long) from * width;
        for (long i = start; i < start + (long) count * width; i++) {
            parameters.values().set(i, (float) (parameters.values().get(i) * factor));
        }
    }

    public Parameters parameters() {
        return parameters;
    }

    /** The widths of all layers: inputs, hidden widths …, outputs. */
    public List<Integer> widths() {
        return widths;
    }

    /** Creates passes like {@link #pass(Precision, int, int, int, int)}, in float32. */
    public MlpPass pass(int worker, int shared, int group, int groups) {
        return pass(Precision.FLOAT32, worker, shared, group, groups);
    }

    /**
     * Creates a worker's forward and backward passes over blocks of rows, by vector instructions if the vector module is
     * present, otherwise by libtorch.
     *
     * @param products precision of the products between hidden layers; the first and the last layer are always in float32
     * @param shared number of inputs, from the first, that the rows of a group share
     * @param group rows per group
     * @param groups groups per block
     * @throws IllegalArgumentException if this precision is not available
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

    /** The number of multiplications per row in a forward pass: Σ in·out over the linear layers. */
    public long productsPerRow() {
        long products = 0;
        for (int layer = 0; layer < layers(); layer++) {
            products += (long) widths.get(layer) * widths.get(layer + 1);
        }
        return products;
    }

    /**
     * The network's output with a worker's replica of the parameters.
     *
     * @param x {@code [n, in]}
     * @return {@code [n, out]}
     */
    public Tensor forward(int worker, Tensor x) {
        return forward(parameters.replica(worker), x);
    }

    /** The last layer's bias in a worker's replica, {@code [out]}. */
    public Tensor bias(int worker) {
        return parameters.replica(worker).get(2 * layers() - 1);
    }

    /**
     * The network's output with any view of its parameters, such as {@link Parameters#frozen}, or of others with the same
     * slots.
     *
     * @param x {@code [n, in]}
     * @return {@code [n, out]}
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
     * An output with its directional derivatives.
     *
     * @param value the output, {@code [n, out]}
     * @param tangent the Jacobian times each direction, {@code [n, k, out]}
     */
    public record Dual(Tensor value, Tensor tangent) {}

    /**
     * The output and its directional derivatives, by forward-mode differentiation, which autograd can differentiate again.
     *
     * @param x {@code [n, in]}
     * @param from index of the first input that the directions refer to
     * @param directions k directions in the inputs [from, from + m), {@code [n, k, m]}
     */
    public Dual forward(Parameters.Replica replica, Tensor x, int from, Tensor directions) {
        Tensor h = x;
        Tensor dh = directions;
        for (int layer = 0; layer < layers(); layer++) {
            Tensor weight = replica.get(2 * layer);
            h = torch.linear(h, weight, replica.bias(2 * layer + 1));
            dh = torch.linear(dh, layer == 0 ? weight.narrow(1, from, directions.size(2)) : weight);
            if (layer < layers() - 1) {
                // silu(h) = h·σ(h), with the derivative σ(h)·(1 + h·(1 − σ(h)))
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
