package dev.advect.policy;

import dev.advect.nn.torch.HostTensor;
import dev.advect.nn.vector.Vectors;

import java.lang.foreign.MemorySegment;

/**
 * A policy at work, from raw observations to actions as an environment takes them: it normalises, draws, bounds,
 * squashes. Collecting, evaluating and measuring all act through here.
 *
 * <p>It allocates its memory once, for a fixed number of rows; several workers may act at once, each under its own
 * number and on rows of its own.
 */
public final class Actor implements AutoCloseable {
    /** What computes the networks. */
    public enum Arithmetic {
        /** libtorch. */
        LIBTORCH,
        /** The runtime's kernels, on a copy of the weights; the same actions to 1e-5. */
        RUNTIME;

        /** The faster one: the runtime's, where it has vector instructions and knows the policy. */
        static Arithmetic of(Policy policy) {
            return Vectors.present() && policy.spec().isPresent() ? RUNTIME : LIBTORCH;
        }
    }

    private final HostTensor observation;
    private final HostTensor noise;
    private final HostTensor chosen;
    private final HostTensor action;
    private final Engine engine;

    /**
     * An actor for some rows at once, by the faster arithmetic.
     *
     * @param policy one of the shapes of those that will act, drawing its actions as they do
     * @param rows n, observations of a call
     * @param workers how many threads act at once
     */
    public Actor(Policy policy, Acting acting, int rows, int workers) {
        this(policy, acting, rows, workers, Arithmetic.of(policy));
    }

    /** The same, by an arithmetic of the caller's choice. */
    public Actor(Policy policy, Acting acting, int rows, int workers, Arithmetic arithmetic) {
        observation = new HostTensor(rows, policy.observationSize());
        noise = new HostTensor(rows, policy.noiseSize());
        chosen = new HostTensor(rows, (long) policy.chunk() * policy.actionSize());
        action = new HostTensor(rows, (long) policy.chunk() * policy.actionSize());
        engine = switch (arithmetic) {
            case LIBTORCH -> new TorchEngine(policy, acting, observation, noise, chosen, action);
            case RUNTIME -> new RuntimeEngine(acting, workers, noise, chosen, action);
        };
        engine.begin(policy);
    }

    /** From now on acts as this policy does now; to be called again when its weights or its normaliser change. */
    public void begin(Policy policy) {
        engine.begin(policy);
    }

    /**
     * Chooses actions for the rows [from, to) from the {@link #noise} that is there.
     *
     * @param observations raw, {@code [n, observationSize]}
     */
    public void act(int worker, MemorySegment observations, int from, int to) {
        engine.act(worker, observations, from, to);
    }

    /**
     * Chooses actions for all rows, as worker 0.
     *
     * @param observations raw, {@code [n, observationSize]}
     * @param normal standard normal numbers, {@code [n, noiseSize]}; zeros give the policy's central action
     * @param actions filled, {@code [n, c · actionSize]}, in [-1, 1]
     */
    public void act(float[] observations, float[] normal, float[] actions) {
        observation.write(0, observations, 0, (int) observation.size());
        noise.write(0, normal, 0, (int) noise.size());
        act(0, observation.segment(), 0, (int) observation.shape()[0]);
        action.read(0, actions, 0, (int) action.size());
    }

    /** To be filled with standard normal numbers, {@code [n, noiseSize]}; zeros give the policy's central action. */
    public HostTensor noise() {
        return noise;
    }

    /** What was chosen, within bounds but not squashed yet, {@code [n, actionSize]}. */
    public HostTensor chosen() {
        return chosen;
    }

    /** What an environment takes, in [-1, 1], {@code [n, actionSize]}. */
    public HostTensor action() {
        return action;
    }

    @Override
    public void close() {
        observation.close();
        noise.close();
        chosen.close();
        action.close();
    }
}
