package dev.advect.onpolicy;

import dev.advect.env.EnvSpec;
import dev.advect.env.VectorEnv.Episodes;
import dev.advect.io.StateDict;
import dev.advect.learner.Failure;
import dev.advect.nn.Mlp;
import dev.advect.nn.Parameters;
import dev.advect.nn.Workers;
import dev.advect.nn.torch.HostTensor;
import dev.advect.policy.Policy;
import dev.advect.random.Rng;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The recording of a minibatch whose gradient was not finite, saved together with the networks so that the update can
 * be inspected and repeated.
 */
public final class MinibatchReplay {
    private MinibatchReplay() {}

    /**
     * The result of a repeated update.
     *
     * @param findings statistics of all tensors in order of dependence: data, parameters, gradients
     * @param metrics the minibatch's metrics, see docs/reference/metrics.md
     */
    public record Replayed(List<TensorStats> findings, Map<String, Double> metrics) {}

    /**
     * Records the unrolls {@code order[from … from + size)}, whose gradients are in the networks' parameters.
     *
     * @param normalised whether their advantages were normalised
     */
    static Failure failure(Surrogate surrogate, Mlp value, RolloutBuffer data, OnPolicyConfig config, boolean normalised,
            int[] order, int from, int size) {
        int[] unrolls = Arrays.copyOfRange(order, from, from + size);
        List<TensorStats> findings = findings(surrogate.policy(), value, data, unrolls, config.unrollsPerEnv());
        String what = findings.stream().filter(finding -> finding.nonFinite() > 0).findFirst()
                .map(finding -> finding.name() + " " + finding.place())
                .orElse("all numbers are finite, the gradient's norm is not");
        StateDict state = new StateDict();
        surrogate.policy().save(state.child("policy"));
        value.parameters().save(state, "value.parameters");
        state.putDoubles("clip", new double[] {surrogate.clip().current()}, 1);
        state.putLongs("normalised", new long[] {normalised ? 1 : 0}, 1);
        long[] indices = Arrays.stream(unrolls).asLongStream().toArray();
        state.putLongs("unrolls", indices, size);
        for (Block block : blocks(data)) {
            state.putFloats("data." + block.name, block.rows(unrolls), size, block.width);
        }
        return new Failure(what, state);
    }

    /** Repeats the update up to the optimiser step, on one thread. */
    public static Replayed replay(OnPolicySettings algorithm, EnvSpec spec, StateDict state) {
        OnPolicyConfig config = algorithm.loop();
        Surrogate surrogate = OnPolicyLearner.surrogate(algorithm, spec, 1, 0);
        int n = config.unrollsPerMinibatch();
        try (Policy policy = surrogate.policy();
                Workers workers = new Workers(1);
                RolloutBuffer data = OnPolicyLearner.newBuffer(surrogate, config, n)) {
            Mlp value = OnPolicyLearner.valueNetwork(surrogate, spec, config, 1, new Rng(0, 0));
            try (Parameters parameters = value.parameters()) {
                policy.load(state.child("policy"));
                parameters.load(state, "value.parameters");
                if (state.has("clip")) { // absent in files of older versions
                    surrogate.clip().set(state.doubles("clip", 1)[0]);
                }
                for (Block block : blocks(data)) {
                    block.write(state.floats("data." + block.name, n, block.width));
                }
                int[] order = new int[n];
                Arrays.setAll(order, i -> i);
                UpdateMetrics metrics = new UpdateMetrics();
                MinibatchUpdate update = new MinibatchUpdate(surrogate, value, data, config, workers);
                // absent in files of older versions
                update.normaliseAdvantages(!state.has("normalised") || state.longs("normalised", 1)[0] == 1);
                update.gradients(order, 0, n, false, metrics);
                List<TensorStats> findings = findings(policy, value, data, order, config.unrollsPerEnv());
                Map<String, Double> summary = metrics.summary(new Episodes(0, 0, 0, 0));
                summary.keySet().removeIf(name -> name.startsWith("episode/") || name.startsWith("update/")
                        || name.endsWith("/grad_norm"));
                return new Replayed(findings, summary);
            }
        }
    }

    /** Statistics of everything that a gradient depends on, then of the gradients. */
    private static List<TensorStats> findings(
            Policy policy, Mlp value, RolloutBuffer data, int[] unrolls, int unrollsPerEnv) {
        List<TensorStats> findings = new ArrayList<>();
        for (Block block : blocks(data)) {
            float[] rows = block.rows(unrolls);
            findings.add(TensorStats.of(block.name, rows.length, i -> rows[i], i -> {
                int unroll = unrolls[i / block.width];
                int rest = i % block.width;
                String step = block.perStep > 0 ? ", step " + rest / block.perStep : "";
                int component = block.perStep > 0 ? rest % block.perStep : rest;
                return "of environment " + unroll / unrollsPerEnv + ", unroll " + unroll + step + ", component " + component;
            }));
        }
        addSlots("policy ", policy.parameters(), policy.parameters().values(), findings);
        addSlots("value ", value.parameters(), value.parameters().values(), findings);
        addSlots("gradient of value ", value.parameters(), value.parameters().gradient(), findings);
        addSlots("gradient of policy ", policy.parameters(), policy.parameters().gradient(), findings);
        return findings;
    }

    private static void addSlots(String prefix, Parameters parameters, HostTensor values, List<TensorStats> findings) {
        long offset = 0;
        for (Parameters.Slot slot : parameters.slots()) {
            long start = offset;
            long columns = slot.shape()[slot.shape().length - 1];
            int size = (int) Arrays.stream(slot.shape()).reduce(1, (a, b) -> a * b);
            findings.add(TensorStats.of(prefix + slot.name(), size, i -> values.get(start + i),
                    i -> slot.shape().length == 1 ? "[" + i + "]" : "[" + i / columns + ", " + i % columns + "]"));
            offset += size;
        }
    }

    /** One kind of data of all unrolls, held in a tensor or an array. */
    private static final class Block {
        final String name;
        /** The number of values per unroll. */
        final int width;
        /** The number of values per step; 0 if the data has no time axis. */
        final int perStep;
        private final Source source;

        Block(String name, int width, int perStep, Source source) {
            this.name = name;
            this.width = width;
            this.perStep = perStep;
            this.source = source;
        }

        float[] rows(int[] unrolls) {
            float[] rows = new float[unrolls.length * width];
            for (int u = 0; u < unrolls.length; u++) {
                source.read((long) unrolls[u] * width, rows, u * width, width);
            }
            return rows;
        }

        void write(float[] rows) {
            source.write(rows);
        }
    }

    private interface Source {
        void read(long offset, float[] to, int toIndex, int n);

        void write(float[] all);

        static Source of(HostTensor tensor) {
            return new Source() {
                @Override
                public void read(long offset, float[] to, int toIndex, int n) {
                    tensor.read(offset, to, toIndex, n);
                }

                @Override
                public void write(float[] all) {
                    tensor.write(0, all, 0, all.length);
                }
            };
        }

        static Source of(float[] array) {
            return new Source() {
                @Override
                public void read(long offset, float[] to, int toIndex, int n) {
                    System.arraycopy(array, (int) offset, to, toIndex, n);
                }

                @Override
                public void write(float[] all) {
                    System.arraycopy(all, 0, array, 0, all.length);
                }
            };
        }
    }

    private static List<Block> blocks(RolloutBuffer data) {
        int steps = data.steps;
        return List.of(
                block("observation", data.observation, data.unrolls, steps),
                block("last", data.last, data.unrolls, 0),
                block("action", data.action, data.unrolls, steps),
                block("draws", data.draws, data.unrolls, steps),
                block("statistic", data.statistic, data.unrolls, steps),
                new Block("reward", steps, 1, Source.of(data.reward)),
                new Block("discount", steps, 1, Source.of(data.discount)),
                new Block("truncated", steps, 1, Source.of(data.truncated)));
    }

    private static Block block(String name, HostTensor tensor, int unrolls, int steps) {
        int width = (int) (tensor.size() / unrolls);
        return new Block(name, width, steps > 0 ? width / steps : 0, Source.of(tensor));
    }
}
