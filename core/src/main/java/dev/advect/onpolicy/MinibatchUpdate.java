package dev.advect.onpolicy;

import dev.advect.nn.Mlp;
import dev.advect.nn.MlpPass;
import dev.advect.nn.Parameters;
import dev.advect.nn.Precision;
import dev.advect.nn.Workers;
import dev.advect.ranks.Ranks;
import dev.advect.ranks.Rows;
import org.bytedeco.javacpp.PointerScope;

import java.util.Arrays;
import java.util.List;

/**
 * The computation of one minibatch's gradients by all workers. Each worker passes its share of the minibatch's unrolls
 * through its own replica, in blocks that fit the processor's cache.
 *
 * <p>The value network comes first. Its values give the advantages, which are recomputed in every minibatch as in FPO's
 * public reference implementation, and its error gives its gradient. The policy follows, because advantages are
 * normalised over the whole minibatch.
 *
 * <p>In a run of several processes, each has the whole rollout buffer. They meet twice in a minibatch: to normalise the
 * advantages, and to add the gradients.
 */
final class MinibatchUpdate {
    private final Surrogate surrogate;
    private final Mlp network;
    private final RolloutBuffer data;
    private final OnPolicyConfig config;
    private final Workers workers;
    private final Ranks ranks;
    private final Shard[] shards;
    /** The shares of this process's workers in a minibatch. */
    private final UpdateMetrics.Part[] parts;
    /** The advantages of the minibatch, in its order, of all processes. */
    private final float[] advantages;
    private boolean normaliseAdvantages = true;

    /** A worker's passes and buffers; rows are in the order of the minibatch. */
    private final class Shard {
        final MlpPass values;
        final PolicyPass policy;
        final float[] reward;
        final float[] discount;
        final float[] truncated;
        final float[] value;
        final float[] target;
        final float[] advantage;
        final float[] observations;

        Shard(int worker, int unrolls) {
            int rows = unrolls * data.steps;
            int maxRows = config.products() == Precision.BFLOAT16 ? MlpPass.BFLOAT16_BLOCK : MlpPass.BLOCK;
            int block = Math.clamp(maxRows / data.steps, 1, Math.max(1, unrolls));
            values = network.pass(
                    config.products(), worker, network.widths().getFirst(), 1, block * (data.steps + 1));
            policy = surrogate.pass(worker, data);
            reward = new float[rows];
            discount = new float[rows];
            truncated = new float[rows];
            value = new float[rows];
            target = new float[rows];
            advantage = new float[rows];
            observations = new float[block * data.steps * network.widths().getFirst()];
        }
    }

    MinibatchUpdate(Surrogate surrogate, Mlp value, RolloutBuffer data, OnPolicyConfig config, Workers workers) {
        this.surrogate = surrogate;
        network = value;
        this.data = data;
        this.config = config;
        this.workers = workers;
        ranks = workers.ranks();
        advantages = new float[config.unrollsPerMinibatch() * data.steps];
        shards = new Shard[workers.count()];
        parts = new UpdateMetrics.Part[workers.count()];
        for (int i = 0; i < shards.length; i++) {
            int unrolls = workers.to(i, config.unrollsPerMinibatch()) - workers.from(i, config.unrollsPerMinibatch());
            shards[i] = new Shard(i, unrolls);
        }
    }

    /** Sets whether advantages are normalised over a minibatch (initially true), or enter the objective as they are. */
    void normaliseAdvantages(boolean normalise) {
        normaliseAdvantages = normalise;
    }

    /** Whether advantages are normalised. */
    boolean normalisesAdvantages() {
        return normaliseAdvantages;
    }

    /**
     * Prepares complete unrolls: normalises observations and computes the statistics of the policy that collected them.
     */
    void prepare() {
        if (config.normalizeObservations()) {
            workers.run(this::normalise);
        }
        workers.run(worker -> {
            int from = workers.from(worker, data.unrolls);
            int n = workers.to(worker, data.unrolls) - from;
            surrogate.complete(worker, data, from, n);
            shards[worker].policy.begin();
            shards[worker].policy.statistics(from, n);
            surrogate.reward(worker, data, from, n);
        });
        data.shareStatistics(ranks, surrogate.completesDraws());
    }

    /** Normalises a share of the observations of all processes, which is cheaper than to hand them over again. */
    private void normalise(int worker) {
        int from = Ranks.from(data.unrolls, worker, workers.count());
        int n = Ranks.from(data.unrolls, worker + 1, workers.count()) - from;
        try (PointerScope _ = new PointerScope()) {
            surrogate.policy().norm().applyInPlace(data.observation.tensor().narrow(0, from, n));
            surrogate.policy().norm().applyInPlace(data.last.tensor().narrow(0, from, n));
        }
    }

    /**
     * Computes the gradients of the minibatch {@code order[from … from + size)} into both networks' parameters.
     *
     * @param valueOnly whether to skip the policy
     * @return mean(ρ − 1 − log ρ), see {@link KlControl}; 0 without the policy
     */
    double gradients(int[] order, int from, int size, boolean valueOnly, UpdateMetrics metrics) {
        network.parameters().zeroGradients();
        surrogate.policy().parameters().zeroGradients();
        double total = (double) size * data.steps;
        workers.run(worker -> {
            parts[worker] = new UpdateMetrics.Part();
            int first = workers.from(worker, size);
            valueGradient(worker, order, from + first, from + workers.to(worker, size), total);
            float[] own = shards[worker].advantage;
            System.arraycopy(own, 0, advantages, first * data.steps, own.length);
        });
        double[] packed = packed();
        ranks.gather(Rows.of(advantages, size), Rows.of(packed, workers.total()));
        double mean = 0;
        for (UpdateMetrics.Part part : unpacked(packed)) {
            mean += part.advantageSum / total;
        }
        double squares = 0;
        for (float a : advantages) {
            squares += (a - mean) * (a - mean);
        }
        double std = Math.sqrt(squares / total);
        List<Parameters> networks = List.of(network.parameters());
        if (!valueOnly) {
            double average = mean;
            workers.run(worker -> policyGradient(worker,
                    Arrays.copyOfRange(order, from + workers.from(worker, size), from + workers.to(worker, size)),
                    total, average, std));
            networks = List.of(network.parameters(), surrogate.policy().parameters());
        }
        packed = packed();
        Parameters.sumGradients(ranks, networks, Rows.of(packed, workers.total()));
        return metrics.add(unpacked(packed), std, total);
    }

    /** The shares of this process's workers at their places among those of all. */
    private double[] packed() {
        double[] packed = new double[workers.total() * UpdateMetrics.Part.SIZE];
        for (int worker = 0; worker < parts.length; worker++) {
            parts[worker].write(packed, workers.number(worker) * UpdateMetrics.Part.SIZE);
        }
        return packed;
    }

    private UpdateMetrics.Part[] unpacked(double[] packed) {
        UpdateMetrics.Part[] all = new UpdateMetrics.Part[workers.total()];
        Arrays.setAll(all, i -> UpdateMetrics.Part.read(packed, i * UpdateMetrics.Part.SIZE));
        return all;
    }

    /** Computes values, advantages and the value network's gradient for a worker's unrolls {@code order[from … to)}. */
    private void valueGradient(int worker, int[] order, int from, int to, double total) {
        MlpPass values = shards[worker].values;
        int block = values.groups() / (data.steps + 1);
        values.begin();
        for (int index = from; index < to; index += block) {
            valueBlock(worker, order, index, Math.min(block, to - index), (index - from) * data.steps, total);
        }
        values.end();
    }

    /**
     * @param row the block's first row in the shard
     */
    private void valueBlock(int worker, int[] order, int first, int n, int row, double total) {
        Shard shard = shards[worker];
        MlpPass pass = shard.values;
        int steps = data.steps;
        int width = network.widths().getFirst();
        for (int u = 0; u < n; u++) {
            data.observation.read(
                    (long) order[first + u] * steps * width, shard.observations, u * steps * width, steps * width);
        }
        int rows = n * steps;
        for (int i = 0; i < rows; i++) {
            System.arraycopy(shard.observations, i * width, pass.shared(), i * pass.sharedStride(), width);
        }
        // the observations after the unrolls' last steps follow all others, and have no gradient
        for (int u = 0; u < n; u++) {
            data.last.read((long) order[first + u] * width, pass.shared(), (rows + u) * pass.sharedStride(), width);
        }
        pass.forward(rows + n);
        for (int i = 0; i < rows; i++) {
            shard.value[row + i] = pass.output()[i * pass.outputStride()];
        }
        for (int u = 0; u < n; u++) {
            int source = order[first + u] * steps;
            int index = row + u * steps;
            System.arraycopy(data.reward, source, shard.reward, index, steps);
            System.arraycopy(data.discount, source, shard.discount, index, steps);
            System.arraycopy(data.truncated, source, shard.truncated, index, steps);
            Gae.compute(index, steps, shard.reward, shard.discount, shard.truncated, shard.value,
                    pass.output()[(rows + u) * pass.outputStride()], config.gaeLambda(), shard.target, shard.advantage);
        }
        UpdateMetrics.Part part = parts[worker];
        // loss = coefficient · mean squared error, without truncated steps
        double factor = 2 * config.valueCoefficient() / total;
        for (int i = 0; i < rows; i++) {
            int index = row + i;
            float weight = 1 - shard.truncated[index];
            part.value(shard.value[index], shard.target[index], weight);
            part.advantageSum += shard.advantage[index];
            pass.outputGradient()[i * pass.outputStride()] =
                    (float) (factor * weight * (shard.value[index] - shard.target[index]));
        }
        pass.backward(rows);
    }

    private void policyGradient(int worker, int[] unrolls, double total, double mean, double std) {
        Shard shard = shards[worker];
        for (int i = 0; normaliseAdvantages && i < shard.advantage.length; i++) {
            shard.advantage[i] = (float) ((shard.advantage[i] - mean) / (std + 1e-8));
        }
        shard.policy.begin();
        shard.policy.gradient(unrolls, shard.advantage, 0, 1 / total, parts[worker]);
        shard.policy.end();
    }
}
