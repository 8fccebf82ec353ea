package dev.advect.policy;

import dev.advect.io.StateDict;
import dev.advect.nn.Parameters;
import dev.advect.nn.RunningNorm;
import dev.advect.runtime.PolicySpec;
import dev.advect.runtime.Squash;
import org.bytedeco.pytorch.Tensor;

import java.util.Optional;

/**
 * A distribution over actions given an observation. The environment receives what is drawn here after it was
 * {@linkplain #squash squashed}.
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
     * @return actions before they are squashed, {@code [n, actionSize]}
     */
    Tensor act(int worker, Tensor normalised, Tensor noise);

    /** True if evaluation should by default draw actions; false if it should take the central one. */
    boolean sampledByDefault();

    /** How what is drawn comes to lie in [-1, 1]. */
    default Squash squash() {
        return Squash.TANH;
    }

    /**
     * The policy as the runtime knows it: {@link #parameters} in the same order, actions drawn from the same noise.
     * Empty where it knows no such policy, which then cannot be exported.
     */
    default Optional<PolicySpec> spec() {
        return Optional.empty();
    }

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
