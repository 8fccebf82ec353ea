package dev.advect.offpolicy;

import dev.advect.io.StateDict;
import dev.advect.nn.Adam;
import dev.advect.nn.EnsemblePass;
import dev.advect.nn.EnsembleWeights;
import dev.advect.nn.MlpEnsemble;
import dev.advect.nn.Parameters;
import dev.advect.nn.Workers;
import dev.advect.nn.torch.Torch;
import dev.advect.offpolicy.CriticConfig.PolicyValue;
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
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Q(s, a) by an ensemble, with target networks that follow it: the critic of REDQ (arXiv 2101.05982) with the layer
 * normalisation of RLPD (arXiv 2302.02948).
 *
 * <p>A member is computed as a whole by one thread, see {@link EnsemblePass}. The target is the minimum over a random
 * subset of them.
 */
public final class CriticEnsemble implements AutoCloseable {
    private static final long[] ACTION = {1};
    private static final double LEAST_MAGNITUDE = 1e-3;

    private final CriticConfig config;
    private final MlpEnsemble network;
    private final EnsembleWeights trained;
    private final Parameters target;
    private final EnsembleWeights targetWeights;
    private final Adam adam;
    /** Those that no thread has taken. */
    private final ConcurrentLinkedDeque<EnsemblePass> passes = new ConcurrentLinkedDeque<>();
    private final int[] all;
    private double magnitude = 1;

    /** @param actionSize of an action, or of a chunk of them */
    public CriticEnsemble(CriticConfig config, int observationSize, int actionSize, RandomGenerator random) {
        this.config = config;
        List<Integer> widths = new ArrayList<>();
        widths.add(observationSize + actionSize);
        widths.addAll(config.hidden());
        widths.add(1);
        network = new MlpEnsemble("critic", config.members(), widths, config.layerNorm(), actionSize,
                config.products(), random);
        trained = network.weights();
        target = new Parameters(network.parameters().slots(), 0);
        targetWeights = network.weights(target);
        adam = new Adam(network.parameters());
        all = IntStream.range(0, config.members()).toArray();
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
     * What the policy climbs, see {@link CriticConfig.PolicyValue}; differentiable with regard to a only, once, and for any
     * number of threads at once.
     *
     * @param subset as {@link #drawSubset} drew it
     * @return {@code [n]}
     */
    public Tensor policyValue(Tensor s, Tensor a, int[] subset) {
        int n = (int) a.size(0);
        float[] value = new float[n];
        float[] gradient = new float[a.requires_grad() ? (int) a.numel() : 0];
        policyValue(input(s, a), subset, value, gradient);
        Tensor known = torch.tensor(value);
        if (!a.requires_grad()) {
            return known;
        }
        // 0, with the gradient that is known: a − a, of which only the first is differentiated
        return known.add(a.sub(a.detach()).mul(torch.tensor(gradient).view(n, a.size(1))).sum(ACTION));
    }

    /**
     * The same without autograd.
     *
     * @param x rows (s, a), {@code [n, observationSize + d]}
     * @param value comes as zeros and is set, {@code [n]}
     * @param gradient with regard to a, {@code [n, d]}: comes as zeros and is set; or is empty where none is asked for
     */
    public void policyValue(float[] x, int[] subset, float[] value, float[] gradient) {
        with(pass -> {
            if (config.policyValue() == PolicyValue.MEAN) {
                MemberValues.mean(pass, trained, all, x, value, gradient);
            } else {
                int[] members = config.policyValue() == PolicyValue.MIN ? all : subset;
                MemberValues.least(pass, trained, members, x, value, gradient);
            }
        });
    }

    /**
     * The minimum over some target networks; no gradient passes.
     *
     * @param subset as {@link #drawSubset} drew it
     * @return {@code [n]}
     */
    public Tensor targetValue(Tensor s, Tensor a, int[] subset) {
        float[] value = new float[(int) a.size(0)];
        with(pass -> MemberValues.least(pass, targetWeights, subset, input(s, a), value, new float[0]));
        return torch.tensor(value);
    }

    /** The rows (s, a) one after the other. */
    private static float[] input(Tensor s, Tensor a) {
        return Torch.floats(torch.cat(new TensorVector(s, a), 1));
    }

    /** Does something with a pass that is the calling thread's as long as it lasts. */
    private void with(Consumer<EnsemblePass> work) {
        EnsemblePass pass = passes.poll();
        if (pass == null) {
            pass = network.pass();
        }
        work.accept(pass);
        passes.push(pass);
    }

    /** Draws the members of an update's target, {@code [subset]}, without repetition. */
    public int[] drawSubset(RandomGenerator random) {
        int[] left = all.clone();
        int[] subset = new int[config.subset()];
        for (int i = 0; i < subset.length; i++) {
            int j = i + random.nextInt(left.length - i);
            subset[i] = left[j];
            left[j] = left[i];
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
         * A member's part of the penalty, a scalar; as if divided by the number of all members.
         *
         * @param q values of actions, {@code [m, observationSize]} and {@code [m, actionSize]} to {@code [m]}, to be
         *     differentiated
         * @param data the values of the batch's own actions, {@code [n]}, likewise
         */
        Tensor of(int member, BiFunction<Tensor, Tensor, Tensor> q, Tensor data);
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
        RowTasks.rows(workers, batch.size(), (worker, from, n) -> target(worker, from, n, batch, bootstrap));
        float[] x;
        try (PointerScope _ = new PointerScope()) {
            x = input(batch.observation.tensor(), batch.action.tensor());
        }
        double[] losses = new double[config.members()];
        double[] values = new double[config.members()];
        double[] magnitudes = new double[config.members()];
        RowTasks.tasks(workers, config.members(), member -> with(pass -> {
            pass.begin(trained, member);
            pass.forward(x, batch.size());
            for (int row = 0; row < batch.size(); row++) {
                values[member] += pass.output()[row];
                magnitudes[member] += Math.abs(pass.output()[row]);
            }
            losses[member] = squaredError(pass, batch);
            if (penalty != null) {
                losses[member] += add(penalty, member, pass, batch.size());
            }
            pass.backward();
        }));
        double norm = adam.step(workers, config.learningRate(), config.maxGradNorm());
        trained.changed();
        follow(config.targetRate());
        RowTasks.tasks(workers, config.members(), trained::prepare);
        magnitude = Math.max(LEAST_MAGNITUDE, Arrays.stream(magnitudes).sum() * scale(batch));
        return new Update(Arrays.stream(losses).sum(), Arrays.stream(values).sum() * scale(batch), norm);
    }

    private double scale(Batch batch) {
        return 1.0 / (config.members() * (double) batch.size());
    }

    /** A member's part of the mean of (Q − y)², whose gradient is left in the pass. */
    private double squaredError(EnsemblePass pass, Batch batch) {
        double sum = 0;
        for (int row = 0; row < batch.size(); row++) {
            double error = (double) pass.output()[row] - batch.target.get(row);
            sum += error * error;
            pass.outputGradient()[row] = (float) (2 * scale(batch) * error);
        }
        return sum * scale(batch);
    }

    /** A member's penalty, whose gradient with respect to values, by autograd, is added to that in the pass. */
    private static double add(Penalty penalty, int member, EnsemblePass pass, int n) {
        try (PointerScope _ = new PointerScope()) {
            List<Tensor> leaves = new ArrayList<>();
            List<Integer> places = new ArrayList<>();
            Tensor data = leaf(pass, 0, n);
            Tensor loss = penalty.of(member, (s, a) -> {
                int m = (int) a.size(0);
                int first = pass.forward(input(s, a), m);
                Arrays.fill(pass.outputGradient(), first, first + m, 0);
                leaves.add(leaf(pass, first, m));
                places.add(first);
                return leaves.getLast();
            }, data);
            leaves.add(data);
            places.add(0);
            loss.backward();
            for (int i = 0; i < leaves.size(); i++) {
                if (leaves.get(i).grad().defined()) {
                    float[] gradient = Torch.floats(leaves.get(i).grad());
                    for (int row = 0; row < gradient.length; row++) {
                        pass.outputGradient()[places.get(i) + row] += gradient[row];
                    }
                }
            }
            return loss.item_double();
        }
    }

    private static Tensor leaf(EnsemblePass pass, int from, int n) {
        return torch.tensor(Arrays.copyOfRange(pass.output(), from, from + n)).requires_grad_(true);
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
        targetWeights.changed();
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
        trained.changed();
        targetWeights.changed();
    }

    @Override
    public void close() {
        adam.close();
        targetWeights.close();
        target.close();
        network.close();
    }
}
