package dev.advect.app.bench;

import dev.advect.app.console.Json;
import dev.advect.env.EnvFactory;
import dev.advect.nn.Workers;
import dev.advect.offpolicy.OffPolicyConfig;
import dev.advect.offpolicy.OffPolicyLearner;
import dev.advect.offpolicy.OffPolicySettings;
import dev.advect.train.ConfigYaml;
import dev.advect.train.LearnerFactory;
import dev.advect.train.RunConfig;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/** Times the updates of off-policy algorithms as training runs them: sampling a batch, critic, policy and optimisers. */
final class OffPolicyBench {
    /** The number of environment steps that fill the replay buffer before timing starts. */
    private static final int WARM_UP = 2048;
    private static final int WARM_UP_ITERATIONS = 5;

    /** Parts of an update's time, as far as the algorithm has them. */
    private static final List<String> PARTS = List.of("critic", "policy", "blocks", "slowest_block");

    private OffPolicyBench() {}

    static Map<String, Object> measure(RunConfig config, EnvFactory factory, int threads, double seconds) {
        RunConfig timed = ConfigYaml.with(config, Map.of("threads", Integer.toString(threads),
                "loop.warmUp", Integer.toString(WARM_UP), "loop.policyAfter", "0",
                "loop.unroll", "1")); // a few updates at a time
        OffPolicyConfig loop = ((OffPolicySettings) timed.algorithm()).loop();
        try (Workers workers = new Workers(threads);
                OffPolicyLearner learner = (OffPolicyLearner) LearnerFactory.learner(timed, factory, workers)) {
            while (learner.steps() < WARM_UP + WARM_UP_ITERATIONS * learner.stepsPerIteration()) {
                learner.collect();
                learner.update();
            }
            DoubleStream.Builder millis = DoubleStream.builder();
            Map<String, DoubleStream.Builder> parts = new LinkedHashMap<>();
            PARTS.forEach(part -> parts.put(part, DoubleStream.builder()));
            long begin = System.nanoTime();
            while (System.nanoTime() - begin < seconds * 1e9) {
                long before = loop.updatesDue(learner.steps());
                learner.collect();
                long start = System.nanoTime();
                Map<String, Double> metrics = learner.update();
                double elapsed = (System.nanoTime() - start) * 1e-6;
                long updates = loop.updatesDue(learner.steps()) - before;
                if (updates > 0) {
                    millis.add(elapsed / updates);
                    parts.forEach((part, found) -> {
                        Double time = metrics.get("time/" + part);
                        if (time != null) {
                            found.add(time * 1e3 / updates);
                        }
                    });
                }
            }
            double[] all = millis.build().toArray();
            double update = BenchOptions.quantile(all, 0.5);
            Map<String, Object> result = Json.object("updates_per_second", 1e3 / update, "update_ms", update,
                    "update_ms_least", BenchOptions.quantile(all, 0), "threads", threads,
                    "batch", loop.batchSize(), "policy_every", loop.policyEvery(), "preset", timed.preset(),
                    "algo", ConfigYaml.name(timed.algo()), "env", timed.env());
            parts.forEach((part, found) -> {
                double[] times = found.build().toArray();
                if (times.length > 0) {
                    result.put(part + "_ms", BenchOptions.quantile(times, 0.5));
                }
            });
            return result;
        }
    }
}
