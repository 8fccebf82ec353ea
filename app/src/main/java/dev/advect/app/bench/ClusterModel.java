package dev.advect.app.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.advect.config.InvalidValueException;
import dev.advect.ranks.SumPlan;
import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A model of the time that an iteration needs with some number of workers, from the measured parts of a run of two.
 *
 * <p>What is computed is split evenly, in whole unrolls of a minibatch, except for what every worker does for itself. For every
 * message the workers wait for the slowest of them, and then for the network: for its latency, for the system calls by which
 * each of the others is served, and for the bytes.
 *
 * @param steps the environment steps of an iteration
 * @param serial the seconds that every worker computes for itself
 * @param parallel the seconds of computation that are shared
 * @param units the unrolls of a minibatch
 * @param gathered the bytes that all workers together hand over to each other beside gradients
 * @param messages the number of messages beside those of sums
 * @param sums the number of sums of gradients
 * @param length the bytes of the gradients of one sum
 * @param spread the standard deviation of a worker's time between two messages, in seconds
 * @param call the seconds in which a message to, and one from, another worker are handled
 */
record ClusterModel(double steps, double serial, double parallel, int units, double gathered, double messages, double sums,
        double length, double spread, double call) {
    /** The iterations at the beginning that do not count, as the virtual machine still compiles. */
    private static final int WARM_UP = 2;

    /**
     * The parts of an iteration, in seconds.
     *
     * @param compute the worker's own computation
     * @param transfer the time of the network
     * @param waiting the time in which a worker waits for slower ones
     */
    record Time(double compute, double transfer, double waiting) {
        double total() {
            return compute + transfer + waiting;
        }
    }

    /**
     * The model that two runs determine, whose medians over iterations count.
     *
     * @param two the metrics of a run of two workers of one thread each
     * @param one the metrics of a run of one thread; null if all computation is taken as shared
     * @param units the unrolls of a minibatch
     * @param call the seconds in which a message to, and one from, another worker are handled
     */
    static ClusterModel of(List<JsonNode> two, @Nullable List<JsonNode> one, int units, double call) {
        double messages = median(two, row -> row.path("exchange/messages").asDouble());
        double sums = median(two, row -> row.path("exchange/sums").asDouble());
        if (!(messages > 0 && sums > 0)) {
            throw new InvalidValueException("--model needs a run that two workers have trained: "
                    + "train --cluster='local-cluster[2,1,2048]' --workers=2");
        }
        double length = median(two, row -> row.path("exchange/summed_bytes").asDouble()) / sums;
        SumPlan plan = SumPlan.of((long) length, 1, 2);
        double bytes = median(two, row -> row.path("exchange/bytes").asDouble());
        double half = median(two, row -> seconds(row) - row.path("time/transfer").asDouble() - row.path("time/waiting").asDouble());
        double whole = one == null ? 2 * half : median(one, ClusterModel::seconds);
        double serial = Math.clamp(2 * half - whole, 0, half);
        double waiting = median(two, row -> row.path("time/waiting").asDouble()) / messages;
        return new ClusterModel(steps(two), serial, 2 * (half - serial), units, 2 * Math.max(0, bytes - sums * plan.bytes()),
                Math.max(0, messages - sums * plan.messages()), sums, length, waiting / latest(2), call);
    }

    private static double seconds(JsonNode row) {
        return row.path("time/collect").asDouble() + row.path("time/update").asDouble();
    }

    private static double steps(List<JsonNode> rows) {
        return rows.getLast().path("step").asDouble() - rows.get(rows.size() - 2).path("step").asDouble();
    }

    private static double median(List<JsonNode> rows, ToDoubleFunction<JsonNode> value) {
        if (rows.size() <= WARM_UP) {
            throw new InvalidValueException("a run of more than " + WARM_UP + " iterations is needed");
        }
        double[] values = rows.stream().skip(WARM_UP).mapToDouble(value).sorted().toArray();
        return values[values.length / 2];
    }

    /** The time of an iteration of some workers in a network. */
    Time predict(int workers, ClusterNetwork network) {
        double share = Math.ceilDiv(units, workers) / (double) units;
        double compute = serial + parallel * share;
        if (workers == 1) {
            return new Time(compute, 0, 0);
        }
        SumPlan plan = SumPlan.of((long) length, 1, workers);
        double all = messages + sums * plan.messages();
        double bytes = gathered * (workers - 1) / workers + sums * plan.bytes();
        double transfer = all * (network.latency() + (workers - 2) * call) + bytes / network.bandwidth();
        return new Time(compute, transfer, all * spread * latest(workers));
    }

    /**
     * How much later the last of some workers comes than their average, in standard deviations: the mean of the largest of n
     * numbers with a normal distribution, ∫ (1 − Φ(x)ⁿ) dx over positive x minus ∫ Φ(x)ⁿ dx over negative ones.
     */
    static double latest(int n) {
        double step = 1e-3;
        double cumulative = 0;
        double sum = 0;
        for (double x = -9 + step / 2; x < 9; x += step) {
            double density = Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
            double power = Math.pow(Math.min(1, cumulative + density * step / 2), n);
            sum += (x < 0 ? -power : 1 - power) * step;
            cumulative += density * step;
        }
        return sum;
    }

    /** The numbers of workers that a table shows: powers of two and the last. */
    static int[] workers(int last) {
        return Arrays.stream(new int[] {1, 2, 4, 8, 16, 32, 64, 128, 256, 512, last}).filter(n -> n <= last).distinct().sorted().toArray();
    }
}
