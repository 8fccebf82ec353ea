package dev.advect.train;

import dev.advect.config.InvalidValueException;
import dev.advect.data.DemonstrationFile;
import dev.advect.env.TinyEnv;
import dev.advect.io.JsonLines;
import dev.advect.ranks.Exchange;
import dev.advect.ranks.MemoryExchange;
import dev.advect.ranks.Ranks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A run of several processes, here threads with their own environments and networks, is that of one. */
class RankTrainingTest {
    private static final double NEVER = 1000;

    @TempDir
    Path parent;

    /** Trains with a number of ranks until the end, or until some iterations are done. */
    private RunDirectory train(RunConfig config, String name, int ranks, int iterations) throws IOException {
        Path folder = parent.resolve(name);
        boolean begun = folder.toFile().exists();
        RunDirectory directory = begun ? RunDirectory.open(folder) : RunDirectory.create(folder, config);
        List<Future<?>> others = new ArrayList<>();
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            List<Exchange> exchanges = MemoryExchange.connected(ranks);
            for (Exchange exchange : exchanges.subList(1, ranks)) {
                others.add(threads.submit(() -> {
                    try (Ranks own = Ranks.of(exchange)) {
                        TrainingFollower.follow(config, TinyEnv::new, own, folder);
                        return null;
                    }
                }));
            }
            Trainer[] trainer = new Trainer[1];
            TrainListener listener = new TrainListener() {
                @Override
                public void progress(Progress progress) {
                    if (progress.steps() >= (long) iterations * TinyRun.ITERATION) {
                        trainer[0].stop();
                    }
                }
            };
            try (Ranks own = Ranks.of(exchanges.getFirst());
                    Trainer made = begun ? Trainer.resume(config, TinyEnv::new, directory, listener, own)
                            : Trainer.begin(config, TinyEnv::new, directory, listener, own)) {
                trainer[0] = made;
                made.run();
            }
        }
        for (Future<?> other : others) {
            try {
                other.get();
            } catch (InterruptedException | ExecutionException e) {
                throw new IllegalStateException(e);
            }
        }
        return directory;
    }

    private static void assertSameRun(RunDirectory actual, RunDirectory expected) throws IOException {
        TrainerTest.assertSameRun(actual.folder(), expected.folder());
    }

    @ParameterizedTest
    @CsvSource({"FPO, 2", "FPO, 3", "FPO, 4", "FPO_PLUS_PLUS, 3", "REFPO, 2", "FPO_JOINT, 2", "PPO, 2", "PPO, 3", "PPO, 4",
        "DPPO, 2", "DPPO, 3", "DPPO, 4"})
    void ranksOfAThread_areBitForBitAsManyThreads(Algorithm algorithm, int ranks) throws IOException {
        RunConfig config = TinyRun.config(algorithm, ranks, 6, 2, NEVER);

        RunDirectory threads = train(config, "threads", 1, 100);
        assertSameRun(train(config, "ranks", ranks, 100), threads);
    }

    @Test
    void ranksOfTwoThreads_areBitForBitFourThreads() throws IOException {
        RunConfig config = TinyRun.config(Algorithm.FPO, 4, 6, 2, NEVER);

        RunDirectory threads = train(config, "threads", 1, 100);
        assertSameRun(train(config, "ranks", 2, 100), threads);
    }

    /** The checkpoint of one distribution is continued by another. */
    @ParameterizedTest
    @CsvSource({"FPO, 3, 1", "FPO, 1, 3", "PPO, 3, 3", "DPPO, 3, 1"})
    void resumedRun_isBitForBitTheUninterrupted(Algorithm algorithm, int before, int after) throws IOException {
        RunConfig config = TinyRun.config(algorithm, 3, 7, 2, NEVER);

        RunDirectory whole = train(config, "whole", 1, 100);
        train(config, "parts", before, 3);
        assertSameRun(train(config, "parts", after, 100), whole);
    }

    /** Every process makes all updates of an off-policy run by itself; environments and evaluations are divided. */
    @ParameterizedTest
    @CsvSource({"SWFP, 2", "SWFP, 4", "RLPD, 2", "CALQL, 3", "FQL, 2"})
    void offPolicyRanks_areBitForBitOneProcess(Algorithm algorithm, int ranks) throws IOException {
        RunDirectory whole = train(offPolicy(algorithm, 1), "whole", 1, 100);
        assertThat(JsonLines.read(whole.evaluations())).hasSizeGreaterThan(2);
        assertSameRun(train(offPolicy(algorithm, ranks), "ranks", ranks, 100), whole);
    }

    /**
     * The checkpoint of one distribution is continued by another. IBRL and QC act by libtorch, whose rounding depends on the
     * number of rows, so that their runs are the same for the same number of processes only.
     */
    @ParameterizedTest
    @CsvSource({"SWFP, 1, 2, 2", "RLPD, 1, 4, 1", "FQL, 2, 1, 3", "IBRL, 3, 3, 3", "QC, 3, 3, 3"})
    void resumedOffPolicyRun_isBitForBitTheUninterrupted(Algorithm algorithm, int never, int before, int after)
            throws IOException {
        RunDirectory whole = train(offPolicy(algorithm, never), "whole", never, 100);
        train(offPolicy(algorithm, before), "parts", before, 3);
        assertThat(RunDirectory.replay(parent.resolve("parts"))).isDirectoryContaining("glob:**.safetensors");
        train(offPolicy(algorithm, after), "parts", after, 100);
        OffPolicyTrainerTest.assertSameRun(parent.resolve("parts"), whole.folder());
    }

    @Test
    void ranksThatComputeDifferently_areTold() throws IOException {
        RunConfig config = offPolicy(Algorithm.SWFP, 2);
        List<Exchange> exchanges = MemoryExchange.connected(2);
        RunDirectory directory = RunDirectory.create(parent.resolve("run"), config);
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            Future<?> other = threads.submit(() -> {
                try (Ranks own = Ranks.of(exchanges.getLast())) {
                    // another rate stands for another processor
                    TrainingFollower.follow(ConfigYaml.with(config, Map.of("swfp.cloningRate", "1e-4")), TinyEnv::new, own,
                            directory.folder());
                    return null;
                }
            });
            assertThatThrownBy(() -> {
                try (Ranks own = Ranks.of(exchanges.getFirst());
                        Trainer trainer = Trainer.begin(config, TinyEnv::new, directory, new TrainListener() {}, own)) {
                    trainer.run();
                }
            }).isInstanceOf(InvalidValueException.class).hasMessageStartingWith("worker 1 has another policy than worker 0");
            assertThatThrownBy(other::get).hasMessageContaining("worker 1 has another policy than worker 0");
        }
    }

    /** Pre-trained on demonstrations, then five iterations of ten updates or more each. */
    private RunConfig offPolicy(Algorithm algorithm, int threads) throws IOException {
        Path file = parent.resolve("demonstrations.safetensors");
        DemonstrationFile.write(file, OffPolicyTrainerTest.demonstrations());
        return ConfigYaml.with(TinyRun.config(algorithm, threads, 6, 2, NEVER), Map.of(
                "demonstrations", file.toString(), "pretrainUpdates", "20", "critic.hidden", "[16, 16]"));
    }

    @Test
    void environmentThatFails_onAnyRank_endsAll() throws IOException {
        RunConfig config = TinyRun.config(Algorithm.FPO, 2, 6, 2, NEVER);
        List<Exchange> exchanges = MemoryExchange.connected(2);
        RunDirectory directory = RunDirectory.create(parent.resolve("run"), config);
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            Future<?> other = threads.submit(() -> {
                try (Ranks own = Ranks.of(exchanges.getLast())) {
                    TrainingFollower.follow(config, () -> {
                        throw new IllegalStateException("no environment here");
                    }, own, directory.folder());
                    return null;
                }
            });
            assertThatThrownBy(() -> {
                try (Ranks own = Ranks.of(exchanges.getFirst());
                        Trainer trainer = Trainer.begin(config, TinyEnv::new, directory, new TrainListener() {}, own)) {
                    trainer.run();
                }
            }).isInstanceOf(dev.advect.ranks.LostRankException.class);
            assertThatThrownBy(other::get).hasMessageContaining("no environment here");
        }
    }

    @Test
    void tooFewEnvironments_orThreadsThatDoNotDivide_areRefused() {
        assertThatThrownBy(() -> RunRanks.requirePossible(TinyRun.config(Algorithm.SWFP, 5, 1, 1, NEVER), 5))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("workers: 5 is not possible with loop.envs = 4, every worker needs an environment");
        assertThatThrownBy(() -> RunRanks.requirePossible(TinyRun.config(Algorithm.FPO, 3, 1, 1, NEVER), 2))
                .hasMessage("workers: 2 does not divide threads = 3, which are the threads of all processes");
    }
}
