package dev.advect.offpolicy;

import dev.advect.env.VectorEnv;
import dev.advect.io.StateDict;
import dev.advect.nn.Workers;
import dev.advect.nn.torch.HostTensor;
import dev.advect.policy.Actor;
import dev.advect.policy.Policy;
import dev.advect.random.Rng;
import dev.advect.ranks.Rows;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Collects transitions: lets a policy act in the environments and adds the steps to a replay buffer. A decision may be an
 * action chunk for several steps; the rest of it is dropped when the episode ends.
 *
 * <p>In a run of several processes each steps its own environments, and hands the transitions of an iteration to the others:
 * all have the same replay buffer.
 */
final class OffPolicyCollector implements AutoCloseable {
    private final VectorEnv envs;
    private final Workers workers;
    private final Policy policy;
    private final double rewardScale;
    /** T, steps of every environment in an iteration. */
    private final int unroll;
    private final ReplayBuffer replay;
    /** One generator per environment for the policy's noise. */
    private final Rng[] random;
    /** Per environment, the index of the next action within its chunk; the chunk's length if a new decision is due. */
    private final int[] chunkIndex;
    /** The current action chunks, {@code [N, c · d]}. */
    private final HostTensor decision;
    /** The actions of the current step, {@code [N, d]}. */
    private final HostTensor action;
    /** The transitions of an iteration: observations before and after each step, {@code [N, T, o]}, and actions. */
    private final HostTensor before;
    private final HostTensor after;
    private final HostTensor taken;
    /** Their rewards, {@code [N, T]}. */
    private final double[] reward;
    /** Whether they terminated the episode, and whether they truncated it, {@code [N, T, 2]}. */
    private final byte[] ended;
    /** The observations of the environments whose decision is due, packed, {@code [N, o]}. */
    private final HostTensor deciding;
    private final Actor actor;

    OffPolicyCollector(VectorEnv envs, Workers workers, Policy policy, OffPolicyConfig config, ReplayBuffer replay,
            long seed) {
        this.envs = envs;
        this.workers = workers;
        this.policy = policy;
        this.replay = replay;
        rewardScale = config.rewardScale();
        unroll = config.unroll();
        int n = envs.count();
        random = new Rng[n];
        chunkIndex = new int[n];
        for (int i = 0; i < n; i++) {
            random[i] = new Rng(seed, i);
            chunkIndex[i] = policy.chunk();
        }
        decision = new HostTensor(n, (long) policy.chunk() * policy.actionSize());
        action = new HostTensor(n, policy.actionSize());
        before = new HostTensor((long) n * unroll, policy.observationSize());
        after = new HostTensor((long) n * unroll, policy.observationSize());
        taken = new HostTensor((long) n * unroll, policy.actionSize());
        reward = new double[n * unroll];
        ended = new byte[2 * n * unroll];
        deciding = new HostTensor(n, policy.observationSize());
        actor = new Actor(policy, config.acting(), n, workers.count());
    }

    /** Resets all environments. */
    void reset() {
        workers.run(worker -> envs.reset(workers.from(worker, envs.count()), workers.to(worker, envs.count())));
    }

    /** Loads the policy's current parameters, with which it acts until the next call. */
    void begin() {
        actor.begin(policy);
    }

    /**
     * Takes T steps in every environment, and adds them to the replay buffer.
     *
     * @param uniform whether to act uniformly at random instead of with the policy
     */
    void collect(boolean uniform) {
        workers.run(worker -> {
            int from = workers.from(worker, envs.count());
            int to = workers.to(worker, envs.count());
            for (int t = 0; t < unroll && from < to; t++) {
                decide(worker, t, from, to, uniform);
                take(from, to);
                envs.step(from, to, action.segment());
                note(t, from, to);
            }
        });
        int n = envs.count();
        workers.ranks().gather(new Rows(before.segment(), n), new Rows(after.segment(), n), new Rows(taken.segment(), n),
                Rows.of(reward, n), Rows.of(ended, n));
        for (int row = 0; row < n * unroll; row++) {
            replay.add(row / unroll, before.segment(), taken.segment(), row, reward[row] * rewardScale, ended[2 * row] != 0,
                    ended[2 * row + 1] != 0, after.segment());
        }
    }

    /** The observations before the last T steps, {@code [N, T, o]}, which were the input of the policy. */
    MemorySegment before() {
        return before.segment();
    }

    private void decide(int worker, int t, int from, int to, boolean uniform) {
        int count = 0;
        for (int i = from; i < to; i++) {
            int row = i * unroll + t;
            copyRow(envs.observations(), i, before, row);
            if (chunkIndex[i] < policy.chunk()) {
                continue;
            }
            chunkIndex[i] = 0;
            if (uniform) {
                for (long j = 0; j < width(); j++) {
                    decision.set(i * width() + j, (float) random[i].nextDouble(-1, 1));
                }
                continue;
            }
            before.copyRow(row, deciding, from + count);
            for (int j = 0; j < policy.noiseSize(); j++) {
                actor.noise().set((long) (from + count) * policy.noiseSize() + j, (float) random[i].nextGaussian());
            }
            count++;
        }
        if (count > 0) {
            act(worker, from, to, count);
        }
    }

    /** Computes the {@code count} decisions that are due in the environments [from, to), from the packed observations. */
    private void act(int worker, int from, int to, int count) {
        actor.act(worker, deciding.segment(), from, from + count);
        int row = from;
        for (int i = from; i < to; i++) {
            if (chunkIndex[i] == 0) {
                actor.action().copyRow(row++, decision, i);
            }
        }
    }

    private void take(int from, int to) {
        int d = policy.actionSize();
        for (int i = from; i < to; i++) {
            MemorySegment.copy(decision.segment(), (i * width() + (long) chunkIndex[i] * d) * Float.BYTES, action.segment(),
                    (long) i * d * Float.BYTES, (long) d * Float.BYTES);
            chunkIndex[i]++;
        }
    }

    /** Keeps a step until all of the iteration are there. */
    private void note(int t, int from, int to) {
        for (int i = from; i < to; i++) {
            int row = i * unroll + t;
            action.copyRow(i, taken, row);
            copyRow(envs.finalObservations(), i, after, row);
            reward[row] = envs.reward(i);
            ended[2 * row] = (byte) (envs.terminated(i) ? 1 : 0);
            ended[2 * row + 1] = (byte) (envs.truncated(i) ? 1 : 0);
            if (envs.terminated(i) || envs.truncated(i)) {
                chunkIndex[i] = policy.chunk();
            }
        }
    }

    /** Copies row {@code i} of observations {@code [N, o]}. */
    private void copyRow(MemorySegment observations, int i, HostTensor to, int row) {
        long bytes = (long) policy.observationSize() * Float.BYTES;
        MemorySegment.copy(observations, i * bytes, to.segment(), row * bytes, bytes);
    }

    private long width() {
        return (long) policy.chunk() * policy.actionSize();
    }

    void save(StateDict state) {
        int n = random.length;
        long[] generators = Rng.states(random);
        long[] part = Arrays.stream(chunkIndex).asLongStream().toArray();
        workers.ranks().gather(Rows.of(generators, n), Rows.of(part, n), new Rows(decision.segment(), n));
        state.putLongs("random", generators, n, Rng.STATE_SIZE);
        state.putLongs("part", part, n);
        state.putFloats("decision", decision.toArray(), n, width());
    }

    void load(StateDict state) {
        int n = random.length;
        Rng.restore(state.longs("random", n, Rng.STATE_SIZE), random);
        long[] saved = state.longs("part", n);
        for (int i = 0; i < n; i++) {
            chunkIndex[i] = (int) saved[i];
        }
        decision.write(0, state.floats("decision", n, width()), 0, (int) decision.size());
    }

    /** Handles the start of new episodes in all environments: all decisions are due, and buffered episodes are interrupted. */
    void interrupted() {
        for (int i = 0; i < chunkIndex.length; i++) {
            chunkIndex[i] = policy.chunk();
            replay.interrupt(i);
        }
    }

    @Override
    public void close() {
        decision.close();
        action.close();
        before.close();
        after.close();
        taken.close();
        deciding.close();
        actor.close();
    }
}
