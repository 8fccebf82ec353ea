package dev.advect.train;

import dev.advect.env.EnvFactory;
import dev.advect.env.VectorEnv;
import dev.advect.nn.Workers;
import dev.advect.nn.torch.HostTensor;
import dev.advect.policy.Acting;
import dev.advect.policy.Actor;
import dev.advect.policy.Policy;
import dev.advect.random.Rng;
import dev.advect.ranks.Rows;

import java.lang.foreign.MemorySegment;

/** An evaluator that runs a fixed number of whole episodes with a policy. Every episode counts exactly once. */
public final class Evaluator implements AutoCloseable {
    private final EnvFactory factory;
    private final Workers workers;
    private final int episodes;
    private final int chunk;
    private final Actor actor;
    /** The actions of the current step, {@code [episodes, d]}; a decision may cover several steps. */
    private final HostTensor action;

    /**
     * @param policy a policy of the same shape and sampler as those that will be evaluated
     */
    public Evaluator(EnvFactory factory, Policy policy, Workers workers, int episodes, Acting acting) {
        this.factory = factory;
        this.workers = workers;
        this.episodes = episodes;
        actor = new Actor(policy, acting, episodes, workers.count());
        chunk = policy.chunk();
        action = new HostTensor(episodes, policy.actionSize());
    }

    /**
     * Runs the episodes and returns their statistics.
     *
     * @param seed the seed of the initial states and of the actions' noise
     * @param stochastic whether the policy samples its actions; otherwise it acts with zero noise
     */
    public Evaluation evaluate(Policy policy, long seed, boolean stochastic) {
        double[] returns = new double[episodes];
        long[] lengths = new long[episodes];
        if (workers.ranks().from(episodes) < workers.ranks().to(episodes)) { // else there are more processes than episodes
            runOwn(policy, seed, stochastic, returns, lengths);
        }
        workers.ranks().gather(Rows.of(returns, episodes), Rows.of(lengths, episodes));
        return Evaluation.of(returns, lengths);
    }

    /** Runs the episodes of this process. */
    private void runOwn(Policy policy, long seed, boolean stochastic, double[] returns, long[] lengths) {
        actor.begin(policy);
        try (VectorEnv envs = new VectorEnv(factory, episodes, new Rng(seed, 0).nextLong(),
                VectorEnv.NonFinite.END_EPISODE, workers.ranks())) {
            workers.run(worker -> {
                int from = workers.from(worker, episodes);
                int to = workers.to(worker, episodes);
                if (from < to) {
                    run(envs, worker, from, to, seed, stochastic, returns, lengths);
                }
            });
        }
    }

    private void run(VectorEnv envs, int worker, int from, int to, long seed, boolean stochastic, double[] returns,
            long[] lengths) {
        Rng[] random = new Rng[to];
        for (int i = from; i < to; i++) {
            random[i] = new Rng(seed, 1L + i);
        }
        boolean[] done = new boolean[to];
        int running = to - from;
        envs.reset(from, to);
        for (int step = 0; running > 0; step++) {
            int part = step % chunk; // all episodes began together
            if (part == 0) {
                drawNoise(from, to, random, stochastic);
                actor.act(worker, envs.observations(), from, to);
            }
            copyActions(from, to, part);
            envs.step(from, to, action.segment());
            for (int i = from; i < to; i++) {
                if (done[i]) {
                    continue;
                }
                returns[i] += envs.reward(i);
                lengths[i]++;
                if (envs.terminated(i) || envs.truncated(i)) {
                    done[i] = true;
                    running--;
                }
            }
        }
    }

    /** Copies the current action of each chunk. */
    private void copyActions(int from, int to, int part) {
        long bytes = action.shape()[1] * Float.BYTES;
        for (int i = from; i < to; i++) {
            MemorySegment.copy(actor.action().segment(), ((long) i * chunk + part) * bytes, action.segment(), i * bytes, bytes);
        }
    }

    private void drawNoise(int from, int to, Rng[] random, boolean stochastic) {
        int d = (int) actor.noise().shape()[1];
        for (int i = from; i < to; i++) {
            for (int j = 0; j < d; j++) {
                actor.noise().set((long) i * d + j, stochastic ? (float) random[i].nextGaussian() : 0);
            }
        }
    }

    @Override
    public void close() {
        actor.close();
        action.close();
    }
}
