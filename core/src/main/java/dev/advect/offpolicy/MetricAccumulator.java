package dev.advect.offpolicy;

import java.util.LinkedHashMap;
import java.util.Map;

/** Means and sums of what was noted, by name, in the order in which the names came up. Not for several threads. */
public final class MetricAccumulator {
    private final Map<String, double[]> sums = new LinkedHashMap<>();
    private final Map<String, Double> counts = new LinkedHashMap<>();

    /** Notes a value; what is not finite is left out. */
    public void add(String name, double value) {
        double[] sum = sums.computeIfAbsent(name, _ -> new double[2]);
        if (Double.isFinite(value)) {
            sum[0] += value;
            sum[1]++;
        }
    }

    /** Notes the norm of a gradient; where it is not finite, the step was left out. */
    public void addNorm(String name, double norm) {
        add(name, norm);
        count("update/skipped", Double.isFinite(norm) ? 0 : 1);
    }

    /** Notes what came of an update of the critic. */
    public void add(CriticEnsemble.Update update) {
        add("critic/loss", update.loss());
        add("critic/value", update.value());
        addNorm("critic/grad_norm", update.gradientNorm());
    }

    /** Counts something. */
    public void count(String name, long times) {
        counts.merge(name, (double) times, Double::sum);
    }

    /** The means, NaN where nothing finite was noted, then the sums; begins anew. */
    public Map<String, Double> drain() {
        Map<String, Double> means = new LinkedHashMap<>();
        sums.forEach((name, sum) -> means.put(name, sum[0] / sum[1]));
        sums.clear();
        means.putAll(counts);
        counts.clear();
        return means;
    }
}
