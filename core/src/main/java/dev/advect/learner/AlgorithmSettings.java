package dev.advect.learner;

import dev.advect.env.EnvFactory;
import dev.advect.env.EnvSpec;
import dev.advect.nn.Workers;
import dev.advect.policy.Acting;
import dev.advect.policy.Policy;

import java.util.List;
import java.util.Map;

/**
 * All values of an algorithm, and what is made of them. An implementation is a record whose components are records too:
 * the algorithm's sections of a configuration, {@code loop} and {@code fpo} for instance.
 */
public interface AlgorithmSettings {

    /**
     * A policy at its beginning.
     *
     * @param workers how many threads will compute with it at once
     * @param seed of the run
     */
    Policy policy(EnvSpec spec, int workers, long seed);

    /**
     * A learner at its beginning.
     *
     * @param spec of what the factory makes
     * @param seed of the run
     */
    Learner learner(EnvFactory factory, EnvSpec spec, Workers workers, long seed);

    /**
     * Looks whether this machine has what the values ask for.
     *
     * @throws IllegalArgumentException where it lacks something
     */
    default void requirePossible() {}

    /** How the policy acts. */
    Acting acting();

    /** Widths of the policy network's hidden layers; a checkpoint of others does not fit. */
    List<Integer> policyHidden();

    /** What a policy's tensors depend on, by the name it has in a checkpoint's manifest. */
    default Map<String, Object> policyShape() {
        return Map.of("policy_hidden", policyHidden());
    }

    /** What all else that a learner saves depends on, likewise. */
    default Map<String, Object> trainingShape() {
        return Map.of();
    }

    /** How many threads have something to do. */
    ThreadLimit threadLimit();

    /**
     * A bound of the number of threads.
     *
     * @param most the highest possible number
     * @param why completes "more threads are not possible with …"
     */
    record ThreadLimit(int most, String why) {}
}
