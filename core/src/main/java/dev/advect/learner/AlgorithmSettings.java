package dev.advect.learner;

import dev.advect.env.EnvFactory;
import dev.advect.env.EnvSpec;
import dev.advect.nn.Workers;
import dev.advect.policy.Acting;
import dev.advect.policy.Policy;

import java.util.List;
import java.util.Map;

/**
 * The complete hyper-parameters of an algorithm, from which its policy and learner are made. An implementation is a
 * record whose components are records too: the algorithm's sections of the configuration, such as {@code loop} and
 * {@code fpo}.
 */
public interface AlgorithmSettings {

    /**
     * Creates a newly initialised policy.
     *
     * @param workers the number of threads that will compute with it at once
     * @param seed the run's random seed
     */
    Policy policy(EnvSpec spec, int workers, long seed);

    /**
     * Creates a newly initialised learner.
     *
     * @param spec the description of the factory's environments
     * @param seed the run's random seed
     */
    Learner learner(EnvFactory factory, EnvSpec spec, Workers workers, long seed);

    /**
     * Checks that this machine supports what the settings ask for.
     *
     * @throws IllegalArgumentException if it does not
     */
    default void requireSupported() {}

    /** How the policy acts. */
    Acting acting();

    /** Whether training begins with demonstrations, so that the first evaluation is that of a clone. */
    boolean beginsWithClone();

    /** Returns warnings about values that are possible but probably not meant, one line each. A new run shows them. */
    default List<String> doubts() {
        return List.of();
    }

    /** The widths of the policy network's hidden layers. A checkpoint fits only the same widths. */
    List<Integer> policyHidden();

    /** The values that determine the shapes of the policy's tensors, by their names in a checkpoint's manifest. */
    default Map<String, Object> policyShape() {
        return Map.of("policy_hidden", policyHidden());
    }

    /**
     * The values that determine the shape of the rest of a learner's state, by their names in a checkpoint's manifest.
     */
    default Map<String, Object> trainingShape() {
        return Map.of();
    }

    /** The largest useful number of threads. */
    ThreadLimit threadLimit();

    /**
     * An upper bound on the number of threads.
     *
     * @param max the largest possible number
     * @param why completes the sentence "threads: N is not possible with …"
     */
    record ThreadLimit(int max, String why) {}
}
