package dev.advect.offpolicy;

import dev.advect.io.StateDict;
import dev.advect.nn.Adam;
import dev.advect.nn.MlpEnsemble;
import dev.advect.nn.Parameters;
import dev.advect.nn.Weights;
import dev.advect.nn.Workers;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;

/**
 * Q(s, a) by an ensemble, with target networks that follow it: the critic of REDQ (arXiv 2101.05982) with the layer
 * normalisation of RLPD (arXiv 2302.02948).
 *
 * <p>Members are computed together, see {@link MlpEnsemble}. The target is the minimum over a random subset of them.
 */
public final class CriticEnsemble implements AutoCloseable {
    private static final long[] FIRST = {0};
    private static final double LEAST_MAGNITUDE = 1e-3;

    private final CriticConfig config;
    private final MlpEnsemble network;
    private final Parameters target;
    private final Adam adam;
    private double magnitude = 1;

    /** @param actionSize of an action, or of a chunk of them */
    public CriticEnsemble(
            CriticConfig config, int observationSize, int actionSize, int workers, RandomGenerator random) {
        this.config = config;
        List<Integer> widths = new ArrayList<>();
        widths.add(observationSize + actionSize);
        widths.addAll(config.hidden());
        widths.add(1);
        network = new MlpEnsemble("critic", config.members(), widths, config.layerNorm(), workers, random);
        target = new Parameters(network.parameters().slots(), 0);
        adam = new Adam(network.parameters());
        follow(1);
    }

    public Parameters parameters() {
        return network.parameters();
    }

    /** Networks of the ensemble. */
    public int members() {
        return config.members();
    }

    /** The mean absolute value of the actions of the last batch learnt from; 1 at first, and never nearly 0. */
    public double magnitude() {
        return magnitude;
    }

    // ---- values

    /**
     * What the policy climbs, see {@link CriticConfig.PolicyValue}; differentiable with regard to a only, and for any
     * number of threads at once.
     *
     * @param subset as {@link #drawSubset} drew it
     * @return {@code [n]}
     */
    public Tensor policyValue(Tensor s, Tensor a, int[] subset) {
        Weights frozen = network.parameters().frozen();
        return switch (config.policyValue()) {
            case MEAN -> network.forward(frozen, input(s, a)).squeeze(2).mean(0);
            case MIN -> network.forward(frozen, input(s, a)).squeeze(2).amin(FIRST, false);
            case SUBSET -> network.forward(frozen, torch.tensor(subset), input(s, a)).squeeze(2).amin(FIRST, false);
        };
    }

    /**
     * The minimum over some target networks; no gradient is meant to pass.
     *
     * @param subset as {@link #drawSubset} drew it
     * @return {@code [n]}
     */
    public Tensor targetValue(Tensor s, Tensor a, int[] subset) {
        return network.forward(target.frozen(), torch.tensor(subset), input(s, a)).squeeze(2).amin(FIRST, false);
    }

    private static Tensor input(Tensor s, Tensor a) {
        return torch.cat(new TensorVector(s, a), 1);
    }

    /** Draws the members of an update's target, {@code [subset]}, without repetition. */
    public int[] drawSubset(RandomGenerator random) {
        int[] all = new int[config.members()];
        for (int i = 0; i < all.length; i++) {
            all[i] = i;
        }
        int[] subset = new int[config.subset()];
        for (int i = 0; i < subset.length; i++) {
            int j = i + random.nextInt(all.length - i);
            subset[i] = all[j];
            all[j] = all[i];
        }
        return subset;
    }

    // ---- learning

    /** The target's part beyond s': the values and the weighted log-likelihoods of the policy's actions there. */
    @FunctionalInterface
    public interface Bootstrap {
        /**
         * V(s') = min Q'(s', a') − α·log π(a'|s') of the rows [from, from + n) of the batch, {@code [n]}; called without
         * recording gradients.
         */
        Tensor value(int worker, int from, int n, Tensor next);
    }

    /** More to be minimised, added to the squared error. */
    @FunctionalInterface
    public interface Penalty {
        /**
         * The penalty of a worker's share of the members, a scalar; as if divided by the number of all members.
         *
         * @param worker whose share it is
         * @param q values of actions, {@code [m, observationSize]} and {@code [m, actionSize]} to {@code [share, m]}
         * @param data the values of the batch's own actions, {@code [share, n]}
         */
        Tensor of(int worker, BiFunction<Tensor, Tensor, Tensor> q, Tensor data);
    }

    /**
     * What came of an update.
     *
     * @param loss mean squared error over members and rows, and the penalty
     * @param value mean over members and rows
     * @param gradientNorm before it was bounded; not finite where nothing was changed
     */
    public record Update(double loss, double value, double gradientNorm) {}

    /**
     * One step towards R + γ'·V(s'), then the target networks follow.
     *
     * <p>Workers share the rows to compute the target, and the members to compute the gradient: the result does not
     * depend on their number.
     */
    public Update update(Workers workers, Batch batch, Bootstrap bootstrap, @Nullable Penalty penalty) {
        int rows = batch.size();
        Pieces.rows(workers, rows, (worker, from, n) -> target(worker, from, n, batch, bootstrap));
        double[] losses = new double[workers.count()];
        double[] values = new double[workers.count()];
        double[] magnitudes = new double[workers.count()];
        double scale = 1.0 / (config.members() * (double) rows);
        parameters().zeroGradients();
        workers.run(worker -> {
            if (network.share(worker) == 0) {
                return;
            }
            try (PointerScope _ = new PointerScope()) {
                Tensor q = q(worker, batch.observation.tensor(), batch.action.tensor());
                Tensor loss = q.sub(batch.target.tensor()).square().sum().mul(new Scalar(scale));
                if (penalty != null) {
                    loss = loss.add(penalty.of(worker, (s, a) -> q(worker, s, a), q));
                }
                loss.backward();
                losses[worker] = loss.item_double();
                values[worker] = q.sum().item_double() * scale;
                magnitudes[worker] = q.abs().sum().item_double() * scale;
            }
        });
        double norm = adam.step(workers, config.learningRate(), config.maxGradNorm());
        follow(config.targetRate());
        magnitude = Math.max(LEAST_MAGNITUDE, Arrays.stream(magnitudes).sum());
        return new Update(Arrays.stream(losses).sum(), Arrays.stream(values).sum(), norm);
    }

    private Tensor q(int worker, Tensor s, Tensor a) {
        return network.forward(worker, input(s, a)).squeeze(2);
    }

    private static void target(int worker, int from, int n, Batch batch, Bootstrap bootstrap) {
        try (NoGradGuard _ = new NoGradGuard();
                PointerScope _ = new PointerScope()) {
            Tensor value = bootstrap.value(worker, from, n, batch.next.tensor().narrow(0, from, n));
            batch.target.tensor().narrow(0, from, n).copy_(torch.addcmul(
                    batch.reward.tensor().narrow(0, from, n), batch.discount.tensor().narrow(0, from, n), value));
        }
    }

    /** Moves the target networks to the trained ones by a part of the way. */
    private void follow(double rate) {
        try (PointerScope _ = new PointerScope()) {
            target.values().tensor().lerp_(network.parameters().values().tensor(), new Scalar(rate));
        }
    }

    // ---- saving

    public void save(StateDict state) {
        parameters().save(state, "parameters");
        target.save(state, "target");
        adam.save(state.child("adam"));
        state.putDoubles("magnitude", new double[] {magnitude}, 1);
    }

    public void load(StateDict state) {
        parameters().load(state, "parameters");
        target.load(state, "target");
        adam.load(state.child("adam"));
        magnitude = state.doubles("magnitude", 1)[0];
    }

    @Override
    public void close() {
        adam.close();
        target.close();
        network.close();
    }
}
