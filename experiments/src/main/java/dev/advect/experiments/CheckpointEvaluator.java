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

/** Evaluates the policy of one checkpoint, acting as it does in its run. */
public final class CheckpointEvaluator implements AutoCloseable {
    private final EnvFactory factory;
    private final int episodes;
    private final Acting acting;
    private final TrainedPolicy trained;
    private final Workers workers;

    /** @param which {@code best}, {@code latest} or a step */
    public CheckpointEvaluator(RunDirectory directory, String which, EnvFactory factory, int threads, int episodes)
            throws IOException {
        this.factory = factory;
        this.episodes = episodes;
        int most = Math.min(threads, episodes);
        trained = TrainedPolicy.load(directory, which, factory, most);
        acting = trained.config().algorithm().acting();
        workers = new Workers(most);
    }

    public Policy policy() {
        return trained.policy();
    }

    /** Environment steps that the policy was trained for. */
    long step() {
        return trained.checkpoint().step();
    }

    /** As the policy is evaluated by default. */
    public Evaluation evaluate(long seed) {
        return evaluate(seed, policy().sampledByDefault());
    }

    /** @param sampled whether actions are drawn, or are those of zero noise */
    public Evaluation evaluate(long seed, boolean sampled) {
        try (Evaluator evaluator = new Evaluator(factory, policy(), workers, episodes, acting)) {
            return evaluator.evaluate(policy(), seed, sampled);
        }
    }

    @Override
    public void close() {
        workers.close();
        trained.policy().close();
    }
}
