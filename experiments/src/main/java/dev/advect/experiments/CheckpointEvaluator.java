package dev.advect.experiments;

import dev.advect.env.EnvFactory;
import dev.advect.nn.Workers;
import dev.advect.policy.Acting;
import dev.advect.policy.Policy;
import dev.advect.train.Evaluation;
import dev.advect.train.Evaluator;
import dev.advect.train.RunDirectory;
import dev.advect.train.TrainedPolicy;

import java.io.IOException;

/** An evaluator of one checkpoint's policy, which acts as it does in its run. */
public final class CheckpointEvaluator implements AutoCloseable {
    private final EnvFactory factory;
    private final int episodes;
    private final Acting acting;
    private final TrainedPolicy trained;
    private final Workers workers;

    /**
     * Loads the policy.
     *
     * @param which {@code best}, {@code latest} or a step
     * @param threads the maximum number of threads
     * @param episodes the number of episodes per evaluation
     */
    public CheckpointEvaluator(RunDirectory directory, String which, EnvFactory factory, int threads, int episodes)
            throws IOException {
        this.factory = factory;
        this.episodes = episodes;
        int workerCount = Math.min(threads, episodes);
        trained = TrainedPolicy.load(directory, which, factory, workerCount);
        acting = trained.config().algorithm().acting();
        workers = new Workers(workerCount);
    }

    public Policy policy() {
        return trained.policy();
    }

    /** The number of environment steps for which the policy was trained. */
    long step() {
        return trained.checkpoint().step();
    }

    /** Evaluates the policy in its default action mode. */
    public Evaluation evaluate(long seed) {
        return evaluate(seed, policy().stochasticByDefault());
    }

    /**
     * Evaluates the policy.
     *
     * @param stochastic whether the policy samples its actions; otherwise it acts with zero noise
     */
    public Evaluation evaluate(long seed, boolean stochastic) {
        return evaluate(seed, factory, stochastic);
    }

    /** Evaluates the policy in its default action mode in another environment with the same observations and actions. */
    public Evaluation evaluate(long seed, EnvFactory other) {
        return evaluate(seed, other, policy().stochasticByDefault());
    }

    private Evaluation evaluate(long seed, EnvFactory environment, boolean stochastic) {
        try (Evaluator evaluator = new Evaluator(environment, policy(), workers, episodes, acting)) {
            return evaluator.evaluate(policy(), seed, stochastic);
        }
    }

    @Override
    public void close() {
        workers.close();
        trained.policy().close();
    }
}
