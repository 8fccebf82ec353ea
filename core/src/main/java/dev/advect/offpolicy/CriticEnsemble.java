package dev.advect.offpolicy;

import dev.advect.io.StateDict;
import dev.advect.nn.Adam;
import dev.advect.nn.EnsemblePass;
import dev.advect.nn.EnsembleWeights;
import dev.advect.nn.MlpEnsemble;
import dev.advect.nn.Parameters;
import dev.advect.nn.Workers;
import dev.advect.nn.torch.Torch;
import dev.advect.nn.vector.Reductions;
import dev.advect.nn.vector.Vectors;
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
 * An ensemble of Q-networks with target networks: the critic of REDQ (arXiv 2101.05982) with the layer normalisation of
 * RLPD (arXiv 2302.02948).
 *
 * <p>Each member is computed by one thread, see {@link EnsemblePass}. The target is the minimum over a random subset of
 * the target networks.
 */
public final class CriticEnsemble implements AutoCloseable {
    private static final long[] ACTION = {1};
    private static final double MIN_MAGNITUDE = 1e-3;

    private final CriticConfig config;
    private final MlpEnsemble network;
    private final EnsembleWeights trained;
    private final Parameters target;
    private final EnsembleWeights targetWeights;
    private final Adam adam;
    /** The passes that no thread is using. */
    private final ConcurrentLinkedDeque<EnsemblePass> passes = new ConcurrentLinkedDeque<>();
    private final int[] all;
    private double magnitude = 1;

    /** @param actionSize the size of an action, or of an action chunk */
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
        follow(1, 0, target.size());
    }

    public Parameters parameters() {
        return network.parameters();
    }

    /** The number of networks in the ensemble. */
    public int members() {
        return config.members();
    }

    /** The mean of |Q| over the actions of the last training batch; 1 before the first, and at least 0.001. */
    public double magnitude() {
        return magnitude;
    }

    // ---- values

    /**
     * The value that the policy maximises, see {@link CriticConfig.PolicyValue}. It is differentiable once, and only with
     * respect to {@code a}. Thread-safe.
     *
     * @param s observations, {@code [n, observationSize]}
     * @param a actions, {@code [n, d]}
     * @param subset from {@link #drawSubset}
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
        // adds zero with the known gradient: only the first a of a − a is differentiated
        return known.add(a.sub(a.detach()).mul(torch.tensor(gradient).view(n, a.size(1))).sum(ACTION));
    }

    /**
     * Computes the value that the policy maximises, and its gradient, without autograd.
     *
     * @param x rows (s, a), {@code [n, observationSize + d]}
     * @param value receives the values, {@code [n]}; must be zero before
     * @param gradient receives the gradient with respect to a, {@code [n, d]}; must be zero before; empty for no gradient
     */
    public void policyValue(float[] x, int[] subset, float[] value, float[] gradient) {
        if (config.policyValue() == PolicyValue.MEAN) {
            meanValue(x, value, gradient);
            return;
        }
        int[] members = config.policyValue() == PolicyValue.MIN ? all : subset;
        with(gradient.length == 0 ? 1 : members.length,
                own -> MemberValues.min(own, trained, members, x, value, gradient));
    }

    /**
     * Computes the mean over all members, whatever the policy maximises, and its gradient.
     *
     * @param x rows (s, a), {@code [n, observationSize + d]}
     * @param value receives the values, {@code [n]}; must be zero before
     * @param gradient receives the gradient with respect to a, {@code [n, d]}; must be zero before; empty for no gradient
     */
    public void meanValue(float[] x, float[] value, float[] gradient) {
        with(1, own -> MemberValues.mean(own[0], trained, all, x, value, gradient));
    }

    /**
     * The minimum over a subset of the target networks, without gradient.
     *
     * @param s observations, {@code [n, observationSize]}
     * @param a actions, {@code [n, d]}
     * @param subset from {@link #drawSubset}
     * @return {@code [n]}
     */
    public Tensor targetValue(Tensor s, Tensor a, int[] subset) {
        return targetValue(PolicyValue.SUBSET, s, a, subset);
    }

    /**
     * The values of the target networks, combined in the given way, without gradient.
     *
     * @param s observations, {@code [n, observationSize]}
     * @param a actions, {@code [n, d]}
     * @param subset from {@link #drawSubset}
     * @return {@code [n]}
     */
    public Tensor targetValue(PolicyValue combination, Tensor s, Tensor a, int[] subset) {
        float[] value = new float[(int) a.size(0)];
        float[] x = input(s, a);
        switch (combination) {
            case MEAN -> with(1, own -> MemberValues.mean(own[0], targetWeights, all, x, value, new float[0]));
            case MIN -> targetValue(x, all, value);
            case SUBSET -> targetValue(x, subset, value);
        }
        return torch.tensor(value);
    }

    /**
     * {@link #targetValue(Tensor, Tensor, int[])} without libtorch.
     *
     * @param x rows (s, a), {@code [n, observationSize + d]}
     * @param value receives the values, {@code [n]}
     */
    public void targetValue(float[] x, int[] subset, float[] value) {
        with(1, own -> MemberValues.min(own, targetWeights, subset, x, value, new float[0]));
    }

    /**
     * The rows (s, a), flattened, {@code [n, observationSize + d]}.
     *
     * @param s {@code [n, observationSize]}
     * @param a {@code [n, d]}
     */
    public static float[] input(float[] s, float[] a, int d) {
        int n = a.length / d;
        int o = s.length / n;
        float[] x = new float[n * (o + d)];
        for (int i = 0; i < n; i++) {
            System.arraycopy(s, i * o, x, i * (o + d), o);
            System.arraycopy(a, i * d, x, i * (o + d) + o, d);
        }
        return x;
    }

    /** The rows (s, a), flattened. */
    private static float[] input(Tensor s, Tensor a) {
        return Torch.floats(torch.cat(new TensorVector(s, a), 1));
    }

    /** The batch's rows (s, a), flattened. */
    private static float[] input(Batch batch) {
        int o = (int) batch.observation().shape()[1];
        int d = (int) batch.action().shape()[1];
        float[] x = new float[batch.size() * (o + d)];
        for (int row = 0; row < batch.size(); row++) {
            batch.observation().read((long) row * o, x, row * (o + d), o);
            batch.action().read((long) row * d, x, row * (o + d) + o, d);
        }
        return x;
    }

    /** Runs {@code work} with passes that no other thread uses meanwhile. */
    private void with(int count, Consumer<EnsemblePass[]> work) {
        EnsemblePass[] own = new EnsemblePass[count];
        for (int i = 0; i < count; i++) {
            EnsemblePass free = passes.poll();
            own[i] = free != null ? free : network.pass();
        }
        work.accept(own);
        for (EnsemblePass pass : own) {
            passes.push(pass);
        }
    }

    /** Samples the members for the target of an update, {@code [subset]}, without replacement. */
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

    /** The bootstrapped value of the next state in the critic's target. */
    @FunctionalInterface
    public interface Bootstrap {
        /**
         * V(s'), for instance min Q'(s', a') − α·log π(a'|s'), for the rows [from, from + n) of the batch, {@code [n]}.
         * Gradients are not recorded.
         */
        Tensor value(int worker, int from, int n, Tensor next);
    }

    /** A {@link Bootstrap} without libtorch. */
    @FunctionalInterface
    public interface RowBootstrap {
        /**
         * Computes V(s') of successive rows of the batch.
         *
         * @param from the first of the rows
         * @param next s', {@code [n, observationSize]}
         * @param value receives the values, {@code [n]}
         */
        void values(int from, float[] next, float[] value);
    }

    /** A term added to the squared error in the critic's loss. */
    @FunctionalInterface
    public interface Penalty {
        /**
         * One member's contribution to the penalty, a scalar, already divided by the number of members.
         *
         * @param q the member's values, from observations {@code [m, observationSize]} and actions {@code [m, actionSize]}
         *     to {@code [m]}, with gradient
         * @param data the member's values of the batch's own actions, {@code [n]}, with gradient
         */
        Tensor of(int member, BiFunction<Tensor, Tensor, Tensor> q, Tensor data);
    }

    /**
     * The metrics of an update.
     *
     * @param loss mean squared error over members and rows, plus the penalty
     * @param value mean Q over members and rows
     * @param gradientNorm norm before clipping; if it is not finite, the update was skipped
     */
    public record Update(double loss, double value, double gradientNorm) {}

    /**
     * Takes one gradient step towards the target R + γ'·V(s'), then updates the target networks.
     *
     * <p>The target is computed in parallel over rows and the gradient in parallel over members, so that the result does not
     * depend on the number of workers.
     */
    public Update update(Workers workers, Batch batch, Bootstrap bootstrap, @Nullable Penalty penalty) {
        RowTasks.rows(workers, batch.size(), (worker, from, n) -> target(worker, from, n, batch, bootstrap));
        return learn(workers, batch, penalty);
    }

    /** {@link #update(Workers, Batch, Bootstrap, Penalty)} with a target that is computed without libtorch. */
    public Update update(Workers workers, Batch batch, RowBootstrap bootstrap) {
        RowTasks.rows(workers, batch.size(), (_, from, n) -> target(from, n, batch, bootstrap));
        return learn(workers, batch, null);
    }

    private Update learn(Workers workers, Batch batch, @Nullable Penalty penalty) {
        float[] x = input(batch);
        double[] losses = new double[config.members()];
        double[] values = new double[config.members()];
        double[] magnitudes = new double[config.members()];
        RowTasks.tasks(workers, config.members(), member -> with(1, own -> {
            EnsemblePass pass = own[0];
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
        double norm = adam.step(workers, config.learningRate(), config.maxGradNorm(),
                (from, to) -> follow(config.targetRate(), from, to));
        trained.changed();
        targetWeights.changed();
        RowTasks.tasks(workers, config.members(), trained::prepare);
        magnitude = Math.max(MIN_MAGNITUDE, Arrays.stream(magnitudes).sum() * scale(batch));
        return new Update(Arrays.stream(losses).sum(), Arrays.stream(values).sum() * scale(batch), norm);
    }

    private double scale(Batch batch) {
        return 1.0 / (config.members() * (double) batch.size());
    }

    /** One member's contribution to the mean of (Q − y)²; its gradient is left in the pass. */
    private double squaredError(EnsemblePass pass, Batch batch) {
        double sum = 0;
        for (int row = 0; row < batch.size(); row++) {
            double error = (double) pass.output()[row] - batch.target().get(row);
            sum += error * error;
            pass.outputGradient()[row] = (float) (2 * scale(batch) * error);
        }
        return sum * scale(batch);
    }

    /** One member's penalty; autograd's gradient with respect to the values is added to the one in the pass. */
    private static double add(Penalty penalty, int member, EnsemblePass pass, int n) {
        try (PointerScope _ = new PointerScope()) {
            List<Tensor> leaves = new ArrayList<>();
            List<Integer> offsets = new ArrayList<>();
            Tensor data = leaf(pass, 0, n);
            Tensor loss = penalty.of(member, (s, a) -> {
                int m = (int) a.size(0);
                int first = pass.forward(input(s, a), m);
                Arrays.fill(pass.outputGradient(), first, first + m, 0);
                leaves.add(leaf(pass, first, m));
                offsets.add(first);
                return leaves.getLast();
            }, data);
            leaves.add(data);
            offsets.add(0);
            loss.backward();
            for (int i = 0; i < leaves.size(); i++) {
                if (leaves.get(i).grad().defined()) {
                    float[] gradient = Torch.floats(leaves.get(i).grad());
                    for (int row = 0; row < gradient.length; row++) {
                        pass.outputGradient()[offsets.get(i) + row] += gradient[row];
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
            Tensor value = bootstrap.value(worker, from, n, batch.next().tensor().narrow(0, from, n));
            batch.target().tensor().narrow(0, from, n).copy_(torch.addcmul(
                    batch.reward().tensor().narrow(0, from, n), batch.discount().tensor().narrow(0, from, n), value));
        }
    }

    private static void target(int from, int n, Batch batch, RowBootstrap bootstrap) {
        int o = (int) batch.next().shape()[1];
        float[] next = new float[n * o];
        batch.next().read((long) from * o, next, 0, next.length);
        float[] value = new float[n];
        bootstrap.values(from, next, value);
        for (int i = 0; i < n; i++) {
            batch.target().set(from + i, batch.reward().get(from + i) + batch.discount().get(from + i) * value[i]);
        }
    }

    /** Polyak update of the parameters [from, to): target ← target + rate·(trained − target). */
    private void follow(double rate, long from, long to) {
        if (Vectors.present()) {
            Reductions.approach(target.values().segment(), network.parameters().values().segment(), (float) rate, from, to);
            return;
        }
        try (PointerScope _ = new PointerScope()) {
            target.values().tensor().narrow(0, from, to - from)
                    .lerp_(network.parameters().values().tensor().narrow(0, from, to - from), new Scalar(rate));
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
