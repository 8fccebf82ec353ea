package dev.advect.offpolicy;

import java.util.LinkedHashMap;
import java.util.Map;

/** Accumulates metrics: means and counts by name, in the order in which the names first occurred. Not thread-safe. */
public final class MetricAccumulator {
    private final Map<String, double[]> sums = new LinkedHashMap<>();
    private final Map<String, Double> counts = new LinkedHashMap<>();

    /** Adds a value to a mean; values that are not finite are ignored. */
    public void add(String name, double value) {
        double[] sum = sums.computeIfAbsent(name, _ -> new double[2]);
        if (Double.isFinite(value)) {
            sum[0] += value;
            sum[1]++;
        }
    }

    /** Adds the norm of a gradient; if it is not finite, counts a skipped update. */
    public void addNorm(String name, double norm) {
        add(name, norm);
        count("update/skipped", Double.isFinite(norm) ? 0 : 1);
    }

    /** Adds the metrics of a critic update. */
    public void add(CriticEnsemble.Update update) {
        add("critic/loss", update.loss());
        add("critic/value", update.value());
        addNorm("critic/grad_norm", update.gradientNorm());
    }

    /** Adds to a count. */
    public void count(String name, long times) {
        counts.merge(name, (double) times, Double::sum);
    }

    /** Returns the means, NaN where there was no finite value, followed by the counts, and resets both. */
    public Map<String, Double> drain() {
        Map<String, Double> means = new LinkedHashMap<>();
        sums.forEach((name, sum) -> means.put(name, sum[0] / sum[1]));
        sums.clear();
        means.putAll(counts);
        counts.clear();
        return means;
    }
}
