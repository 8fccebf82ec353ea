package dev.advect.onpolicy;

import dev.advect.data.DemonstrationFile;
import dev.advect.data.Demonstrations;
import dev.advect.env.EnvFactory;
import dev.advect.env.EnvSpec;
import dev.advect.learner.AlgorithmSettings;
import dev.advect.nn.Workers;
import dev.advect.policy.Acting;
import dev.advect.policy.Policy;
import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** The settings of an on-policy algorithm. The algorithms differ only in their surrogate objective. */
public interface OnPolicySettings extends AlgorithmSettings {
    /** The random stream from which a policy's initial weights are drawn. */
    long POLICY_STREAM = 9;

    OnPolicyConfig loop();

    /**
     * Creates the algorithm's policy and objective for an environment without hidden parts of the observation.
     *
     * @param workers the number of threads that will compute with it at once
     * @param random the generator of the initial weights
     */
    Surrogate surrogate(EnvSpec spec, int workers, RandomGenerator random);

    @Override
    default Policy policy(EnvSpec spec, int workers, long seed) {
        return OnPolicyLearner.surrogate(this, spec, workers, seed).policy();
    }

    @Override
    default OnPolicyLearner learner(EnvFactory factory, EnvSpec spec, Workers workers, long seed) {
        return learner(factory, spec, workers, seed,
                DemonstrationFile.configured("loop.demonstrations", loop().demonstrations()));
    }

    /**
     * Creates a newly initialised learner with the given demonstrations, which need not come from the configured file.
     */
    default OnPolicyLearner learner(EnvFactory factory, EnvSpec spec, Workers workers, long seed,
            @Nullable Demonstrations demonstrations) {
        Demonstrations fitting = // unused without pre-training
                demonstrations == null || loop().pretrainUpdates() == 0 ? null : demonstrations.fitTo(spec);
        Surrogate surrogate = OnPolicyLearner.surrogate(this, spec, workers.count(), seed);
        return new OnPolicyLearner(
                factory, surrogate, () -> policy(spec, workers.count(), seed), loop(), fitting, workers, seed);
    }

    @Override
    default void requireSupported() {
        loop().products().require();
    }

    @Override
    default boolean beginsWithClone() {
        return loop().pretrainUpdates() > 0;
    }

    @Override
    default List<String> doubts() {
        return loop().demonstrations().isEmpty() || beginsWithClone() ? List.of()
                : List.of("the demonstrations are not used: nothing is cloned while loop.pretrainUpdates is 0");
    }

    @Override
    default Acting acting() {
        return loop().acting();
    }

    @Override
    default List<Integer> policyHidden() {
        return loop().policyHidden();
    }

    @Override
    default Map<String, Object> trainingShape() {
        Map<String, Object> shape = new LinkedHashMap<>();
        shape.put("value_hidden", loop().valueHidden());
        shape.put("envs", loop().envs());
        shape.put("unrolls", loop().unrolls());
        return shape;
    }

    @Override
    default ThreadLimit threadLimit() {
        int envs = loop().envs();
        int unrolls = loop().unrollsPerMinibatch();
        return envs <= unrolls
                ? new ThreadLimit(envs, "loop.envs = " + envs + ", every thread needs an environment")
                : new ThreadLimit(unrolls, unrolls + " unrolls a minibatch, every thread needs one");
    }
}
