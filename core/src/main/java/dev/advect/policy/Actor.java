package dev.advect.policy;

import dev.advect.nn.HostTensor;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * A policy between plain arrays: raw observations in, actions as an environment takes them out. For one thread.
 *
 * <p>It allocates its tensors once, for a fixed number of rows.
 */
public final class Actor implements AutoCloseable {
    private final Policy policy;
    private final int worker;
    private final boolean normalize;
    private final HostTensor observation;
    private final HostTensor noise;
    private final HostTensor action;

    /**
     * An actor for some rows at once.
     *
     * @param worker the policy's replica that it uses, alone
     * @param rows n, observations of a call
     * @param normalize whether observations pass the policy's normaliser
     */
    public Actor(Policy policy, int worker, int rows, boolean normalize) {
        this.policy = policy;
        this.worker = worker;
        this.normalize = normalize;
        observation = new HostTensor(rows, policy.observationSize());
        noise = new HostTensor(rows, policy.noiseSize());
        action = new HostTensor(rows, (long) policy.chunk() * policy.actionSize());
    }

    /**
     * Chooses actions.
     *
     * @param observations {@code [n, observationSize]}
     * @param normal standard normal numbers, {@code [n, noiseSize]}; zeros give the policy's central action
     * @param actions filled, {@code [n, c · actionSize]}, in [-1, 1]
     */
    public void act(float[] observations, float[] normal, float[] actions) {
        observation.write(0, observations, 0, (int) observation.size());
        noise.write(0, normal, 0, (int) noise.size());
        try (NoGradGuard _ = new NoGradGuard();
                PointerScope _ = new PointerScope()) {
            Tensor rows = observation.tensor();
            if (normalize) {
                policy.norm().applyInPlace(rows);
            }
            action.tensor().copy_(policy.toEnvironment(policy.act(worker, rows, noise.tensor())));
        }
        action.read(0, actions, 0, (int) action.size());
    }

    @Override
    public void close() {
        observation.close();
        noise.close();
        action.close();
    }
}
