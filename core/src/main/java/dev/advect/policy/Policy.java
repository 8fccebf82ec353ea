package dev.advect.policy;

import dev.advect.io.StateDict;
import dev.advect.nn.Parameters;
import dev.advect.nn.RunningNorm;
import dev.advect.runtime.PolicySpec;
import dev.advect.runtime.Squash;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;

import java.util.Optional;

/**
 * A distribution over actions given an observation. The environment receives {@link #toEnvironment} of what is drawn
 * here.
 *
 * <p>Several workers may use it at once, each under its own number.
 */
public interface Policy extends AutoCloseable {
    default int observationSize() {
        return norm().size();
    }

    int actionSize();

    /** c, actions that are decided on at once and taken one after the other. */
    default int chunk() {
        return 1;
    }

    /** Normal numbers that a decision takes. */
    default int noiseSize() {
        return chunk() * actionSize();
    }

    /** The normaliser of the observations; a part of the policy, as it is useless without. */
    RunningNorm norm();

    Parameters parameters();

    /**
     * An action for every observation; no gradient is recorded.
     *
     * @param normalised observations after {@link #norm()}, {@code [n, observationSize]}
     * @param noise standard normal numbers, {@code [n, noiseSize]}; zeros give the policy's central action
     * @return actions before they are squashed, {@code [n, c · actionSize]}
     */
    Tensor act(int worker, Tensor normalised, Tensor noise);

    /** The action that an environment receives, in [-1, 1], of one that {@link #act} chose; elementwise. */
    default Tensor toEnvironment(Tensor action) {
        return squash() == Squash.TANH
                ? action.tanh() : action.clamp(new ScalarOptional(new Scalar(-1)), new ScalarOptional(new Scalar(1)));
    }

    /** True if evaluation should by default draw actions; false if it should take the central one. */
    boolean sampledByDefault();

    /** How what is drawn comes to lie in [-1, 1]. */
    default Squash squash() {
        return Squash.TANH;
    }

    /**
     * The policy as the runtime knows it: {@link #parameters} in the same order, actions drawn from the same noise, those
     * of a chunk taken for one. Empty where it knows no such policy, which then cannot be exported.
     */
    default Optional<PolicySpec> spec() {
        return Optional.empty();
    }

    default void save(StateDict state) {
        parameters().save(state, "parameters");
        norm().save(state.child("norm"));
    }

    default void load(StateDict state) {
        parameters().load(state, "parameters");
        norm().load(state.child("norm"));
    }

    /** Frees the memory of both; a policy that has more frees that too. */
    @Override
    default void close() {
        parameters().close();
        norm().close();
    }
}
