package dev.advect.onpolicy;

import dev.advect.nn.Mlp;
import dev.advect.nn.MlpPass;
import dev.advect.nn.Precision;
import dev.advect.nn.Workers;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;

import java.util.Arrays;

/**
 * The gradients of one minibatch, computed by all workers: each takes a share of the minibatch's unrolls through its own
 * replica, in pieces that stay in the processor's cache.
 *
 * <p>First the value network: its values give the unrolls' advantages (anew in every minibatch, as the paper's reference
 * does), its error gives its gradient. Then, as advantages are normalised over the whole minibatch, the policy.
 */
final class MinibatchUpdate {
    private final Surrogate surrogate;
    private final Mlp network;
    private final RolloutBuffer data;
    private final OnPolicyConfig config;
    private final Workers workers;
    private final Shard[] shards;
    private final UpdateMetrics.Part[] parts;

    /** A worker's passes and memory; rows are in the order of the minibatch. */
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
            int most = config.products() == Precision.BFLOAT16 ? MlpPass.BFLOAT16_BLOCK : MlpPass.BLOCK;
            int block = Math.clamp(most / data.steps, 1, Math.max(1, unrolls));
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
        shards = new Shard[workers.count()];
        parts = new UpdateMetrics.Part[workers.count()];
        for (int i = 0; i < shards.length; i++) {
            int unrolls = workers.to(i, config.unrollsPerMinibatch()) - workers.from(i, config.unrollsPerMinibatch());
            shards[i] = new Shard(i, unrolls);
        }
    }

    /** Once the unrolls are complete: normalises observations and computes the acting policy's statistics. */
    void prepare() {
        workers.run(worker -> {
            int from = workers.from(worker, data.unrolls);
            int n = workers.to(worker, data.unrolls) - from;
            if (config.normalizeObservations()) {
                try (PointerScope _ = new PointerScope()) {
                    Tensor observation = data.observation.tensor().narrow(0, from, n);
                    surrogate.policy().norm().applyInPlace(observation);
                    surrogate.policy().norm().applyInPlace(data.last.tensor().narrow(0, from, n));
                }
            }
            surrogate.complete(worker, data, from, n);
            shards[worker].policy.begin();
            shards[worker].policy.statistics(from, n);
            surrogate.reward(worker, data, from, n);
        });
    }

    /**
     * Leaves the gradients of the minibatch {@code order[from … from + size)} in both networks' parameters.
     *
     * @param valueOnly leaves the policy out
     * @return mean(ρ − 1 − log ρ), see {@link KlControl}; 0 without the policy
     */
    double gradients(int[] order, int from, int size, boolean valueOnly, UpdateMetrics metrics) {
        network.parameters().zeroGradients();
        surrogate.policy().parameters().zeroGradients();
        double total = (double) size * data.steps;
        workers.run(worker -> {
            parts[worker] = new UpdateMetrics.Part();
            valueGradient(worker, order, from + workers.from(worker, size), from + workers.to(worker, size), total);
        });
        network.parameters().sumGradients();
        double mean = 0;
        for (UpdateMetrics.Part part : parts) {
            mean += part.advantageSum / total;
        }
        double squares = 0;
        for (Shard shard : shards) {
            for (float a : shard.advantage) {
                squares += (a - mean) * (a - mean);
            }
        }
        double std = Math.sqrt(squares / total);
        if (!valueOnly) {
            double average = mean;
            workers.run(worker -> policyGradient(worker,
                    Arrays.copyOfRange(order, from + workers.from(worker, size), from + workers.to(worker, size)),
                    total, average, std));
            surrogate.policy().parameters().sumGradients();
        }
        return metrics.add(parts, std, total);
    }

    /** Values, advantages and the value network's gradient of a worker's unrolls {@code order[from … to)}. */
    private void valueGradient(int worker, int[] order, int from, int to, double total) {
        MlpPass values = shards[worker].values;
        int block = values.groups() / (data.steps + 1);
        values.begin();
        for (int at = from; at < to; at += block) {
            valuePiece(worker, order, at, Math.min(block, to - at), (at - from) * data.steps, total);
        }
        values.end();
    }

    /** @param row the piece's place in the shard */
    private void valuePiece(int worker, int[] order, int first, int n, int row, double total) {
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
        // what follows the unrolls' last steps comes after all of them, and has no gradient
        for (int u = 0; u < n; u++) {
            data.last.read((long) order[first + u] * width, pass.shared(), (rows + u) * pass.sharedStride(), width);
        }
        pass.forward(rows + n);
        for (int i = 0; i < rows; i++) {
            shard.value[row + i] = pass.output()[i * pass.outputStride()];
        }
        for (int u = 0; u < n; u++) {
            int source = order[first + u] * steps;
            int at = row + u * steps;
            System.arraycopy(data.reward, source, shard.reward, at, steps);
            System.arraycopy(data.discount, source, shard.discount, at, steps);
            System.arraycopy(data.truncated, source, shard.truncated, at, steps);
            Gae.compute(at, steps, shard.reward, shard.discount, shard.truncated, shard.value,
                    pass.output()[(rows + u) * pass.outputStride()], config.gaeLambda(), shard.target, shard.advantage);
        }
        UpdateMetrics.Part part = parts[worker];
        // the loss: coefficient · mean of squared errors, none at truncated steps
        double factor = 2 * config.valueCoefficient() / total;
        for (int i = 0; i < rows; i++) {
            int at = row + i;
            float weight = 1 - shard.truncated[at];
            part.value(shard.value[at], shard.target[at], weight);
            part.advantageSum += shard.advantage[at];
            pass.outputGradient()[i * pass.outputStride()] =
                    (float) (factor * weight * (shard.value[at] - shard.target[at]));
        }
        pass.backward(rows);
    }

    private void policyGradient(int worker, int[] unrolls, double total, double mean, double std) {
        Shard shard = shards[worker];
        for (int i = 0; i < shard.advantage.length; i++) {
            shard.advantage[i] = (float) ((shard.advantage[i] - mean) / (std + 1e-8));
        }
        shard.policy.begin();
        shard.policy.gradient(unrolls, shard.advantage, 0, 1 / total, parts[worker]);
        shard.policy.end();
    }
}
