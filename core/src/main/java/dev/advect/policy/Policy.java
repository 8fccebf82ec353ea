package dev.advect.policy;

import dev.advect.config.InvalidValueException;
import dev.advect.io.StateDict;
import dev.advect.nn.Parameters;
import dev.advect.nn.RunningNorm;
import dev.advect.runtime.PolicySpec;
import dev.advect.runtime.Squash;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;

import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * A distribution over actions given an observation. A sampled action passes through {@link #toEnvironment} before the
 * environment receives it.
 *
 * <p>Several workers may use a policy at once, each with its own worker index.
 */
public interface Policy extends AutoCloseable {
    default int observationSize() {
        return norm().size();
    }

    int actionSize();

    /** The number c of actions that are decided on at once and executed one after another. */
    default int chunk() {
        return 1;
    }

    /** The number of standard normal values that one decision needs. */
    default int noiseSize() {
        return chunk() * actionSize();
    }

    /** The observation normaliser. It is part of the policy, which is useless without it. */
    RunningNorm norm();

    Parameters parameters();

    /**
     * Computes an action for every observation, without recording a gradient.
     *
     * @param normalised observations after {@link #norm()}, {@code [n, observationSize]}
     * @param noise standard normal values, {@code [n, noiseSize]}; zeros give the policy's deterministic action
     * @return the actions before squashing, {@code [n, c · actionSize]}
     */
    Tensor act(int worker, Tensor normalised, Tensor noise);

    /**
     * Makes the policy independent of some components of the observation, before any training.
     *
     * @param ignored whether a component is to have no effect
     * @throws InvalidValueException if this kind of policy always uses the whole observation
     */
    default void ignore(IntPredicate ignored) {
        throw new InvalidValueException("this algorithm's policy uses the whole observation, but the environment hides a part of "
                + "it from policies; fpo, fpo++, refpo, fpo-joint, dppo and ppo can leave it out");
    }

    /**
     * Multiplies the initial weights of the outputs that determine actions; with 0, actions do not yet depend on the
     * observation.
     *
     * @throws InvalidValueException if this kind of policy does not support it
     */
    default void scaleInitialOutput(double factor) {
        throw new InvalidValueException("policyOutputInit: " + factor + " is not possible with this algorithm, only 1");
    }

    /** Maps an action from {@link #act} elementwise to the action that the environment receives, in [-1, 1]. */
    default Tensor toEnvironment(Tensor action) {
        return squash() == Squash.TANH
                ? action.tanh() : action.clamp(new ScalarOptional(new Scalar(-1)), new ScalarOptional(new Scalar(1)));
    }

    /** Whether evaluations sample actions by default, rather than take the deterministic action. */
    boolean stochasticByDefault();

    /** The function that maps actions into [-1, 1]. */
    default Squash squash() {
        return Squash.TANH;
    }

    /**
     * The runtime's description of this policy: it has the same {@link #parameters} in the same order and computes
     * actions from the same noise, with a chunk treated as one action. It is empty if the runtime does not support this
     * policy, which then cannot be exported.
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

    /** Frees the parameters and the normaliser. A policy that owns more memory overrides this method. */
    @Override
    default void close() {
        parameters().close();
        norm().close();
    }
}
