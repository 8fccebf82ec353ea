package dev.advect.policy;

import dev.advect.io.StateDict;
import dev.advect.nn.Parameters;
import dev.advect.nn.RunningNorm;

import org.bytedeco.pytorch.Tensor;

/**
 * A distribution over actions given an observation. The environment receives tanh of what is drawn here.
 *
 * <p>Several workers may use it at once, each under its own number.
 */
public interface Policy extends AutoCloseable {
    int observationSize();

    int actionSize();

    /** Normal numbers that an action takes. */
    default int noiseSize() {
        return actionSize();
    }

    /** The normaliser of the observations; a part of the policy, as it is useless without. */
    RunningNorm norm();

    Parameters parameters();

    /**
     * An action for every observation; no gradient is recorded.
     *
     * @param normalised observations after {@link #norm()}, {@code [n, observationSize]}
     * @param noise standard normal numbers, {@code [n, noiseSize]}; zeros give the policy's central action
     * @return actions before tanh, {@code [n, actionSize]}
     */
    Tensor act(int worker, Tensor normalised, Tensor noise);

    /** True if evaluation should by default draw actions; false if it should take the central one. */
    boolean sampledByDefault();

    default void save(StateDict state) {
        state.putFloats("parameters", parameters().values().toArray(), parameters().size());
        norm().save(state.child("norm"));
    }

    default void load(StateDict state) {
        int size = (int) parameters().size();
        parameters().values().write(0, state.floats("parameters", size), 0, size);
        norm().load(state.child("norm"));
    }

    @Override
    void close();
}
