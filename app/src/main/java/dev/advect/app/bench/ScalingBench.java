package dev.advect.app.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.advect.app.options.Environments;
import dev.advect.nn.Workers;
import dev.advect.onpolicy.OnPolicyLearner;
import dev.advect.train.LearnerFactory;
import dev.advect.train.RunConfig;

import java.lang.management.ManagementFactory;

/** The measurement of one scaling point: first the environments alone, then collecting and learning alternately. */
final class ScalingBench {
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final Environments.Entry env;
    private final double seconds;

    /** @param seconds measuring time for the environments alone; collecting and learning together get twice as much */
    ScalingBench(Environments.Entry env, double seconds) {
        this.env = env;
        this.seconds = seconds;
    }

    /** Accumulated wall-clock and processor time. */
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
     * Measures one point of the scaling curve.
     *
     * @param config the configuration to measure, with one epoch
     * @param epochs the number of epochs by which the time of one is multiplied; work that an update does only once is
     *     counted once
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
            learner.collect(); // warm-up: the first pass touches memory and compiles code
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
