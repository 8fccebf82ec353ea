package dev.advect.policy;

import dev.advect.nn.torch.HostTensor;
import dev.advect.nn.vector.Vectors;

import java.lang.foreign.MemorySegment;

/**
 * A policy applied to raw observations: it normalises them, samples an action, clamps and squashes it. Collection,
 * evaluation and benchmarks all act through this class.
 *
 * <p>Memory is allocated once, for a fixed number of rows. Several workers may act at once, each with its own worker
 * index and its own rows.
 */
public final class Actor implements AutoCloseable {
    /** The implementation that computes the networks. */
    public enum Arithmetic {
        /** Computes with libtorch. */
        LIBTORCH,
        /** Computes with the runtime's kernels on a copy of the weights; actions agree to 1e-5. */
        RUNTIME;

        /**
         * Selects the faster implementation: the runtime's, if vector instructions are available and it supports the
         * policy.
         */
        static Arithmetic of(Policy policy) {
            return Vectors.present() && policy.spec().isPresent() ? RUNTIME : LIBTORCH;
        }
    }

    private final HostTensor observation;
    private final HostTensor noise;
    private final HostTensor unsquashed;
    private final HostTensor action;
    private final Engine engine;

    /**
     * Creates an actor that uses the faster implementation.
     *
     * @param policy a policy of the same shape and sampler as those that will act
     * @param rows the number of observations per call, n
     * @param workers the number of threads that act at once
     */
    public Actor(Policy policy, Acting acting, int rows, int workers) {
        this(policy, acting, rows, workers, Arithmetic.of(policy));
    }

    /** Creates an actor that uses the given implementation. */
    public Actor(Policy policy, Acting acting, int rows, int workers, Arithmetic arithmetic) {
        observation = new HostTensor(rows, policy.observationSize());
        noise = new HostTensor(rows, policy.noiseSize());
        unsquashed = new HostTensor(rows, (long) policy.chunk() * policy.actionSize());
        action = new HostTensor(rows, (long) policy.chunk() * policy.actionSize());
        engine = switch (arithmetic) {
            case LIBTORCH -> new TorchEngine(policy, acting, observation, noise, unsquashed, action);
            case RUNTIME -> new RuntimeEngine(acting, workers, noise, unsquashed, action);
        };
        engine.begin(policy);
    }

    /** Sets the policy that acts. Call this again whenever its weights or its normaliser change. */
    public void begin(Policy policy) {
        engine.begin(policy);
    }

    /**
     * Computes actions for the rows {@code [from, to)} from the current {@link #noise}.
     *
     * @param observations raw observations, {@code [n, observationSize]}
     */
    public void act(int worker, MemorySegment observations, int from, int to) {
        engine.act(worker, observations, from, to);
    }

    /**
     * Computes actions for all rows, as worker 0.
     *
     * @param observations raw observations, {@code [n, observationSize]}
     * @param normal standard normal noise, {@code [n, noiseSize]}; zeros give the policy's deterministic action
     * @param actions filled with the actions, {@code [n, c · actionSize]}, in [-1, 1]
     */
    public void act(float[] observations, float[] normal, float[] actions) {
        observation.write(0, observations, 0, (int) observation.size());
        noise.write(0, normal, 0, (int) noise.size());
        act(0, observation.segment(), 0, (int) observation.shape()[0]);
        action.read(0, actions, 0, (int) action.size());
    }

    /**
     * The noise for the next call, which the caller fills with standard normal values, {@code [n, noiseSize]}. Zeros
     * give the policy's deterministic action.
     */
    public HostTensor noise() {
        return noise;
    }

    /** The actions after clamping but before squashing, {@code [n, c · actionSize]}. */
    public HostTensor unsquashed() {
        return unsquashed;
    }

    /** The actions that the environment receives, in [-1, 1], {@code [n, c · actionSize]}. */
    public HostTensor action() {
        return action;
    }

    @Override
    public void close() {
        observation.close();
        noise.close();
        unsquashed.close();
        action.close();
    }
}
