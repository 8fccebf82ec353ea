package dev.advect.train;

import dev.advect.env.Env;
import dev.advect.env.EnvFactory;
import dev.advect.env.EnvSpec;
import dev.advect.nn.Workers;
import dev.advect.onpolicy.Fpo;
import dev.advect.onpolicy.FpoConfig;
import dev.advect.onpolicy.GaussianPpo;
import dev.advect.onpolicy.OnPolicyLearner;
import dev.advect.onpolicy.PpoConfig;
import dev.advect.onpolicy.Surrogate;
import dev.advect.policy.FlowPolicy;
import dev.advect.policy.GaussianPolicy;
import dev.advect.policy.Policy;
import dev.advect.random.Rng;

import java.util.List;
import java.util.Objects;

/** Puts together what a configuration describes. */
public final class Learners {
    /** The stream of the seed from which a policy's first weights are drawn. */
    private static final long POLICY = 9;

    private Learners() {}

    /** The shapes of an environment. */
    public static EnvSpec spec(EnvFactory factory) {
        try (Env env = factory.create()) {
            return env.spec();
        }
    }

    /** A learner at its beginning. */
    public static OnPolicyLearner learner(RunConfig config, EnvFactory factory, Workers workers) {
        return new OnPolicyLearner(
                factory, surrogate(config, spec(factory), workers.count()), config.loop(), workers, config.seed());
    }

    /** A policy at its beginning. */
    public static Policy policy(RunConfig config, EnvSpec spec, int workers) {
        return surrogate(config, spec, workers).policy();
    }

    private static Surrogate surrogate(RunConfig config, EnvSpec spec, int workers) {
        Rng random = new Rng(config.seed(), POLICY);
        List<Integer> hidden = config.loop().policyHidden();
        return switch (config.algo()) {
            case FPO -> {
                FpoConfig fpo = Objects.requireNonNull(config.fpo());
                yield new Fpo(new FlowPolicy(spec.observationSize(), spec.actionSize(), hidden, fpo.timeEmbedding(),
                        fpo.outputScale(), fpo.sampler(), fpo.flowSteps(), workers, random), fpo);
            }
            case PPO -> {
                PpoConfig ppo = Objects.requireNonNull(config.ppo());
                yield new GaussianPpo(
                        new GaussianPolicy(spec.observationSize(), spec.actionSize(), hidden, workers, random), ppo);
            }
        };
    }
}
