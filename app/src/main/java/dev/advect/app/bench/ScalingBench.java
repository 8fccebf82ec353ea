package dev.advect.app.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.advect.app.options.Environments;
import dev.advect.nn.Workers;
import dev.advect.onpolicy.OnPolicyLearner;
import dev.advect.train.LearnerFactory;
import dev.advect.train.RunConfig;

import java.lang.management.ManagementFactory;

/** Measures one point: the environments alone, then collecting and learning in turn. */
final class ScalingBench {
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final Environments.Entry env;
    private final double seconds;

    /** @param seconds for the environments alone, and twice that for collecting and learning */
    ScalingBench(Environments.Entry env, double seconds) {
        this.env = env;
        this.seconds = seconds;
    }

    /** A stretch of time and of processor time that is added to. */
    private static final class Stopwatch {
        private long nanos;
        private long cpu;
        private long steps;

        void time(long count, Runnable work) {
            long cpuStart = SYSTEM.getProcessCpuTime();
            long start = System.nanoTime();
            work.run();
            nanos += System.nanoTime() - start;
            cpu += SYSTEM.getProcessCpuTime() - cpuStart;
            steps += count;
        }

        double rate() {
            return steps / (nanos * 1e-9);
        }

        double cpuMicros() {
            return cpu * 1e-3 / steps;
        }
    }

    /**
     * Measures.
     *
     * @param config of one epoch
     * @param epochs by which an epoch's time is multiplied; what an update has but once is counted once
     */
    ScalingRow measure(ScalingAxis axis, int value, String setting, RunConfig config, int envs, int epochs) {
        SimBench.Rate alone;
        try (SimBench bench = new SimBench(env, config.threads(), envs)) {
            bench.run(seconds / 4);
            alone = bench.run(seconds);
        }
        Stopwatch collect = new Stopwatch();
        Stopwatch update = new Stopwatch();
        Stopwatch epoch = new Stopwatch();
        try (Workers workers = new Workers(config.threads());
                OnPolicyLearner learner = (OnPolicyLearner) LearnerFactory.learner(config, env.factory(), workers)) {
            learner.collect(); // memory is touched for the first time, and code compiled
            learner.update();
            long start = System.nanoTime();
            do {
                collect.time(learner.stepsPerIteration(), learner::collect);
                update.time(learner.stepsPerIteration(), learner::update);
                epoch.time(learner.stepsPerIteration(), learner::epoch);
            } while (System.nanoTime() - start < 2 * seconds * 1e9);
        }
        double learn = 1 / (1 / update.rate() + (epochs - 1) / epoch.rate());
        return new ScalingRow(axis, value, setting, alone.envSteps(), collect.rate(), learn,
                alone.cpuMicros(), collect.cpuMicros(), update.cpuMicros() + (epochs - 1) * epoch.cpuMicros());
    }
}
