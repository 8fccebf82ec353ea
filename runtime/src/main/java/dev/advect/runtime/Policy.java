package dev.advect.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * A policy that is ready to act: raw observations in, actions in [−1, 1] out.
 *
 * <p>An instance is for one thread at a time, as it computes in memory of its own, and allocates nothing while it acts.
 * {@link #copy()} gives one for another thread; the weights, which never change, are shared.
 *
 * <p>Where the module {@code jdk.incubator.vector} is there ({@code java --add-modules jdk.incubator.vector}) it
 * computes with vector instructions, otherwise in plain Java, which takes many times as long;
 * {@link #describeEngine()} tells which it is and why. The actions are the same, to the bit, also in whichever batch they
 * are chosen. The JVM compiles it during the first seconds of use, see {@link #warmUp}.
 */
public final class Policy {
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

    private final PolicySpec spec;
    private final ActionKernel kernel;
    private final Chunk chunk;
    private final float[] shift;
    private final float[] scale;
    private final float bound;
    private final Squash squash;
    private final int actions;
    private final int observationSize;
    private final int actionSize;
    private final int noiseSize;

    private Policy(PolicySpec spec, ActionKernel kernel, float[] shift, float[] scale, float bound, Squash squash,
            int actions) {
        this.spec = spec;
        this.kernel = kernel;
        this.shift = shift;
        this.scale = scale;
        this.bound = bound;
        this.squash = squash;
        this.actions = actions;
        chunk = kernel.chunk();
        observationSize = spec.observationSize();
        actionSize = spec.actionSize();
        noiseSize = spec.noiseSize();
    }

    /**
     * @throws PolicyFileException where the file holds no policy, or a damaged one
     * @throws IOException where it cannot be read
     */
    public static Policy load(Path file) throws IOException {
        return of(PolicyFile.read(file));
    }

    /** Reads a file's content, a resource's for instance, to its end. */
    public static Policy load(InputStream in) throws IOException {
        return of(PolicyFile.read(in));
    }

    public static Policy of(PolicyFile file) {
        return of(file, Kernels.BEST);
    }

    static Policy of(PolicyFile file, Kernel arithmetic) {
        return of(file.spec(), file.squash(), file.actionBound(), file.chunk(), file.shift(), file.scale(),
                file.parameters(), arithmetic);
    }

    /**
     * A policy of numbers that are not in a file, such as one in training; what {@link PolicyFile} says of them holds,
     * but they may be infinite or NaN. All are copied.
     */
    public static Policy of(PolicySpec spec, Squash squash, double actionBound, float[] shift, float[] scale,
            float[] parameters) {
        return of(spec, squash, actionBound, 1, shift, scale, parameters, Kernels.BEST);
    }

    private static Policy of(PolicySpec spec, Squash squash, double actionBound, int actions, float[] shift,
            float[] scale, float[] parameters, Kernel arithmetic) {
        int width = spec.observationSize();
        Sizes.refuse(shift.length != width || scale.length != width,
                "the normaliser is not one of " + width + " observations");
        return new Policy(spec, ActionKernel.of(spec, parameters, arithmetic), shift.clone(), scale.clone(),
                actionBound > 0 ? (float) actionBound : Float.POSITIVE_INFINITY, squash,
                actions);
    }

    /**
     * What policies of this process compute with, "vectors of 16" or "plain Java". Until {@link #isWarm} it is what is
     * expected to take over from the plain Java that a process begins with.
     */
    public static String engine() {
        return Kernels.BEST.name();
    }

    /**
     * The {@link #engine}, and the reason where it is plain Java, in one line. The same is logged once a process by the
     * {@link System.Logger} {@code dev.advect.runtime}: as a warning where vector instructions are missing only because
     * of the way in which Java was started.
     */
    public static String describeEngine() {
        return Kernels.describe();
    }

    /** Whether it is decided that {@link #engine} computes from now on. */
    public static boolean isWarm() {
        return Kernels.BEST.isWarm();
    }

    /** The same policy for one more thread. */
    public Policy copy() {
        return new Policy(spec, kernel, shift, scale, bound, squash, actions);
    }

    public PolicySpec spec() {
        return spec;
    }

    public int observationSize() {
        return observationSize;
    }

    /** Numbers in an action; in all of them, where there are several. */
    public int actionSize() {
        return actionSize;
    }

    /** How many actions an observation is answered by, to be taken one after the other; usually 1. */
    public int chunk() {
        return actions;
    }

    /** Standard normal numbers that an action takes. */
    public int noiseSize() {
        return noiseSize;
    }

    /**
     * The central action: that of zero noise of a flow policy, the mean's of a Gaussian one.
     *
     * @param observation {@code [observationSize]}
     * @param action filled, {@code [actionSize]}
     */
    public void act(float[] observation, float[] action) {
        check("observations", observation.length, observationSize);
        check("actions", action.length, actionSize);
        for (int part = 0; part * actionSize < noiseSize; part++) {
            Arrays.fill(chunk.noise(part), 0, actionSize, 0);
        }
        choose(observation, action, 0, 1);
    }

    /**
     * Draws an action.
     *
     * @param observation {@code [observationSize]}
     * @param action filled, {@code [actionSize]}
     */
    public void act(float[] observation, float[] action, RandomGenerator random) {
        act(observation, action, 1, random);
    }

    /**
     * Draws actions for many observations, with the numbers that would be drawn one by one.
     *
     * @param observations {@code [rows, observationSize]}
     * @param actions filled, {@code [rows, actionSize]}
     */
    public void act(float[] observations, float[] actions, int rows, RandomGenerator random) {
        check("observations", observations.length, (long) rows * observationSize);
        check("actions", actions.length, (long) rows * actionSize);
        for (int at = 0; at < rows; at += Chunk.ROWS) {
            int n = Math.min(Chunk.ROWS, rows - at);
            for (int row = 0; row < n; row++) {
                draw(row, random);
            }
            choose(observations, actions, at, n);
        }
    }

    private void draw(int row, RandomGenerator random) {
        int from = row * chunk.stride();
        for (int part = 0; part * actionSize < noiseSize; part++) {
            float[] noise = chunk.noise(part);
            for (int j = 0; j < actionSize; j++) {
                noise[from + j] = (float) random.nextGaussian();
            }
        }
    }

    /**
     * Chooses actions for many observations.
     *
     * @param observations {@code [rows, observationSize]}
     * @param noise standard normal numbers, {@code [rows, noiseSize]}; zeros give the central actions
     * @param actions filled, {@code [rows, actionSize]}
     */
    public void act(float[] observations, float[] noise, float[] actions, int rows) {
        check("observations", observations.length, (long) rows * observationSize);
        check("numbers of noise", noise.length, (long) rows * noiseSize);
        check("actions", actions.length, (long) rows * actionSize);
        for (int at = 0; at < rows; at += Chunk.ROWS) {
            int n = Math.min(Chunk.ROWS, rows - at);
            for (int row = 0; row < n; row++) {
                for (int part = 0; part * actionSize < noiseSize; part++) {
                    System.arraycopy(noise, (at + row) * noiseSize + part * actionSize, chunk.noise(part),
                            row * chunk.stride(), actionSize);
                }
            }
            choose(observations, actions, at, n);
        }
    }

    /**
     * Chooses actions for the rows [from, to) of memory of any kind, which holds float32 in the order of the machine.
     *
     * @param observations {@code [n, observationSize]}
     * @param noise standard normal numbers, {@code [n, noiseSize]}
     * @param chosen filled with what is chosen, within bounds but not squashed yet, {@code [n, actionSize]}
     * @param actions filled, {@code [n, actionSize]}
     */
    public void act(MemorySegment observations, MemorySegment noise, MemorySegment chosen, MemorySegment actions,
            int from, int to) {
        for (int at = from; at < to; at += Chunk.ROWS) {
            int n = Math.min(Chunk.ROWS, to - at);
            MemorySegment.copy(observations, FLOAT, bytes(at, observationSize), chunk.observations(), 0,
                    n * observationSize);
            for (int row = 0; row < n; row++) {
                for (int part = 0; part * actionSize < noiseSize; part++) {
                    MemorySegment.copy(noise, FLOAT, bytes(at + row, noiseSize) + bytes(part, actionSize),
                            chunk.noise(part), row * chunk.stride(), actionSize);
                }
            }
            normalise(chunk.observations(), 0, n);
            chunk.compute(n);
            for (int row = 0; row < n; row++) {
                int place = row * chunk.stride();
                float[] values = chunk.actions();
                bound(place);
                MemorySegment.copy(values, place, chosen, FLOAT, bytes(at + row, actionSize), actionSize);
                for (int j = 0; j < actionSize; j++) {
                    values[place + j] = squash.apply(values[place + j]);
                }
                MemorySegment.copy(values, place, actions, FLOAT, bytes(at + row, actionSize), actionSize);
            }
        }
    }

    private static long bytes(int rows, int width) {
        return (long) rows * width * Float.BYTES;
    }

    private static void check(String what, int there, long needed) {
        if (there != needed) {
            throw new IllegalArgumentException(there + " " + what + ", where " + needed + " are needed");
        }
    }

    /** From the noise that is in the chunk already. */
    private void choose(float[] observations, float[] actions, int at, int rows) {
        normalise(observations, at, rows);
        chunk.compute(rows);
        float[] chosen = chunk.actions();
        for (int row = 0; row < rows; row++) {
            int from = row * chunk.stride();
            bound(from);
            for (int j = 0; j < actionSize; j++) {
                actions[(at + row) * actionSize + j] = squash.apply(chosen[from + j]);
            }
        }
    }

    private void normalise(float[] observations, int at, int rows) {
        float[] to = chunk.observations();
        for (int row = 0; row < rows; row++) {
            for (int j = 0; j < observationSize; j++) {
                int place = row * observationSize + j;
                to[place] = (observations[at * observationSize + place] - shift[j]) / scale[j];
            }
        }
    }

    private void bound(int place) {
        float[] values = chunk.actions();
        for (int j = place; j < place + actionSize; j++) {
            values[j] = Math.min(bound, Math.max(-bound, values[j]));
        }
    }

    /**
     * Acts on zeros until that takes as long as it will: {@link #engine} has taken over, and the JVM has compiled what a
     * control loop will run.
     *
     * @param seconds after which it returns in any case
     * @return whether it has come to that
     */
    public boolean warmUp(double seconds) {
        return WarmUp.run(this, (long) (seconds * 1e9));
    }
}
