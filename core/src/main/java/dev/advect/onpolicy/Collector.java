package dev.advect.onpolicy;

import dev.advect.env.VectorEnv;
import dev.advect.io.StateDict;
import dev.advect.nn.Workers;
import dev.advect.nn.torch.HostTensor;
import dev.advect.policy.Actor;
import dev.advect.policy.Policy;
import dev.advect.random.Rng;
import dev.advect.ranks.Rows;
import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * A collector of rollouts: it lets the policy act in the environments and records the results. Each worker steps its
 * own share of the environments through whole unrolls, so that workers never wait for each other between steps.
 */
public final class Collector implements AutoCloseable {
    private final VectorEnv envs;
    private final Workers workers;
    private final Surrogate surrogate;
    private final Policy policy;
    private final OnPolicyConfig config;
    private final RolloutBuffer buffer;
    /** The generators of the actions' noise, one per environment. */
    private final Rng[] random;
    /** The correlated noise of actions in training; null if the noise is white. */
    private final @Nullable ColoredNoise correlated;
    /** The noise that is added to actions; null if it is white. */
    private final @Nullable ColoredNoise correlatedActionNoise;
    private final Actor actor;
    /** The sums of squared deviations from which the spread is computed, one for each worker. */
    private final double[] spreads;

    public Collector(VectorEnv envs, Workers workers, Surrogate surrogate, OnPolicyConfig config,
            RolloutBuffer buffer, long seed) {
        this.envs = envs;
        this.workers = workers;
        this.surrogate = surrogate;
        this.config = config;
        this.buffer = buffer;
        policy = surrogate.policy();
        int n = envs.count();
        random = new Rng[n];
        for (int i = 0; i < n; i++) {
            random[i] = new Rng(seed, i);
        }
        correlated = ColoredNoise.of(config, surrogate.exploration().correlated());
        correlatedActionNoise = ColoredNoise.ofCorrelation(
                surrogate.exploration().actionNoiseCorrelation(), n, policy.actionSize());
        actor = new Actor(policy, config.acting(), n, workers.count());
        spreads = new double[workers.total()];
    }

    /** Starts new episodes in all environments. */
    public void reset() {
        workers.run(worker -> {
            int from = workers.from(worker, envs.count());
            int to = workers.to(worker, envs.count());
            envs.reset(from, to);
        });
        stagger();
    }

    /** Lets the episodes, all of which have just begun, end at different times, if the configuration says so. */
    void stagger() {
        if (config.staggerEpisodes()) {
            workers.run(worker -> envs.stagger(workers.from(worker, envs.count()), workers.to(worker, envs.count())));
        }
    }

    /**
     * Fills the rollout buffer. Observations are stored unnormalised.
     *
     * @param actionNoise the standard deviation of the noise added to actions before they are squashed
     */
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
                    copyRow(envs.finalObservations(), i, buffer.last, unroll(i, k), policy.observationSize());
                }
            }
            spreads[workers.number(worker)] = spread(worker, from, to);
        });
        workers.ranks().gather(Rows.of(spreads, spreads.length));
    }

    private int unroll(int env, int k) {
        return env * config.unrollsPerEnv() + k;
    }

    private void step(int worker, int from, int to, int k, int t, float[] draws, double actionNoise) {
        int d = policy.actionSize();
        int draw = draws.length;
        for (int i = from; i < to; i++) {
            long row = (long) unroll(i, k) * config.unroll() + t;
            copyRow(envs.observations(), i, buffer.observation, row, policy.observationSize());
            surrogate.draw(random[i], draws);
            buffer.draws.write(row * buffer.drawsPerAction, draws, 0, draw);
        }
        drawNoise(correlated, from, to);
        if (surrogate.storesNoise()) {
            storeNoise(from, to, k, t);
        }
        actor.act(worker, envs.observations(), from, to);
        if (actionNoise > 0) {
            perturb(from, to, actionNoise);
        }
        for (int i = from; i < to; i++) {
            copyRow(actor.unsquashed().segment(), i, buffer.action, (long) unroll(i, k) * config.unroll() + t, d);
        }
        envs.step(from, to, actor.action().segment());
        for (int i = from; i < to; i++) {
            int row = unroll(i, k) * config.unroll() + t;
            buffer.reward[row] = (float) (envs.reward(i) * config.rewardScale());
            buffer.discount[row] = envs.terminated(i) ? 0 : (float) config.discount();
            buffer.truncated[row] = envs.truncated(i) ? 1 : 0;
            if (config.noiseRestart() && (envs.terminated(i) || envs.truncated(i))) {
                restart(correlated, i);
                restart(correlatedActionNoise, i);
            }
        }
    }

    private static void restart(@Nullable ColoredNoise noise, int environment) {
        if (noise != null) {
            noise.restart(environment);
        }
    }

    /** Stores the policy's noise after the surrogate's random numbers. */
    private void storeNoise(int from, int to, int k, int t) {
        float[] noise = new float[policy.noiseSize()];
        for (int i = from; i < to; i++) {
            long row = (long) unroll(i, k) * config.unroll() + t;
            actor.noise().read((long) i * noise.length, noise, 0, noise.length);
            buffer.draws.write((row + 1) * buffer.drawsPerAction - noise.length, noise, 0, noise.length);
        }
    }

    /** Draws the policy's noise: correlated over time as far as there is a source and the surrogate allows, and white for the rest. */
    private void drawNoise(@Nullable ColoredNoise source, int from, int to) {
        float[] noise = new float[policy.noiseSize()];
        int colored = source == null ? 0 : source.size();
        for (int i = from; i < to; i++) {
            if (source != null) {
                source.next(i, random[i], noise);
            }
            for (int j = colored; j < noise.length; j++) {
                noise[j] = (float) random[i].nextGaussian();
            }
            actor.noise().write((long) i * noise.length, noise, 0, noise.length);
        }
    }

    /**
     * Adds noise to the unsquashed actions, within their bound, so that the stored action is the one that the
     * environment receives.
     */
    private void perturb(int from, int to, double deviation) {
        int d = policy.actionSize();
        double bound = config.actionBound() > 0 ? config.actionBound() : Double.POSITIVE_INFINITY;
        float[] noise = new float[d];
        for (int i = from; i < to; i++) {
            if (correlatedActionNoise != null) {
                correlatedActionNoise.next(i, random[i], noise);
            }
            for (int j = 0; j < d; j++) {
                long at = (long) i * d + j;
                double normal = correlatedActionNoise == null ? random[i].nextGaussian() : noise[j];
                double noisy = Math.clamp(actor.unsquashed().get(at) + deviation * normal, -bound, bound);
                actor.unsquashed().set(at, (float) noisy);
                actor.action().set(at, (float) Math.tanh(noisy));
            }
        }
    }

    /** Half the summed squared difference between two independently sampled actions in each current state. */
    private double spread(int worker, int from, int to) {
        int d = policy.actionSize();
        int n = (to - from) * d;
        float[] first = new float[n];
        float[] second = new float[n];
        for (float[] actions : new float[][] {first, second}) {
            drawNoise(null, from, to);
            actor.act(worker, envs.observations(), from, to);
            actor.action().read((long) from * d, actions, 0, n);
        }
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += (double) (first[i] - second[i]) * (first[i] - second[i]);
        }
        return sum / 2;
    }

    /**
     * The standard deviation of the environment's actions given the state, estimated over the current states, without the
     * noise that is added to actions.
     */
    double spread() {
        return Math.sqrt(Arrays.stream(spreads).sum() / actor.action().size());
    }

    /**
     * The standard deviation of noise that would raise the last collection's spread to a floor; 0 before the first one.
     * It would do so exactly if it were added to the environment's actions. It is added before tanh, so the floor is only
     * approached, the less the more actions saturate.
     */
    double fillNoise(double floor) {
        double spread = spread();
        return spread > 0 ? Math.sqrt(Math.max(0, floor * floor - spread * spread)) : 0;
    }

    private static void copyRow(MemorySegment from, long fromRow, HostTensor to, long toRow, int width) {
        long bytes = (long) width * Float.BYTES;
        MemorySegment.copy(from, fromRow * bytes, to.segment(), toRow * bytes, bytes);
    }

    void save(StateDict state) {
        long[] states = Rng.states(random);
        workers.ranks().gather(Rows.of(states, random.length));
        state.putLongs("random", states, random.length, Rng.STATE_SIZE);
        state.putDoubles("spread", new double[] {Arrays.stream(spreads).sum()}, 1);
        save(correlated, state, "noise");
        save(correlatedActionNoise, state, "actionNoise");
    }

    private void save(@Nullable ColoredNoise noise, StateDict state, String name) {
        if (noise != null) {
            noise.share(workers.ranks());
            noise.save(state.child(name));
        }
    }

    void load(StateDict state) {
        Rng.restore(state.longs("random", random.length, Rng.STATE_SIZE), random);
        Arrays.fill(spreads, 0);
        if (state.has("spread")) { // absent in checkpoints of older versions
            spreads[0] = state.doubles("spread", 1)[0];
        }
        load(correlated, state, "noise");
        load(correlatedActionNoise, state, "actionNoise");
    }

    private static void load(@Nullable ColoredNoise noise, StateDict state, String name) {
        if (noise != null && state.has(name + ".begun")) { // absent if the run previously had white noise
            noise.load(state.child(name));
        }
    }

    @Override
    public void close() {
        actor.close();
    }
}
