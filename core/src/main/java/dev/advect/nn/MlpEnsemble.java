package dev.advect.nn;

import dev.advect.nn.Parameters.Slot;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Several perceptrons of one shape, computed as one: a layer of all members is one batched product.
 *
 * <p>Linear layers, then LayerNorm (optional), then ReLU; the last layer is linear only. This is the critic of RLPD's
 * public reference, with its initialisation: weights Glorot-uniform, U(±√(6 / (in + out))), biases zero. A weight has
 * shape {@code [members, in, out]}, everything else {@code [members, 1, out]}.
 */
public final class MlpEnsemble implements AutoCloseable {
    /** Flax's. */
    private static final double LAYER_NORM_EPSILON = 1e-6;

    private final int members;
    private final List<Integer> widths;
    private final boolean layerNorm;
    private final Parameters parameters;
    private final List<Parameters.Replica> shares = new ArrayList<>();

    /**
     * @param widths inputs, hidden widths …, outputs
     * @param layerNorm whether the hidden layers are normalised, with a scale and shift of every member's own
     * @param workers how many threads train it at once, each its share of the members
     */
    public MlpEnsemble(
            String name, int members, List<Integer> widths, boolean layerNorm, int workers, RandomGenerator random) {
        this.members = members;
        this.widths = List.copyOf(widths);
        this.layerNorm = layerNorm;
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
        for (int worker = 0; worker < workers; worker++) {
            shares.add(parameters.entries(worker * members / workers, (worker + 1) * members / workers));
        }
        initialise(random);
    }

    private void initialise(RandomGenerator random) {
        long at = 0;
        for (int layer = 0; layer < layers(); layer++) {
            int in = widths.get(layer);
            int out = widths.get(layer + 1);
            double bound = Math.sqrt(6.0 / (in + out));
            long weights = (long) members * in * out;
            for (long i = 0; i < weights; i++) {
                parameters.values().set(at + i, (float) random.nextDouble(-bound, bound));
            }
            long row = (long) members * out;
            at += weights + row;
            if (layerNorm && layer < layers() - 1) {
                for (long i = 0; i < row; i++) {
                    parameters.values().set(at + i, 1);
                }
                at += 2 * row;
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

    /** How many members are a worker's to train. */
    public int share(int worker) {
        return (int) shares.get(worker).get(0).size(0);
    }

    /**
     * The outputs of a worker's share of the members, whose gradients go to {@link Parameters#gradient()}: the first
     * worker's members come first. What a member computes does not depend on the number of workers.
     *
     * @param x {@code [n, in]}
     * @return {@code [share, n, out]}
     */
    public Tensor forward(int worker, Tensor x) {
        return forward(shares.get(worker), share(worker), x);
    }

    /**
     * The outputs of all members.
     *
     * @param weights constants, or another network's of the same slots
     * @return {@code [members, n, out]}
     */
    public Tensor forward(Weights weights, Tensor x) {
        return forward(weights, members, x);
    }

    /**
     * The outputs of some members only.
     *
     * @param subset their numbers, {@code [m]}
     * @return {@code [m, n, out]}
     */
    public Tensor forward(Weights weights, Tensor subset, Tensor x) {
        return forward(slot -> weights.get(slot).index_select(0, subset), (int) subset.size(0), x);
    }

    private Tensor forward(Weights weights, int count, Tensor x) {
        Tensor h = x.unsqueeze(0).expand(count, x.size(0), x.size(1));
        int slot = 0;
        for (int layer = 0; layer < layers(); layer++) {
            h = torch.baddbmm(weights.get(slot + 1), h, weights.get(slot));
            slot += 2;
            if (layer < layers() - 1) {
                if (layerNorm) {
                    Tensor normal = torch.layer_norm(h, new long[] {widths.get(layer + 1)}, new TensorOptional(),
                            new TensorOptional(), LAYER_NORM_EPSILON, false);
                    h = torch.addcmul(weights.get(slot + 1), normal, weights.get(slot));
                    slot += 2;
                }
                h = torch.relu(h);
            }
        }
        return h;
    }

    @Override
    public void close() {
        shares.forEach(Parameters.Replica::close);
        parameters.close();
    }
}
