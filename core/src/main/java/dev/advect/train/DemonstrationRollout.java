package dev.advect.train;

import dev.advect.data.DemonstrationBuilder;
import dev.advect.data.Demonstrations;
import dev.advect.env.EnvFactory;
import dev.advect.env.VectorEnv;
import dev.advect.env.VectorEnv.NonFinite;
import dev.advect.io.Closer;
import dev.advect.policy.Acting;
import dev.advect.policy.Actor;
import dev.advect.policy.Policy;
import dev.advect.random.Rng;
import org.jspecify.annotations.Nullable;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * A recorder of whole episodes, of a policy or of uniformly random actions, as demonstrations. It is confined to one
 * thread.
 */
public final class DemonstrationRollout implements AutoCloseable {
    /** The maximum number of environments side by side. Each runs its share of the episodes one after another. */
    private static final int MAX_LANES = 16;

    private final Closer closer = new Closer();
    private final VectorEnv envs;
    private final @Nullable Policy policy;
    private final @Nullable Actor actor;
    private final int lanes;
    private final int episodes;
    private final boolean stochastic;
    private final Rng[] random;
    private final int chunk;
    private final int d;
    private final float[] observations;
    private final float[] finals;
    private final float[] noise;
    private final float[] newChunks;
    /** The action chunks being executed, {@code [lanes, c · d]}, and the index of the next action in each. */
    private final float[] chunks;
    private final int[] next;

    /**
     * @param policy the policy, or null for uniformly random actions
     * @param acting how the policy acts
     * @param episodes the number of episodes, at least 1
     * @param stochastic whether the policy samples its actions; otherwise it acts with zero noise
     */
    public DemonstrationRollout(EnvFactory factory, @Nullable Policy policy, Acting acting, int episodes, long seed,
            boolean stochastic) {
        this.policy = policy;
        this.episodes = episodes;
        this.stochastic = stochastic;
        lanes = Math.min(MAX_LANES, episodes);
        envs = closer.add(new VectorEnv(factory, lanes, new Rng(seed, 0).nextLong(), NonFinite.ERROR));
        try {
            actor = policy == null ? null : closer.add(new Actor(policy, acting, lanes, 1));
        } catch (RuntimeException | Error e) {
            closer.closeAfter(e);
            throw e;
        }
        random = new Rng[lanes];
        for (int i = 0; i < lanes; i++) {
            random[i] = new Rng(seed, 1L + i);
        }
        chunk = policy == null ? 1 : policy.chunk();
        d = envs.spec().actionSize();
        observations = new float[lanes * envs.spec().observationSize()];
        finals = new float[observations.length];
        noise = new float[policy == null ? 0 : lanes * policy.noiseSize()];
        newChunks = new float[lanes * chunk * d];
        chunks = new float[lanes * chunk * d];
        next = new int[lanes];
    }

    public Demonstrations run() {
        int o = envs.spec().observationSize();
        List<DemonstrationBuilder> builders = new ArrayList<>();
        int[] left = new int[lanes];
        for (int i = 0; i < lanes; i++) {
            builders.add(new DemonstrationBuilder(o, d));
            left[i] = episodes / lanes + (i < episodes % lanes ? 1 : 0);
            next[i] = chunk;
        }
        int running = lanes;
        float[] actions = new float[lanes * d];
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment chosen = arena.allocate((long) actions.length * Float.BYTES);
            envs.reset(0, lanes);
            while (running > 0) {
                read(envs.observations(), observations);
                decideWhereDue();
                for (int i = 0; i < lanes; i++) {
                    System.arraycopy(chunks, (i * chunk + next[i]++) * d, actions, i * d, d);
                }
                MemorySegment.copy(actions, 0, chosen, ValueLayout.JAVA_FLOAT, 0, actions.length);
                envs.step(0, lanes, chosen);
                read(envs.finalObservations(), finals);
                for (int i = 0; i < lanes; i++) {
                    boolean ended = envs.terminated(i) || envs.truncated(i);
                    if (left[i] > 0) {
                        builders.get(i).add(observations, i * o, actions, i * d, envs.reward(i), finals, i * o,
                                envs.terminated(i), envs.truncated(i));
                        left[i] -= ended ? 1 : 0;
                        running -= left[i] == 0 ? 1 : 0;
                    }
                    next[i] = ended ? chunk : next[i];
                }
            }
        }
        return joined(builders);
    }

    private static void read(MemorySegment from, float[] to) {
        MemorySegment.copy(from, ValueLayout.JAVA_FLOAT, 0, to, 0, to.length);
    }

    /** Decides on a new chunk of actions wherever the previous one is exhausted. */
    private void decideWhereDue() {
        boolean due = false;
        for (int i = 0; i < lanes; i++) {
            if (next[i] == chunk) {
                due = true;
                drawInput(i);
            }
        }
        if (due && actor != null) {
            actor.act(observations, noise, newChunks);
        }
        for (int i = 0; i < lanes; i++) {
            if (next[i] == chunk) {
                System.arraycopy(newChunks, i * chunk * d, chunks, i * chunk * d, chunk * d);
                next[i] = 0;
            }
        }
    }

    /** Draws the noise for one decision, or the random actions themselves if there is no policy. */
    private void drawInput(int lane) {
        if (policy == null) {
            for (int j = lane * d; j < (lane + 1) * d; j++) {
                newChunks[j] = (float) random[lane].nextDouble(-1, 1);
            }
        } else if (stochastic) {
            int size = policy.noiseSize();
            for (int j = lane * size; j < (lane + 1) * size; j++) {
                noise[j] = (float) random[lane].nextGaussian();
            }
        }
    }

    private Demonstrations joined(List<DemonstrationBuilder> builders) {
        int steps = builders.stream().mapToInt(DemonstrationBuilder::steps).sum();
        DemonstrationBuilder all = new DemonstrationBuilder(
                envs.spec().observationSize(), d, envs.spec().observationParts(), steps);
        builders.forEach(all::addAll);
        return all.build();
    }

    @Override
    public void close() {
        closer.close();
    }
}
