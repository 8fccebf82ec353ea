package dev.advect.nn;

import dev.advect.nn.Parameters.Slot;
import dev.advect.nn.vector.Vectors;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * An ensemble of multi-layer perceptrons of the same shape, with batched parameters.
 *
 * <p>Each hidden layer is linear, followed by optional LayerNorm and ReLU; the last layer is linear only. This is the critic
 * of RLPD's public reference, with its initialisation: weights Glorot-uniform, U(±√(6 / (in + out))), biases zero. A weight
 * has shape {@code [members, in, out]}, all other parameters {@code [members, 1, out]}.
 */
public final class MlpEnsemble implements AutoCloseable {
    /** The default of Flax. */
    static final double LAYER_NORM_EPSILON = 1e-6;

    private final int members;
    private final List<Integer> widths;
    private final boolean layerNorm;
    private final int differentiated;
    private final Precision products;
    private final Parameters parameters;
    private final EnsembleWeights weights;

    /**
     * @param widths inputs, hidden widths …, outputs
     * @param layerNorm whether the hidden layers have layer normalisation, with scale and shift per member
     * @param differentiated number of inputs, from the last, for which passes compute gradients
     * @param products precision of the products with {@link #weights()} between hidden layers in passes; all other products
     *     are in float32
     */
    public MlpEnsemble(String name, int members, List<Integer> widths, boolean layerNorm, int differentiated,
            Precision products, RandomGenerator random) {
        this.members = members;
        this.widths = List.copyOf(widths);
        this.layerNorm = layerNorm;
        this.differentiated = differentiated;
        this.products = products;
        List<Slot> slots = new ArrayList<>();
        for (int layer = 0; layer < layers(); layer++) {
            int out = widths.get(layer + 1);
            String prefix = name + "." + layer + ".";
            slots.add(new Slot(prefix + "weight", members, widths.get(layer), out));
            slots.add(new Slot(prefix + "bias", members, 1, out));
            if (layerNorm && layer < layers() - 1) {
                slots.add(new Slot(prefix + "scale", members, 1, out));
                slots.add(new Slot(prefix + "shift", members, 1, out));
            }
        }
        parameters = new Parameters(slots, 1);
        initialise(random);
        weights = new EnsembleWeights(this, parameters, true);
    }

    private void initialise(RandomGenerator random) {
        long offset = 0;
        for (int layer = 0; layer < layers(); layer++) {
            int in = widths.get(layer);
            int out = widths.get(layer + 1);
            double bound = Math.sqrt(6.0 / (in + out));
            long numbers = (long) members * in * out;
            for (long i = 0; i < numbers; i++) {
                parameters.values().set(offset + i, (float) random.nextDouble(-bound, bound));
            }
            long row = (long) members * out;
            offset += numbers + row;
            if (layerNorm && layer < layers() - 1) {
                for (long i = 0; i < row; i++) {
                    parameters.values().set(offset + i, 1);
                }
                offset += 2 * row;
            }
        }
    }

    public Parameters parameters() {
        return parameters;
    }

    public int members() {
        return members;
    }

    private int layers() {
        return widths.size() - 1;
    }

    List<Integer> widths() {
        return widths;
    }

    boolean layerNorm() {
        return layerNorm;
    }

    int differentiated() {
        return differentiated;
    }

    Precision products() {
        return products;
    }

    /** The offset of a member's parameters of one slot, in the block of all parameters. */
    long at(int slot, int member) {
        long offset = 0;
        for (Slot before : parameters.slots().subList(0, slot)) {
            offset += before.size();
        }
        return offset + member * (parameters.slots().get(slot).size() / members);
    }

    /** The ensemble's own parameters for use in passes, with gradients in {@link Parameters#gradient()}. */
    public EnsembleWeights weights() {
        return weights;
    }

    /** Other parameters of the same slots for use in passes, as constants; must be closed before {@code others}. */
    public EnsembleWeights weights(Parameters others) {
        return new EnsembleWeights(this, others, false);
    }

    /**
     * Creates one thread's forward and backward passes, by vector instructions if the vector module is present, otherwise by
     * libtorch.
     *
     * @throws IllegalStateException if the ensemble has several outputs
     */
    public EnsemblePass pass() {
        if (widths.getLast() != 1) {
            throw new IllegalStateException("passes are of ensembles with one output, and this has " + widths.getLast());
        }
        return Vectors.present() ? new VectorEnsemblePass(weights) : new TorchEnsemblePass(weights);
    }

    /**
     * Computes the outputs by libtorch.
     *
     * @param of weights of all members or of one, as constants or leaves
     * @param x {@code [n, in]}
     * @return {@code [members, n, out]}
     */
    public Tensor forward(Weights of, Tensor x) {
        long count = of.get(0).size(0);
        Tensor h = x.unsqueeze(0).expand(count, x.size(0), x.size(1));
        int slot = 0;
        for (int layer = 0; layer < layers(); layer++) {
            h = torch.baddbmm(of.get(slot + 1), h, of.get(slot));
            slot += 2;
            if (layer < layers() - 1) {
                if (layerNorm) {
                    Tensor normal = torch.layer_norm(h, new long[] {widths.get(layer + 1)}, new TensorOptional(),
                            new TensorOptional(), LAYER_NORM_EPSILON, false);
                    h = torch.addcmul(of.get(slot + 1), normal, of.get(slot));
                    slot += 2;
                }
                h = torch.relu(h);
            }
        }
        return h;
    }

    @Override
    public void close() {
        weights.close();
        parameters.close();
    }
}
