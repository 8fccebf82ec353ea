package dev.advect.train;

import dev.advect.env.EnvFactory;
import dev.advect.env.VectorEnv;
import dev.advect.nn.HostTensor;
import dev.advect.nn.Workers;
import dev.advect.policy.Policy;
import dev.advect.random.Rng;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

import java.lang.foreign.MemorySegment;

/** Runs whole episodes with a policy as it is; every episode counts, and none twice. */
public final class Evaluator implements AutoCloseable {
    private final EnvFactory factory;
    private final Workers workers;
    private final int episodes;
    private final boolean normalize;
    private final HostTensor observation;
    private final HostTensor noise;
    /** What was decided on, {@code [episodes, c · actionSize]}. */
    private final HostTensor decision;
    private final HostTensor action;

    /**
     * @param policy any of the shapes of those that are evaluated, and drawing its actions as they do
     * @param normalize whether observations pass the policy's normaliser
     */
    public Evaluator(EnvFactory factory, Policy policy, Workers workers, int episodes, boolean normalize) {
        this.factory = factory;
        this.workers = workers;
        this.episodes = episodes;
        this.normalize = normalize;
        observation = new HostTensor(episodes, policy.observationSize());
        noise = new HostTensor(episodes, policy.noiseSize());
        decision = new HostTensor(episodes, (long) policy.chunk() * policy.actionSize());
        action = new HostTensor(episodes, policy.actionSize());
    }

    /**
     * @param seed of the episodes' first states and of the actions' noise
     * @param sampled whether actions are drawn, or are those of zero noise
     */
    public Evaluation evaluate(Policy policy, long seed, boolean sampled) {
        double[] returns = new double[episodes];
        long[] lengths = new long[episodes];
        try (VectorEnv envs = new VectorEnv(
                factory, episodes, new Rng(seed, 0).nextLong(), VectorEnv.NonFinite.END_EPISODE)) {
            workers.run(worker -> {
                int from = workers.from(worker, episodes);
                int to = workers.to(worker, episodes);
                if (from < to) {
                    run(policy, envs, worker, from, to, seed, sampled, returns, lengths);
                }
            });
        }
        double steps = 0;
        for (long length : lengths) {
            steps += length;
        }
        return Evaluation.of(returns, steps / episodes);
    }

    private void run(Policy policy, VectorEnv envs, int worker, int from, int to, long seed, boolean sampled,
            double[] returns, long[] lengths) {
        Rng[] random = new Rng[to];
        for (int i = from; i < to; i++) {
            random[i] = new Rng(seed, 1L + i);
        }
        boolean[] done = new boolean[to];
        int running = to - from;
        envs.reset(from, to);
        try (NoGradGuard _ = new NoGradGuard()) {
            for (int step = 0; running > 0; step++) {
                int part = step % policy.chunk(); // all began together
                if (part == 0) {
                    decide(policy, envs, worker, from, to, random, sampled);
                }
                long d = policy.actionSize();
                action.tensor().narrow(0, from, to - from).copy_(
                        decision.tensor().narrow(0, from, to - from).narrow(1, part * d, d));
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
    }

    private void decide(Policy policy, VectorEnv envs, int worker, int from, int to, Rng[] random, boolean sampled) {
        int d = policy.noiseSize();
        for (int i = from; i < to; i++) {
            for (int j = 0; j < d; j++) {
                noise.set((long) i * d + j, sampled ? (float) random[i].nextGaussian() : 0);
            }
        }
        long bytes = (long) policy.observationSize() * Float.BYTES;
        MemorySegment.copy(
                envs.observations(), from * bytes, observation.segment(), from * bytes, (to - from) * bytes);
        try (PointerScope _ = new PointerScope()) {
            Tensor observations = observation.tensor().narrow(0, from, to - from);
            if (normalize) {
                policy.norm().applyInPlace(observations);
            }
            Tensor chosen = policy.act(worker, observations, noise.tensor().narrow(0, from, to - from));
            decision.tensor().narrow(0, from, to - from).copy_(policy.toEnvironment(chosen));
        }
    }

    @Override
    public void close() {
        observation.close();
        noise.close();
        decision.close();
        action.close();
    }
}
