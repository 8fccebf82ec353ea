package dev.advect.onpolicy;

import dev.advect.env.VectorEnv;
import dev.advect.io.StateDict;
import dev.advect.nn.Workers;
import dev.advect.nn.torch.HostTensor;
import dev.advect.policy.Actor;
import dev.advect.policy.Policy;
import dev.advect.random.Rng;
import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Lets the policy act in the environments and writes down what happened. Every worker has its share of the environments
 * and goes through the whole unroll with it: there is nothing to wait for between steps.
 */
public final class Collector implements AutoCloseable {
    private final VectorEnv envs;
    private final Workers workers;
    private final Surrogate surrogate;
    private final Policy policy;
    private final OnPolicyConfig config;
    private final RolloutBuffer unrolls;
    /** The policy's randomness, one generator an environment. */
    private final Rng[] random;
    /** Of the actions in training; null where it is white. */
    private final @Nullable ColoredNoise correlated;
    private final Actor actor;
    private final double[] spreads;

    public Collector(VectorEnv envs, Workers workers, Surrogate surrogate, OnPolicyConfig config, RolloutBuffer unrolls, long seed) {
        this.envs = envs;
        this.workers = workers;
        this.surrogate = surrogate;
        this.config = config;
        this.unrolls = unrolls;
        policy = surrogate.policy();
        int n = envs.count();
        random = new Rng[n];
        for (int i = 0; i < n; i++) {
            random[i] = new Rng(seed, i);
        }
        correlated = ColoredNoise.of(config, surrogate.correlatedNoise());
        actor = new Actor(policy, config.acting(), n, workers.count());
        spreads = new double[workers.count()];
    }

    /** Begins new episodes everywhere. */
    public void reset() {
        workers.run(worker -> {
            int from = workers.from(worker, envs.count());
            int to = workers.to(worker, envs.count());
            envs.reset(from, to);
            if (config.staggerEpisodes()) {
                envs.stagger(from, to);
            }
        });
    }

    /** Fills the unrolls with raw observations. */
    public void collect() {
        collect(surrogate.actionNoise());
    }

    /** @param actionNoise deviation of what is added to actions, before they are squashed */
    public void collect(double actionNoise) {
        actor.begin(policy);
        workers.run(worker -> {
            int from = workers.from(worker, envs.count());
            int to = workers.to(worker, envs.count());
            if (from == to) {
                return;
            }
            float[] draws = new float[surrogate.drawSize()];
            for (int k = 0; k < config.unrollsPerEnv(); k++) {
                for (int t = 0; t < config.unroll(); t++) {
                    step(worker, from, to, k, t, draws, actionNoise);
                }
                for (int i = from; i < to; i++) {
                    copyRow(envs.finalObservations(), i, unrolls.last, unroll(i, k), policy.observationSize());
                }
            }
            spreads[worker] = spread(worker, from, to);
        });
    }

    private int unroll(int env, int k) {
        return env * config.unrollsPerEnv() + k;
    }

    private void step(int worker, int from, int to, int k, int t, float[] draws, double actionNoise) {
        int d = policy.actionSize();
        int draw = draws.length;
        for (int i = from; i < to; i++) {
            long row = (long) unroll(i, k) * config.unroll() + t;
            copyRow(envs.observations(), i, unrolls.observation, row, policy.observationSize());
            surrogate.draw(random[i], draws);
            unrolls.draws.write(row * unrolls.kept, draws, 0, draw);
        }
        if (correlated == null) {
            drawNoise(from, to);
        } else {
            drawNoise(correlated, from, to);
        }
        if (surrogate.keepsNoise()) {
            keepNoise(from, to, k, t);
        }
        actor.act(worker, envs.observations(), from, to);
        if (actionNoise > 0) {
            perturb(from, to, actionNoise);
        }
        for (int i = from; i < to; i++) {
            copyRow(actor.chosen().segment(), i, unrolls.action, (long) unroll(i, k) * config.unroll() + t, d);
        }
        envs.step(from, to, actor.action().segment());
        for (int i = from; i < to; i++) {
            int row = unroll(i, k) * config.unroll() + t;
            unrolls.reward[row] = (float) (envs.reward(i) * config.rewardScale());
            unrolls.discount[row] = envs.terminated(i) ? 0 : (float) config.discount();
            unrolls.truncated[row] = envs.truncated(i) ? 1 : 0;
            if (correlated != null && config.noiseRestart() && (envs.terminated(i) || envs.truncated(i))) {
                correlated.restart(i);
            }
        }
    }

    /** The noise follows what the surrogate drew. */
    private void keepNoise(int from, int to, int k, int t) {
        float[] row = new float[policy.noiseSize()];
        for (int i = from; i < to; i++) {
            long place = (long) unroll(i, k) * config.unroll() + t;
            actor.noise().read((long) i * row.length, row, 0, row.length);
            unrolls.draws.write((place + 1) * unrolls.kept - row.length, row, 0, row.length);
        }
    }

    private void drawNoise(int from, int to) {
        int d = policy.noiseSize();
        for (int i = from; i < to; i++) {
            for (int j = 0; j < d; j++) {
                actor.noise().set((long) i * d + j, (float) random[i].nextGaussian());
            }
        }
    }

    /** Correlated over time as far as the surrogate allows, the rest anew. */
    private void drawNoise(ColoredNoise by, int from, int to) {
        float[] row = new float[policy.noiseSize()];
        for (int i = from; i < to; i++) {
            by.next(i, random[i], row);
            for (int j = by.size(); j < row.length; j++) {
                row[j] = (float) random[i].nextGaussian();
            }
            actor.noise().write((long) i * row.length, row, 0, row.length);
        }
    }

    /** Adds noise to the actions that were chosen, within their bound: what is kept is what the environment receives. */
    private void perturb(int from, int to, double deviation) {
        int d = policy.actionSize();
        double bound = config.actionBound() > 0 ? config.actionBound() : Double.POSITIVE_INFINITY;
        for (int i = from; i < to; i++) {
            for (long at = (long) i * d; at < (long) (i + 1) * d; at++) {
                double moved = Math.clamp(actor.chosen().get(at) + deviation * random[i].nextGaussian(), -bound, bound);
                actor.chosen().set(at, (float) moved);
                actor.action().set(at, (float) Math.tanh(moved));
            }
        }
    }

    /** Half the summed squared difference of two actions for the states that will be acted on next. */
    private double spread(int worker, int from, int to) {
        int d = policy.actionSize();
        int n = (to - from) * d;
        float[] first = new float[n];
        float[] second = new float[n];
        for (float[] actions : new float[][] {first, second}) {
            drawNoise(from, to);
            actor.act(worker, envs.observations(), from, to);
            actor.action().read((long) from * d, actions, 0, n);
        }
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += (double) (first[i] - second[i]) * (first[i] - second[i]);
        }
        return sum / 2;
    }

    /** Standard deviation of the environment's actions given the state, over the states that will be acted on next. */
    double spread() {
        return Math.sqrt(Arrays.stream(spreads).sum() / actor.action().size());
    }

    private static void copyRow(MemorySegment from, long fromRow, HostTensor to, long toRow, int width) {
        long bytes = (long) width * Float.BYTES;
        MemorySegment.copy(from, fromRow * bytes, to.segment(), toRow * bytes, bytes);
    }

    void save(StateDict state) {
        state.putLongs("random", Rng.states(random), random.length, Rng.STATE_SIZE);
        if (correlated != null) {
            correlated.save(state.child("noise"));
        }
    }

    void load(StateDict state) {
        Rng.restore(state.longs("random", random.length, Rng.STATE_SIZE), random);
        if (correlated != null && state.has("noise.begun")) { // a run may have gone on without it
            correlated.load(state.child("noise"));
        }
    }

    @Override
    public void close() {
        actor.close();
    }
}
