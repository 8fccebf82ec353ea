package dev.advect.onpolicy;

import dev.advect.nn.HostTensor;
import dev.advect.nn.Mlp;
import dev.advect.nn.Workers;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

import java.util.Arrays;

/**
 * The gradients of one minibatch, computed by all workers: each takes a share of the minibatch's unrolls through its own
 * replica, in pieces that stay in the processor's cache.
 *
 * <p>First the value network: its values give the unrolls' advantages (anew in every minibatch, as the paper's reference
 * does), its error gives its gradient. Then, as advantages are normalised over the whole minibatch, the policy.
 */
final class MinibatchUpdate implements AutoCloseable {
    /** Rows of the value network's piece of work: 1 MB a layer of 256 floats. */
    private static final int ROWS = 1024;

    private final Surrogate surrogate;
    private final Mlp value;
    private final Unrolls data;
    private final OnPolicyConfig config;
    private final Workers workers;
    /** Unrolls of a piece. */
    private final int piece;
    private final Shard[] shards;
    private final UpdateMetrics.Part[] parts;

    /** A worker's memory; rows are in the order of the minibatch. */
    private final class Shard {
        final float[] reward;
        final float[] discount;
        final float[] truncated;
        final float[] values;
        final HostTensor target;
        final HostTensor weight;
        final float[] targets;
        final float[] advantages;
        final HostTensor advantage;

        Shard(int unrolls) {
            int rows = unrolls * data.steps;
            reward = new float[rows];
            discount = new float[rows];
            truncated = new float[rows];
            values = new float[rows];
            targets = new float[rows];
            advantages = new float[rows];
            target = new HostTensor(rows);
            weight = new HostTensor(rows);
            advantage = new HostTensor(rows);
        }
    }

    MinibatchUpdate(Surrogate surrogate, Mlp value, Unrolls data, OnPolicyConfig config, Workers workers) {
        this.surrogate = surrogate;
        this.value = value;
        this.data = data;
        this.config = config;
        this.workers = workers;
        piece = Math.max(1, ROWS / data.steps);
        shards = new Shard[workers.count()];
        parts = new UpdateMetrics.Part[workers.count()];
        for (int i = 0; i < shards.length; i++) {
            int unrolls = workers.to(i, config.unrollsPerMinibatch()) - workers.from(i, config.unrollsPerMinibatch());
            shards[i] = new Shard(unrolls);
        }
    }

    /** Once the unrolls are complete: normalises observations and computes the acting policy's statistics. */
    void prepare() {
        workers.run(worker -> {
            int to = workers.to(worker, data.unrolls);
            try (NoGradGuard _ = new NoGradGuard()) {
                for (int at = workers.from(worker, data.unrolls); at < to; at += piece) {
                    int n = Math.min(piece, to - at);
                    try (PointerScope _ = new PointerScope()) {
                        prepare(worker, at, n);
                        surrogate.reward(worker, data, at, n);
                    }
                }
            }
        });
    }

    private void prepare(int worker, int at, int n) {
        Tensor observation = data.observation.tensor().narrow(0, at, n);
        if (config.normalizeObservations()) {
            surrogate.policy().norm().applyInPlace(observation);
            surrogate.policy().norm().applyInPlace(data.last.tensor().narrow(0, at, n));
        }
        surrogate.complete(worker, data, at, n);
        Surrogate.Evaluation old = surrogate.evaluate(worker, rows(observation),
                rows(data.action.tensor().narrow(0, at, n)), rows(data.draws.tensor().narrow(0, at, n)));
        rows(data.statistic.tensor().narrow(0, at, n)).copy_(old.statistic());
    }

    /**
     * Leaves the gradients of the minibatch {@code order[from … from + size)} in both networks' parameters.
     *
     * @param valueOnly leaves the policy out
     * @return mean(ρ − 1 − log ρ), see {@link KlControl}; 0 without the policy
     */
    double gradients(int[] order, int from, int size, boolean valueOnly, UpdateMetrics metrics) {
        value.parameters().zeroGradients();
        surrogate.policy().parameters().zeroGradients();
        double total = (double) size * data.steps;
        workers.run(worker -> {
            parts[worker] = new UpdateMetrics.Part();
            pieces(worker, size, (at, n) -> valuePiece(
                    worker, Arrays.copyOfRange(order, from + at, from + at + n), at - workers.from(worker, size), total));
        });
        value.parameters().sumGradients();
        double mean = 0;
        for (UpdateMetrics.Part part : parts) {
            mean += part.advantageSum / total;
        }
        double squares = 0;
        for (Shard shard : shards) {
            for (float a : shard.advantages) {
                squares += (a - mean) * (a - mean);
            }
        }
        double std = Math.sqrt(squares / total);
        if (!valueOnly) {
            policyGradients(order, from, size, total, mean, std);
        }
        return metrics.add(parts, std, total);
    }

    private void policyGradients(int[] order, int from, int size, double total, double mean, double std) {
        workers.run(worker -> {
            Shard shard = shards[worker];
            for (int i = 0; i < shard.advantages.length; i++) {
                shard.advantage.set(i, (float) ((shard.advantages[i] - mean) / (std + 1e-8)));
            }
            pieces(worker, size, (at, n) -> policyPiece(
                    worker, Arrays.copyOfRange(order, from + at, from + at + n), at - workers.from(worker, size), total));
        });
        surrogate.policy().parameters().sumGradients();
    }

    private interface Piece {
        void run(int at, int n);
    }

    private void pieces(int worker, int size, Piece work) {
        int to = workers.to(worker, size);
        for (int at = workers.from(worker, size); at < to; at += piece) {
            try (PointerScope _ = new PointerScope()) {
                work.run(at, Math.min(piece, to - at));
            }
        }
    }

    /** Values, advantages and the value network's gradient of some unrolls; {@code place} is theirs in the shard. */
    private void valuePiece(int worker, int[] unrolls, int place, double total) {
        Shard shard = shards[worker];
        int steps = data.steps;
        int row = place * steps;
        int rows = unrolls.length * steps;
        Tensor index = torch.tensor(unrolls);
        Tensor v = value.forward(worker, rows(data.observation.tensor().index_select(0, index))).squeeze(1);
        float[] bootstrap = new float[unrolls.length];
        try (NoGradGuard _ = new NoGradGuard()) {
            read(value.forward(worker, data.last.tensor().index_select(0, index)), bootstrap, 0, bootstrap.length);
        }
        read(v, shard.values, row, rows);
        for (int u = 0; u < unrolls.length; u++) {
            int source = unrolls[u] * steps;
            int at = row + u * steps;
            System.arraycopy(data.reward, source, shard.reward, at, steps);
            System.arraycopy(data.discount, source, shard.discount, at, steps);
            System.arraycopy(data.truncated, source, shard.truncated, at, steps);
            Gae.compute(at, steps, shard.reward, shard.discount, shard.truncated, shard.values, bootstrap[u],
                    config.gaeLambda(), shard.targets, shard.advantages);
        }
        UpdateMetrics.Part part = parts[worker];
        for (int i = row; i < row + rows; i++) {
            shard.target.set(i, shard.targets[i]);
            shard.weight.set(i, 1 - shard.truncated[i]);
            part.value(shard.values[i], shard.targets[i], 1 - shard.truncated[i]);
            part.advantageSum += shard.advantages[i];
        }
        Tensor error = v.sub(shard.target.tensor().narrow(0, row, rows)).mul(
                shard.weight.tensor().narrow(0, row, rows));
        error.square().sum().mul(new Scalar(config.valueCoefficient() / total)).backward();
    }

    private void policyPiece(int worker, int[] unrolls, int place, double total) {
        int steps = data.steps;
        int rows = unrolls.length * steps;
        Tensor index = torch.tensor(unrolls);
        Surrogate.Evaluation now = surrogate.evaluate(worker,
                rows(data.observation.tensor().index_select(0, index)),
                rows(data.action.tensor().index_select(0, index)),
                rows(data.draws.tensor().index_select(0, index)));
        Tensor old = rows(data.statistic.tensor().index_select(0, index));
        Tensor advantage = shards[worker].advantage.tensor().narrow(0, (long) place * steps, rows);
        Surrogate.Loss loss = surrogate.loss(now, old, advantage);
        loss.sum().mul(new Scalar(1 / total)).backward();
        UpdateMetrics.Part part = parts[worker];
        part.policyLoss += loss.sum().item_double();
        Tensor entropy = now.entropy();
        if (entropy != null) {
            part.entropy += entropy.sum().item_double();
        }
        float[] ratio = new float[(int) loss.ratio().numel()];
        read(loss.ratio(), ratio, 0, ratio.length);
        part.ratios(ratio, loss.clip());
    }

    /** Unrolls and steps as rows: {@code [n, T, …]} to {@code [n · T, …]}. */
    private static Tensor rows(Tensor x) {
        return x.flatten(0, 1);
    }

    private static void read(Tensor from, float[] to, int at, int n) {
        from.contiguous().data_ptr_float().get(to, at, n);
    }

    @Override
    public void close() {
        for (Shard shard : shards) {
            shard.target.close();
            shard.weight.close();
            shard.advantage.close();
        }
    }
}
