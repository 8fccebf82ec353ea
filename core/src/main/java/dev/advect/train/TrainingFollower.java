package dev.advect.train;

import dev.advect.env.EnvFactory;
import dev.advect.io.StateDict;
import dev.advect.learner.Learner;
import dev.advect.nn.Workers;
import dev.advect.ranks.Ranks;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A process that takes part in a run whose rank 0 is a {@link Trainer}. It has its own environments and networks, computes
 * its shares, and writes no files.
 */
public final class TrainingFollower {
    private TrainingFollower() {}

    /**
     * Takes part until rank 0 ends the run.
     *
     * @param ranks the processes of the run, of which this is not rank 0
     * @param folder the run's folder, of which nothing is read but the replay buffer of a run that continues
     * @throws dev.advect.ranks.LostRankException if another process has ended or does not answer
     */
    public static void follow(RunConfig config, EnvFactory factory, Ranks ranks, Path folder) throws IOException {
        try (Workers workers = new Workers(RunRanks.threads(config, ranks), ranks);
                Learner learner = LearnerFactory.learner(config, factory, workers);
                Evaluator evaluator = new Evaluator(
                        factory, learner.policy(), workers, config.evaluationEpisodes(), learner.acting())) {
            learner.keepFilesIn(RunDirectory.replay(folder));
            boolean running = true;
            while (running) {
                running = obey(RankCommand.await(ranks), learner, evaluator);
            }
        }
    }

    /** Carries out a command, and returns whether the run goes on. */
    private static boolean obey(RankCommand.Message message, Learner learner, Evaluator evaluator) throws IOException {
        switch (message.command()) {
            case COLLECT -> learner.collect();
            case UPDATE -> learner.update();
            case EVALUATE -> evaluator.evaluate(
                    learner.policy(), message.argument().getLong(), message.argument().get() != 0);
            case SAVE -> learner.save(new StateDict());
            case LOAD -> learner.load(RankCommand.state(message.argument()));
            case RETURN -> learner.returnTo(RankCommand.state(message.argument()));
            case STABILISE -> learner.stabilise();
            case PREPARE -> {
                StateDict state = RankCommand.state(message.argument());
                learner.prepare(policy -> policy.load(state));
            }
            case END -> {
                return false;
            }
        }
        return true;
    }
}
