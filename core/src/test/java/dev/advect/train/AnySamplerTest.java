package dev.advect.train;

import dev.advect.env.TinyEnv;
import dev.advect.flow.Sampler;
import dev.advect.flow.Sampling;
import dev.advect.flow.Schedule;
import dev.advect.nn.Workers;
import dev.advect.policy.Acting;
import dev.advect.policy.FlowPolicy;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** A policy that was trained with one way of drawing actions may be used with any other. */
class AnySamplerTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path parent;

    @ParameterizedTest
    @CsvSource({"euler, uniform", "sde, cosine"})
    void evaluate_withOtherSamplers_returnsTheSame(String sampler, String schedule) throws IOException {
        RunConfig config = ConfigYaml.with(TinyRun.config(Algorithm.FPO, 2, 60, 60, 100),
                Map.of("sampler", sampler, "schedule", schedule));
        RunDirectory directory = RunDirectory.create(parent.resolve("run"), config);
        try (Trainer trainer = Trainer.begin(config, TinyEnv::new, directory, new TrainListener() {})) {
            trainer.run();
        }
        TrainedPolicy trained = TrainedPolicy.load(directory, "latest", TinyEnv::new, 1);
        try (FlowPolicy policy = (FlowPolicy) trained.policy()) {
            double own = evaluate(policy, policy.sampling());
            assertThat(own).isGreaterThan(untrained(config) / 2);
            for (Sampler other : Sampler.values()) {
                for (Schedule times : List.of(
                        Schedule.UNIFORM, Schedule.COSINE, Schedule.of(List.of(1.0, 0.7, 0.45, 0.25, 0.1, 0.0)))) {
                    int steps = times.given().isEmpty() ? 8 : 5;
                    assertThat(evaluate(policy, new Sampling(other, steps, times, 1)))
                            .as("%s, %s", other, times).isCloseTo(own, within(0.25));
                }
            }
        }
    }

    private static double untrained(RunConfig config) {
        try (FlowPolicy policy = (FlowPolicy) LearnerFactory.policy(config, new TinyEnv().spec(), 1)) {
            return evaluate(policy, policy.sampling());
        }
    }

    private static double evaluate(FlowPolicy policy, Sampling sampling) {
        policy.sampleWith(sampling);
        try (Workers workers = new Workers(1);
                Evaluator evaluator = new Evaluator(TinyEnv::new, policy, workers, 64, new Acting(true, 0))) {
            return evaluator.evaluate(policy, 1, true).mean();
        }
    }
}
