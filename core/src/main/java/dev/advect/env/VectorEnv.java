package dev.advect.env;

import dev.advect.config.InvalidValueException;
import dev.advect.io.Closer;
import dev.advect.io.StateDict;
import dev.advect.random.Rng;
import dev.advect.ranks.Ranks;
import dev.advect.ranks.Rows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A set of N environments that run side by side. Each thread can step its own range of them. The observations of all
 * environments lie in one block of native floats, {@code [N, observationSize]}.
 *
 * <p>A finished episode is reset at once: {@link #observations()} then holds the first observation of the new episode,
 * and {@link #finalObservations()} the last observation of the finished one. {@link #terminated} and {@link #truncated}
 * are kept apart; an episode that does both counts as terminated.
 *
 * <p>In a run of several processes, each has its own range of the environments, and can only step those; numbers, seeds and
 * totals are those of all.
 */
public final class VectorEnv implements AutoCloseable {

    /** The reaction to an environment that yields a NaN or an infinity. */
    public enum NonFinite {
        /** The run stops with an error that names the environment, its index and its step. */
        ERROR,
        /** The episode terminates with reward 0 and the previous observation, and is counted as non-finite. */
        END_EPISODE
    }

    /**
     * The count of numbers saved per environment: total steps, steps and return of the episode, whether it was
     * shortened.
     */
    private static final int PROGRESS = 4;
    /** The count of totals over an environment's episodes, besides its milestones and returns. */
    private static final int TOTALS = 3;

    private final Ranks ranks;
    private final int count;
    /** The number of this process's first environment, from which its environments are stored. */
    private final int first;
    private final BatchEnv batch;
    private final EnvSpec spec;
    private final NonFinite nonFinite;
    private final Closer closer = new Closer();
    private final MemorySegment observations;
    private final MemorySegment finalObservations;
    private final List<Slot> slots = new ArrayList<>();
    /** The results of the last step, one per environment. */
    private final Step[] steps;
    private final float[][] actions;

    /** The current episode of one environment, and its totals since the last drain. */
    private static final class Slot {
        final Rng random;
        long steps;
        int episodeStep;
        double episodeReturn;
        boolean shortened;
        long ended;
        double endedReturns;
        long endedSteps;
        long nonFinite;
        double reward;
        boolean terminated;
        boolean truncated;
        /** Episodes that reached each milestone. */
        final long[] reached;

        Slot(Rng random, int milestones) {
            this.random = random;
            reached = new long[milestones];
        }
    }

    public VectorEnv(EnvFactory factory, int count, long seed, NonFinite nonFinite) {
        this(factory, count, seed, nonFinite, Ranks.alone());
    }

    /**
     * Creates the environments of one of several processes.
     *
     * @param count the number of environments of all processes, at least one for each
     */
    public VectorEnv(EnvFactory factory, int count, long seed, NonFinite nonFinite, Ranks ranks) {
        if (count < 1) {
            throw new InvalidValueException("envs: " + count + " is not possible, at least 1 is needed");
        }
        this.nonFinite = nonFinite;
        this.ranks = ranks;
        this.count = count;
        first = ranks.from(count);
        int own = ranks.to(count) - first;
        try {
            Arena arena = closer.add(Arena.ofShared());
            batch = closer.add(factory.createBatch(own));
            spec = batch.spec();
            steps = new Step[own];
            actions = new float[own][spec.actionSize()];
            for (int i = 0; i < own; i++) {
                slots.add(new Slot(new Rng(seed, first + i), spec.milestones().size()));
                steps[i] = new Step(spec.observationSize());
            }
            long bytes = (long) count * spec.observationSize() * Float.BYTES;
            observations = arena.allocate(bytes, 64);
            finalObservations = arena.allocate(bytes, 64);
        } catch (RuntimeException | Error e) {
            closer.closeAfter(e);
            throw e;
        }
    }

    public EnvSpec spec() {
        return spec;
    }

    /** The number of environments, N. */
    public int count() {
        return count;
    }

    private Slot slot(int i) {
        return slots.get(i - first);
    }

    /** The current observations, on which the policy acts, {@code [N, observationSize]}. */
    public MemorySegment observations() {
        return observations;
    }

    /** The observations after the last step, before any reset, {@code [N, observationSize]}. */
    public MemorySegment finalObservations() {
        return finalObservations;
    }

    public double reward(int i) {
        return slot(i).reward;
    }

    public boolean terminated(int i) {
        return slot(i).terminated;
    }

    public boolean truncated(int i) {
        return slot(i).truncated;
    }

    /** The number of control steps since the last reset of environment {@code i}. */
    public int episodeStep(int i) {
        return slot(i).episodeStep;
    }

    /** Starts a new episode in each of the environments {@code [from, to)}. */
    public void reset(int from, int to) {
        for (int i = from; i < to; i++) {
            reset(i, slot(i));
        }
    }

    /**
     * Desynchronises the environments {@code [from, to)} by starting each step count at a random value. Environments
     * that are reset together would otherwise stay in step for ever, and every batch would hold only one phase of an
     * episode. The shortened episodes are left out of {@link #drainEpisodes}.
     */
    public void stagger(int from, int to) {
        for (int i = from; i < to; i++) {
            Slot slot = slot(i);
            slot.episodeStep = slot.random.nextInt(spec.episodeSteps());
            slot.shortened = slot.episodeStep > 0;
        }
    }

    private void reset(int i, Slot slot) {
        slot.shortened = false;
        slot.episodeStep = 0;
        slot.episodeReturn = 0;
        float[] observation = steps[i - first].observation;
        batch.reset(i - first, slot.random, observation);
        int bad = firstNonFinite(observation);
        if (bad >= 0) {
            throw new EnvException(
                    where(i, slot) + ": component " + bad + " of the first observation is " + observation[bad]);
        }
        writeRow(observations, i, observation);
    }

    /**
     * Advances the environments {@code [from, to)} by one control step.
     *
     * @param newActions the actions of all environments, {@code [N, actionSize]}, each component in [-1, 1]
     */
    public void step(int from, int to, MemorySegment newActions) {
        for (int i = from; i < to; i++) {
            copyAction(i, newActions);
            steps[i - first].clear();
        }
        batch.step(from - first, to - first, actions, steps);
        for (int i = from; i < to; i++) {
            finishStep(i, slot(i));
        }
    }

    private void copyAction(int i, MemorySegment newActions) {
        int size = spec.actionSize();
        float[] action = actions[i - first];
        MemorySegment.copy(newActions, ValueLayout.JAVA_FLOAT, (long) i * size * Float.BYTES, action, 0, size);
        int bad = firstNonFinite(action);
        if (bad >= 0) {
            throw new EnvException(where(i, slot(i)) + ": component " + bad + " of the action is " + action[bad]
                    + "; the policy has diverged");
        }
    }

    private void finishStep(int i, Slot slot) {
        Step step = steps[i - first];
        slot.steps++;
        slot.episodeStep++;
        int bad = firstNonFinite(step.observation);
        if (bad >= 0 || !Double.isFinite(step.reward) || step.diverged) {
            if (nonFinite == NonFinite.ERROR) {
                throw new EnvException(where(i, slot) + ": " + problem(step, bad)
                        + " (--set loop.nonFinite=end_episode ends such episodes instead)");
            }
            slot.nonFinite++;
            step.reward = 0;
            step.terminated = true;
            readRow(observations, i, step.observation); // the last finite one
        }
        slot.reward = step.reward;
        slot.terminated = step.terminated;
        slot.truncated = !step.terminated && (step.truncated || slot.episodeStep >= spec.episodeSteps());
        slot.episodeReturn += step.reward;
        writeRow(finalObservations, i, step.observation);
        if (slot.terminated || slot.truncated) {
            if (!slot.shortened) {
                slot.ended++;
                slot.endedReturns += slot.episodeReturn;
                slot.endedSteps += slot.episodeStep;
                for (int k = 0; k < slot.reached.length; k++) {
                    slot.reached[k] += step.reached >>> k & 1;
                }
            }
            reset(i, slot);
        } else {
            writeRow(observations, i, step.observation);
        }
    }

    private static String problem(Step step, int bad) {
        if (bad >= 0) {
            return "component " + bad + " of the observation is " + step.observation[bad];
        }
        return Double.isFinite(step.reward) ? "the simulation diverged" : "the reward is " + step.reward;
    }

    private void writeRow(MemorySegment block, int i, float[] observation) {
        MemorySegment.copy(observation, 0, block, ValueLayout.JAVA_FLOAT,
                (long) i * observation.length * Float.BYTES, observation.length);
    }

    private void readRow(MemorySegment block, int i, float[] observation) {
        MemorySegment.copy(block, ValueLayout.JAVA_FLOAT, (long) i * observation.length * Float.BYTES, observation, 0,
                observation.length);
    }

    private String where(int i, Slot slot) {
        return "environment " + spec.name() + " no. " + i + ", step " + slot.steps;
    }

    private static int firstNonFinite(float[] values) {
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                return i;
            }
        }
        return -1;
    }

    /** Returns the totals over the episodes that ended since the last call, of all environments, and clears them. */
    public Episodes drainEpisodes() {
        double[] endedReturns = new double[count];
        int milestones = spec.milestones().size();
        long[] totals = new long[count * (TOTALS + milestones)];
        for (int i = first; i < first + slots.size(); i++) {
            Slot slot = slot(i);
            int offset = i * (TOTALS + milestones);
            endedReturns[i] = slot.endedReturns;
            totals[offset] = slot.ended;
            totals[offset + 1] = slot.endedSteps;
            totals[offset + 2] = slot.nonFinite;
            System.arraycopy(slot.reached, 0, totals, offset + TOTALS, milestones);
            slot.ended = 0;
            slot.endedReturns = 0;
            slot.endedSteps = 0;
            slot.nonFinite = 0;
            Arrays.fill(slot.reached, 0);
        }
        ranks.gather(Rows.of(endedReturns, count), Rows.of(totals, count));
        double returns = 0;
        long[] sums = new long[TOTALS + milestones];
        for (int i = 0; i < count; i++) {
            returns += endedReturns[i];
            for (int k = 0; k < sums.length; k++) {
                sums[k] += totals[i * sums.length + k];
            }
        }
        Map<String, Long> reached = new LinkedHashMap<>();
        for (int k = 0; k < milestones; k++) {
            reached.merge(spec.milestones().get(k), sums[TOTALS + k], Long::sum);
        }
        return new Episodes(sums[0], returns, sums[1], sums[2], reached);
    }

    /**
     * Totals over finished episodes.
     *
     * @param count the number of episodes
     * @param returns the sum of their undiscounted returns
     * @param steps the sum of their lengths in control steps
     * @param nonFinite the number of episodes that ended because of a NaN or an infinity
     * @param reached the number of episodes that reached each of the environment's milestones, by its name
     */
    public record Episodes(long count, double returns, long steps, long nonFinite, Map<String, Long> reached) {

        /** Episodes of an environment without milestones. */
        public Episodes(long count, double returns, long steps, long nonFinite) {
            this(count, returns, steps, nonFinite, Map.of());
        }

        /** Adds what a run logs of them: {@code episode/return}, {@code episode/done/NAME} and so on. */
        public void putInto(Map<String, Double> metrics) {
            if (count > 0) {
                metrics.put("episode/return", returns / count);
                metrics.put("episode/length", (double) steps / count);
                reached.forEach((name, episodes) -> metrics.put("episode/done/" + name, (double) episodes / count));
            }
            metrics.put("episode/count", (double) count);
            metrics.put("episode/non_finite", (double) nonFinite);
        }
    }

    /** Saves everything that the next step depends on, as far as the environments can be saved. */
    public void save(StateDict state) {
        int n = count;
        double[] progress = new double[n * PROGRESS];
        long[] random = new long[n * Rng.STATE_SIZE];
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        long[] lengths = new long[n];
        for (int i = first; i < first + slots.size(); i++) {
            Slot slot = slot(i);
            System.arraycopy(slot.random.state(), 0, random, i * Rng.STATE_SIZE, Rng.STATE_SIZE);
            progress[PROGRESS * i] = slot.steps;
            progress[PROGRESS * i + 1] = slot.episodeStep;
            progress[PROGRESS * i + 2] = slot.episodeReturn;
            progress[PROGRESS * i + 3] = slot.shortened ? 1 : 0;
            long before = bytes.size();
            SavableEnv env = batch.savable(i - first);
            if (env != null) {
                try {
                    env.save(new DataOutputStream(bytes));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            lengths[i] = bytes.size() - before;
        }
        ranks.gather(Rows.of(random, n), Rows.of(progress, n), Rows.of(lengths, n), new Rows(observations, n));
        byte[] states = ranks.concatenate(bytes.toByteArray());
        state.putLongs("random", random, n, Rng.STATE_SIZE);
        state.putDoubles("progress", progress, n, PROGRESS);
        state.putFloats("observations", observations.toArray(ValueLayout.JAVA_FLOAT), n, spec.observationSize());
        state.putLongs("state_lengths", lengths, n);
        state.putBytes("states", states, states.length);
    }

    /**
     * Restores what {@link #save} wrote.
     *
     * @return false if the environments cannot be saved, so that they start new episodes
     */
    public boolean load(StateDict state) {
        int n = count;
        int size = spec.observationSize();
        long[] random = state.longs("random", n, Rng.STATE_SIZE);
        double[] progress = state.doubles("progress", n, PROGRESS);
        float[] seen = state.floats("observations", n, size);
        long[] lengths = state.longs("state_lengths", n);
        byte[] states = state.bytes("states", Arrays.stream(lengths).sum());
        boolean exact = true;
        int offset = 0;
        for (int i = 0; i < first; i++) {
            offset += (int) lengths[i];
        }
        for (int i = first; i < first + slots.size(); i++) {
            Slot slot = slot(i);
            long[] generator = Rng.state(random, i);
            slot.random.restore(generator); // without saved state the new episode must differ from the old
            reset(i, slot); // gives the environment its generator and allocates its memory
            slot.steps = (long) progress[PROGRESS * i];
            SavableEnv env = batch.savable(i - first);
            if (env != null) {
                slot.random.restore(generator);
                slot.episodeStep = (int) progress[PROGRESS * i + 1];
                slot.episodeReturn = progress[PROGRESS * i + 2];
                slot.shortened = progress[PROGRESS * i + 3] != 0;
                try {
                    loadWhole(env, new ByteArrayInputStream(states, offset, (int) lengths[i]));
                } catch (IOException e) {
                    throw new UncheckedIOException("the saved state of environment no. " + i + " cannot be read: "
                            + (e.getMessage() == null ? "it ends too early" : e.getMessage()), e);
                }
                MemorySegment.copy(seen, i * size, observations, ValueLayout.JAVA_FLOAT, (long) i * size * Float.BYTES,
                        size);
            } else {
                exact = false;
            }
            offset += (int) lengths[i];
        }
        return exact;
    }

    /** Restores an environment, and refuses a state that is more than it reads: it is another environment's, or another version's. */
    private static void loadWhole(SavableEnv env, ByteArrayInputStream state) throws IOException {
        env.load(new DataInputStream(state));
        if (state.available() > 0) {
            throw new IOException(state.available() + " bytes are left that the environment does not read");
        }
    }

    @Override
    public void close() {
        closer.close();
    }
}
