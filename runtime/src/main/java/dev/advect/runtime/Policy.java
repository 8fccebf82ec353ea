package dev.advect.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * A policy that is ready to act: it maps raw observations to actions in [−1, 1].
 *
 * <p>An instance is used by one thread at a time, as it computes in its own memory; acting allocates nothing.
 * {@link #copy()} creates an instance for another thread, which shares the immutable weights.
 *
 * <p>If the module {@code jdk.incubator.vector} is present ({@code java --add-modules jdk.incubator.vector}), it
 * computes with vector instructions; otherwise it uses plain Java, which takes many times as long.
 * {@link #describeEngine()} tells which is used and why. Actions are bit-identical either way, and in any batch. The
 * JVM compiles the code during the first seconds of use, see {@link #warmUp}.
 */
public final class Policy {
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

    private final PolicySpec spec;
    private final ActionKernel kernel;
    private final Chunk chunk;
    private final float[] shift;
    private final float[] scale;
    /** The bound of normalised observations, infinite for none. */
    private final float observationBound;
    private final float bound;
    private final Squash squash;
    private final int actions;
    private final int observationSize;
    private final int actionSize;
    private final int noiseSize;

    private Policy(PolicySpec spec, ActionKernel kernel, float[] shift, float[] scale, float observationBound, float bound,
            Squash squash, int actions) {
        this.spec = spec;
        this.kernel = kernel;
        this.shift = shift;
        this.scale = scale;
        this.observationBound = observationBound;
        this.bound = bound;
        this.squash = squash;
        this.actions = actions;
        chunk = kernel.chunk();
        observationSize = spec.observationSize();
        actionSize = spec.actionSize();
        noiseSize = spec.noiseSize();
    }

    /**
     * Loads a policy from a file.
     *
     * @throws PolicyFileException if the file is not a policy, or is damaged
     * @throws IOException if the file cannot be read
     */
    public static Policy load(Path file) throws IOException {
        return of(PolicyFile.read(file));
    }

    /** Loads a policy from a file's content, such as a resource, read to its end. */
    public static Policy load(InputStream in) throws IOException {
        return of(PolicyFile.read(in));
    }

    public static Policy of(PolicyFile file) {
        return of(file, Kernels.BEST);
    }

    static Policy of(PolicyFile file, Kernel arithmetic) {
        return of(file.spec(), file.squash(), file.actionBound(), file.chunk(), file.observationBound(), file.shift(),
                file.scale(), file.parameters(), arithmetic);
    }

    /**
     * Creates a policy from arrays instead of a file, such as a policy in training. The conditions of
     * {@link PolicyFile} apply, except that values of arrays may be infinite or NaN. All arrays are copied.
     */
    public static Policy of(PolicySpec spec, Squash squash, double actionBound, double observationBound, float[] shift,
            float[] scale, float[] parameters) {
        return of(spec, squash, actionBound, 1, observationBound, shift, scale, parameters, Kernels.BEST);
    }

    private static Policy of(PolicySpec spec, Squash squash, double actionBound, int actions, double observationBound,
            float[] shift, float[] scale, float[] parameters, Kernel arithmetic) {
        int width = spec.observationSize();
        Sizes.rejectIf(shift.length != width || scale.length != width,
                "the normaliser is not one of " + width + " observations");
        return new Policy(spec, ActionKernel.of(spec, parameters, arithmetic), shift.clone(), scale.clone(),
                Sizes.bound("observation_bound", observationBound), Sizes.bound("action_bound", actionBound), squash, actions);
    }

    /**
     * What policies of this process compute with, such as "vectors of 16" or "plain Java". Until {@link #isWarm} it is
     * the engine that is expected to replace the plain Java with which a process starts.
     */
    public static String engine() {
        return Kernels.BEST.name();
    }

    /**
     * The {@link #engine} and, if it is plain Java, the reason, in one line. The same is logged once per process by the
     * {@link System.Logger} {@code dev.advect.runtime}, as a warning if vector instructions are missing only because of
     * the way Java was started.
     */
    public static String describeEngine() {
        return Kernels.describe();
    }

    /** Whether the choice of {@link #engine} is final. */
    public static boolean isWarm() {
        return Kernels.BEST.isWarm();
    }

    /** Creates an instance of this policy for another thread. */
    public Policy copy() {
        return new Policy(spec, kernel, shift, scale, observationBound, bound, squash, actions);
    }

    public PolicySpec spec() {
        return spec;
    }

    public int observationSize() {
        return observationSize;
    }

    /** The number of components of an action, or of all actions together if {@link #chunk} is more than 1. */
    public int actionSize() {
        return actionSize;
    }

    /** The number of actions computed per observation, to be executed one after another; usually 1. */
    public int chunk() {
        return actions;
    }

    /** The number of standard normal values that an action needs. */
    public int noiseSize() {
        return noiseSize;
    }

    /**
     * Computes the deterministic action: a flow policy's action at zero noise, or a Gaussian policy's mean.
     *
     * @param observation a raw observation, {@code [observationSize]}
     * @param action filled, {@code [actionSize]}
     */
    public void act(float[] observation, float[] action) {
        check("observations", observation.length, observationSize);
        check("actions", action.length, actionSize);
        for (int part = 0; part * actionSize < noiseSize; part++) {
            Arrays.fill(chunk.noise(part), 0, actionSize, 0);
        }
        compute(observation, action, 0, 1);
    }

    /**
     * Samples an action.
     *
     * @param observation a raw observation, {@code [observationSize]}
     * @param action filled, {@code [actionSize]}
     */
    public void act(float[] observation, float[] action, RandomGenerator random) {
        act(observation, action, 1, random);
    }

    /**
     * Samples actions for many observations, using the same random numbers as one call per observation.
     *
     * @param observations raw observations, {@code [rows, observationSize]}
     * @param actions filled, {@code [rows, actionSize]}
     */
    public void act(float[] observations, float[] actions, int rows, RandomGenerator random) {
        check("observations", observations.length, (long) rows * observationSize);
        check("actions", actions.length, (long) rows * actionSize);
        for (int row0 = 0; row0 < rows; row0 += Chunk.ROWS) {
            int n = Math.min(Chunk.ROWS, rows - row0);
            for (int row = 0; row < n; row++) {
                draw(row, random);
            }
            compute(observations, actions, row0, n);
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
     * Computes actions for many observations.
     *
     * @param observations raw observations, {@code [rows, observationSize]}
     * @param noise standard normal values, {@code [rows, noiseSize]}; zeros give the deterministic actions
     * @param actions filled with the actions, {@code [rows, actionSize]}
     */
    public void act(float[] observations, float[] noise, float[] actions, int rows) {
        check("observations", observations.length, (long) rows * observationSize);
        check("numbers of noise", noise.length, (long) rows * noiseSize);
        check("actions", actions.length, (long) rows * actionSize);
        for (int row0 = 0; row0 < rows; row0 += Chunk.ROWS) {
            int n = Math.min(Chunk.ROWS, rows - row0);
            for (int row = 0; row < n; row++) {
                for (int part = 0; part * actionSize < noiseSize; part++) {
                    System.arraycopy(noise, (row0 + row) * noiseSize + part * actionSize, chunk.noise(part),
                            row * chunk.stride(), actionSize);
                }
            }
            compute(observations, actions, row0, n);
        }
    }

    /**
     * Computes actions for the rows {@code [from, to)} of memory segments of any kind, which hold float32 in native
     * byte order.
     *
     * @param observations raw observations, {@code [n, observationSize]}
     * @param noise standard normal values, {@code [n, noiseSize]}
     * @param unsquashed filled with the actions after clamping but before squashing, {@code [n, actionSize]}
     * @param actions filled with the actions, {@code [n, actionSize]}
     */
    public void act(MemorySegment observations, MemorySegment noise, MemorySegment unsquashed, MemorySegment actions,
            int from, int to) {
        for (int row0 = from; row0 < to; row0 += Chunk.ROWS) {
            int n = Math.min(Chunk.ROWS, to - row0);
            MemorySegment.copy(observations, FLOAT, bytes(row0, observationSize), chunk.observations(), 0,
                    n * observationSize);
            for (int row = 0; row < n; row++) {
                for (int part = 0; part * actionSize < noiseSize; part++) {
                    MemorySegment.copy(noise, FLOAT, bytes(row0 + row, noiseSize) + bytes(part, actionSize),
                            chunk.noise(part), row * chunk.stride(), actionSize);
                }
            }
            normalise(chunk.observations(), 0, n);
            chunk.compute(n);
            for (int row = 0; row < n; row++) {
                int offset = row * chunk.stride();
                float[] values = chunk.actions();
                bound(offset);
                MemorySegment.copy(values, offset, unsquashed, FLOAT, bytes(row0 + row, actionSize), actionSize);
                for (int j = 0; j < actionSize; j++) {
                    values[offset + j] = squash.apply(values[offset + j]);
                }
                MemorySegment.copy(values, offset, actions, FLOAT, bytes(row0 + row, actionSize), actionSize);
            }
        }
    }

    private static long bytes(int rows, int width) {
        return (long) rows * width * Float.BYTES;
    }

    private static void check(String what, int actual, long needed) {
        if (actual != needed) {
            throw new IllegalArgumentException(actual + " " + what + ", where " + needed + " are needed");
        }
    }

    /** Computes actions from the noise that is already in the chunk. */
    private void compute(float[] observations, float[] actions, int row0, int rows) {
        normalise(observations, row0, rows);
        chunk.compute(rows);
        float[] unsquashed = chunk.actions();
        for (int row = 0; row < rows; row++) {
            int from = row * chunk.stride();
            bound(from);
            for (int j = 0; j < actionSize; j++) {
                actions[(row0 + row) * actionSize + j] = squash.apply(unsquashed[from + j]);
            }
        }
    }

    private void normalise(float[] observations, int row0, int rows) {
        float[] to = chunk.observations();
        for (int row = 0; row < rows; row++) {
            for (int j = 0; j < observationSize; j++) {
                int offset = row * observationSize + j;
                float normalised = (observations[row0 * observationSize + offset] - shift[j]) / scale[j];
                to[offset] = within(normalised, observationBound);
            }
        }
    }

    private static float within(float value, float limit) {
        return Math.min(limit, Math.max(-limit, value));
    }

    private void bound(int offset) {
        float[] values = chunk.actions();
        for (int j = offset; j < offset + actionSize; j++) {
            values[j] = within(values[j], bound);
        }
    }

    /**
     * Acts on zeros until its speed is final: {@link #engine} has been decided, and the JVM has compiled the code that
     * a control loop runs.
     *
     * @param seconds the time limit
     * @return whether the final speed was reached
     */
    public boolean warmUp(double seconds) {
        return WarmUp.run(this, (long) (seconds * 1e9));
    }
}
