package dev.advect.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * A saved policy, ready to act: raw observations in, actions in [−1, 1] out.
 *
 * <p>An instance is for one thread at a time, as it computes in memory of its own, and allocates nothing while it acts.
 * {@link #copy()} gives one for another thread; the weights, which never change, are shared.
 *
 * <p>Where the module {@code jdk.incubator.vector} is there ({@code java --add-modules jdk.incubator.vector}) it
 * computes with vector instructions, otherwise in plain Java; {@link #engine()} tells. The JVM compiles it during the
 * first seconds of use, see {@link #warmUp}.
 */
public final class Policy {
    private final PolicyFile file;
    private final ActionKernel kernel;
    private final Chunk chunk;

    private Policy(PolicyFile file, ActionKernel kernel) {
        this.file = file;
        this.kernel = kernel;
        chunk = switch (kernel) {
            case FlowKernel flow -> flow.chunk();
            case GaussianKernel gaussian -> gaussian.chunk();
        };
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
        ActionKernel kernel = switch (file.spec()) {
            case FlowSpec flow -> new FlowKernel(flow, arithmetic);
            case GaussianSpec gaussian -> new GaussianKernel(gaussian, arithmetic);
        };
        kernel.setParameters(file.parameters());
        return new Policy(file, kernel);
    }

    /** What policies of this process compute with. */
    public static String engine() {
        return Kernels.BEST.name();
    }

    /** The same policy for one more thread. */
    public Policy copy() {
        return new Policy(file, kernel);
    }

    /**
     * The same velocity field with another solver or number of steps.
     *
     * @throws IllegalArgumentException where the policy is no flow policy, or steps are not possible
     */
    public Policy with(Solver solver, int steps) {
        if (!(file.spec() instanceof FlowSpec flow)) {
            throw new IllegalArgumentException("a Gaussian policy has no solver");
        }
        return of(new PolicyFile(flow.with(solver, steps), file.actionBound(), file.shift(), file.scale(),
                file.parameters(), file.info()));
    }

    public PolicySpec spec() {
        return file.spec();
    }

    /** What made it, for people. */
    public Map<String, String> info() {
        return file.info();
    }

    public int observationSize() {
        return file.spec().observationSize();
    }

    public int actionSize() {
        return file.spec().actionSize();
    }

    /**
     * The central action: that of zero noise of a flow policy, the mean's of a Gaussian one.
     *
     * @param observation {@code [observationSize]}
     * @param action filled, {@code [actionSize]}
     */
    public void act(float[] observation, float[] action) {
        check(observation.length, observationSize(), action.length, 1);
        for (int j = 0; j < action.length; j++) {
            chunk.noise()[j] = 0;
        }
        normalise(observation, 0, 1);
        chunk.compute(1);
        squash(action, 0, 1);
    }

    /**
     * Draws an action.
     *
     * @param observation {@code [observationSize]}
     * @param action filled, {@code [actionSize]}
     */
    public void act(float[] observation, float[] action, RandomGenerator random) {
        check(observation.length, observationSize(), action.length, 1);
        for (int j = 0; j < action.length; j++) {
            chunk.noise()[j] = (float) random.nextGaussian();
        }
        normalise(observation, 0, 1);
        chunk.compute(1);
        squash(action, 0, 1);
    }

    /**
     * Chooses actions for many observations at once.
     *
     * @param observations {@code [rows, observationSize]}
     * @param noise standard normal numbers, {@code [rows, actionSize]}; zeros give the central actions
     * @param actions filled, {@code [rows, actionSize]}; may be the noise's array
     */
    public void act(float[] observations, float[] noise, float[] actions, int rows) {
        check(observations.length, rows * observationSize(), actions.length, rows);
        check(observations.length, rows * observationSize(), noise.length, rows);
        int d = actionSize();
        for (int at = 0; at < rows; at += Chunk.ROWS) {
            int n = Math.min(Chunk.ROWS, rows - at);
            for (int row = 0; row < n; row++) {
                System.arraycopy(noise, (at + row) * d, chunk.noise(), row * chunk.stride(), d);
            }
            normalise(observations, at, n);
            chunk.compute(n);
            squash(actions, at, n);
        }
    }

    private void check(int observations, int observationsNeeded, int actions, int rows) {
        if (observations != observationsNeeded || actions != rows * actionSize()) {
            throw new IllegalArgumentException("arrays of " + observations + " observations and " + actions
                    + " actions, where " + observationsNeeded + " and " + rows * actionSize() + " are needed");
        }
    }

    private void normalise(float[] observations, int at, int rows) {
        float[] shift = file.shift();
        float[] scale = file.scale();
        float[] to = chunk.observations();
        int width = shift.length;
        for (int row = 0; row < rows; row++) {
            for (int j = 0; j < width; j++) {
                to[row * width + j] = (observations[(at + row) * width + j] - shift[j]) / scale[j];
            }
        }
    }

    private void squash(float[] actions, int at, int rows) {
        float[] from = chunk.actions();
        double bound = file.actionBound() > 0 ? file.actionBound() : Double.POSITIVE_INFINITY;
        int d = actionSize();
        for (int row = 0; row < rows; row++) {
            for (int j = 0; j < d; j++) {
                double action = from[row * chunk.stride() + j];
                actions[(at + row) * d + j] = (float) Math.tanh(Math.min(bound, Math.max(-bound, action)));
            }
        }
    }

    /**
     * Acts on zeros again and again, so that the JVM compiles what a control loop will then find fast. Two seconds are
     * usually enough.
     */
    public void warmUp(double seconds) {
        float[] observation = new float[observationSize()];
        float[] action = new float[actionSize()];
        long end = System.nanoTime() + (long) (seconds * 1e9);
        while (System.nanoTime() < end) {
            act(observation, action);
        }
    }
}
