package dev.advect.onpolicy;

import dev.advect.data.DemonstrationFile;
import dev.advect.data.Demonstrations;
import dev.advect.env.EnvFactory;
import dev.advect.env.EnvSpec;
import dev.advect.learner.AlgorithmSettings;
import dev.advect.nn.Workers;
import dev.advect.policy.Acting;
import dev.advect.policy.Policy;
import dev.advect.random.Rng;
import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** What all on-policy algorithms make of their values; they differ in the surrogate only. */
public interface OnPolicySettings extends AlgorithmSettings {
    /** The stream of the seed from which a policy's first weights are drawn. */
    long POLICY_STREAM = 9;

    OnPolicyConfig loop();

    /**
     * The algorithm's policy and objective.
     *
     * @param workers how many threads will compute with it at once
     * @param random of the first weights
     */
    Surrogate surrogate(EnvSpec spec, int workers, RandomGenerator random);

    @Override
    default Policy policy(EnvSpec spec, int workers, long seed) {
        return surrogate(spec, workers, new Rng(seed, POLICY_STREAM)).policy();
    }

    @Override
    default OnPolicyLearner learner(EnvFactory factory, EnvSpec spec, Workers workers, long seed) {
        return learner(factory, spec, workers, seed,
                DemonstrationFile.configured("loop.demonstrations", loop().demonstrations()));
    }

    /** A learner at its beginning, with demonstrations that need not come from the file that is configured. */
    default OnPolicyLearner learner(EnvFactory factory, EnvSpec spec, Workers workers, long seed,
            @Nullable Demonstrations demonstrations) {
        Demonstrations fitting = // without pre-training they are not used
                demonstrations == null || loop().pretrainUpdates() == 0 ? null : demonstrations.fitTo(spec);
        Surrogate surrogate = surrogate(spec, workers.count(), new Rng(seed, POLICY_STREAM));
        Policy average = loop().emaDecay() > 0 ? policy(spec, workers.count(), seed) : null;
        return new OnPolicyLearner(factory, surrogate, average, loop(), fitting, workers, seed);
    }

    @Override
    default void requirePossible() {
        loop().products().require();
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
