package dev.advect.offpolicy;

import dev.advect.env.VectorEnv;
import dev.advect.io.StateDict;
import dev.advect.nn.Workers;
import dev.advect.nn.torch.HostTensor;
import dev.advect.policy.Acting;
import dev.advect.policy.Actor;
import dev.advect.policy.Policy;
import dev.advect.random.Rng;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Lets a policy act in the environments, and puts what happens into a replay buffer. A decision may be for several steps:
 * what is left of it when an episode ends is forgotten.
 */
final class OffPolicyCollector implements AutoCloseable {
    private final VectorEnv envs;
    private final Workers workers;
    private final Policy policy;
    private final double rewardScale;
    private final ReplayBuffer replay;
    /** The policy's randomness, one generator an environment. */
    private final Rng[] random;
    /** The next action of the decision in force; the chunk's length where a new one is due. */
    private final int[] part;
    /** The decisions in force, {@code [N, c · d]}. */
    private final HostTensor decision;
    /** Observations before a step; after it the environments hold those that follow. {@code [N, o]} */
    private final HostTensor before;
    private final HostTensor action;
    /** The observations of those who decide, packed, {@code [N, o]}. */
    private final HostTensor deciding;
    private final Actor actor;

    OffPolicyCollector(VectorEnv envs, Workers workers, Policy policy, OffPolicyConfig config, ReplayBuffer replay,
            long seed) {
        this.envs = envs;
        this.workers = workers;
        this.policy = policy;
        this.replay = replay;
        rewardScale = config.rewardScale();
        int n = envs.count();
        random = new Rng[n];
        part = new int[n];
        for (int i = 0; i < n; i++) {
            random[i] = new Rng(seed, i);
            part[i] = policy.chunk();
        }
        decision = new HostTensor(n, (long) policy.chunk() * policy.actionSize());
        before = new HostTensor(n, policy.observationSize());
        action = new HostTensor(n, policy.actionSize());
        deciding = new HostTensor(n, policy.observationSize());
        actor = new Actor(policy, new Acting(config.normalizeObservations(), 0), n, workers.count());
    }

    /** Begins new episodes everywhere. */
    void reset() {
        workers.run(worker -> envs.reset(workers.from(worker, envs.count()), workers.to(worker, envs.count())));
    }

    /** From now on acts as the policy does now. */
    void begin() {
        actor.begin(policy);
    }

    /**
     * One step of every environment.
     *
     * @param uniform whether decisions are uniform at random, and not the policy's
     */
    void step(boolean uniform) {
        MemorySegment.copy(envs.observations(), 0, before.segment(), 0, before.segment().byteSize());
        workers.run(worker -> {
            int from = workers.from(worker, envs.count());
            int to = workers.to(worker, envs.count());
            if (from < to) {
                decide(worker, from, to, uniform);
                take(from, to);
                envs.step(from, to, action.segment());
            }
        });
        for (int i = 0; i < envs.count(); i++) {
            replay.add(i, before.segment(), action.segment(), i, envs.reward(i) * rewardScale, envs.terminated(i),
                    envs.truncated(i), envs.finalObservations());
            if (envs.terminated(i) || envs.truncated(i)) {
                part[i] = policy.chunk();
            }
        }
    }

    /** The observations that the last step was decided on, {@code [N, o]}. */
    MemorySegment before() {
        return before.segment();
    }

    private void decide(int worker, int from, int to, boolean uniform) {
        int count = 0;
        for (int i = from; i < to; i++) {
            if (part[i] < policy.chunk()) {
                continue;
            }
            part[i] = 0;
            if (uniform) {
                for (long j = 0; j < width(); j++) {
                    decision.set(i * width() + j, (float) random[i].nextDouble(-1, 1));
                }
                continue;
            }
            copyRow(before, i, deciding, from + count, policy.observationSize());
            for (int j = 0; j < policy.noiseSize(); j++) {
                actor.noise().set((long) (from + count) * policy.noiseSize() + j, (float) random[i].nextGaussian());
            }
            count++;
        }
        if (count > 0) {
            act(worker, from, to, count);
        }
    }

    /** Those whose decision is due, {@code count} of the environments [from, to), have been packed. */
    private void act(int worker, int from, int to, int count) {
        actor.act(worker, deciding.segment(), from, from + count);
        int row = from;
        for (int i = from; i < to; i++) {
            if (part[i] == 0) {
                copyRow(actor.action(), row++, decision, i, (int) width());
            }
        }
    }

    private void take(int from, int to) {
        int d = policy.actionSize();
        for (int i = from; i < to; i++) {
            MemorySegment.copy(decision.segment(), (i * width() + (long) part[i] * d) * Float.BYTES, action.segment(),
                    (long) i * d * Float.BYTES, (long) d * Float.BYTES);
            part[i]++;
        }
    }

    private long width() {
        return (long) policy.chunk() * policy.actionSize();
    }

    private static void copyRow(HostTensor from, long fromRow, HostTensor to, long toRow, int width) {
        long bytes = (long) width * Float.BYTES;
        MemorySegment.copy(from.segment(), fromRow * bytes, to.segment(), toRow * bytes, bytes);
    }

    void save(StateDict state) {
        int n = random.length;
        state.putLongs("random", Rng.states(random), n, Rng.STATE_SIZE);
        state.putLongs("part", Arrays.stream(part).asLongStream().toArray(), n);
        state.putFloats("decision", decision.toArray(), n, width());
    }

    void load(StateDict state) {
        int n = random.length;
        Rng.restore(state.longs("random", n, Rng.STATE_SIZE), random);
        long[] parts = state.longs("part", n);
        for (int i = 0; i < n; i++) {
            part[i] = (int) parts[i];
        }
        decision.write(0, state.floats("decision", n, width()), 0, (int) decision.size());
    }

    /** The environments have begun new episodes: decisions are due everywhere, and no buffered episode goes on. */
    void interrupted() {
        for (int i = 0; i < part.length; i++) {
            part[i] = policy.chunk();
            replay.cutOff(i);
        }
    }

    @Override
    public void close() {
        decision.close();
        before.close();
        action.close();
        deciding.close();
        actor.close();
    }
}
