package dev.advect.offpolicy;

import java.util.LinkedHashMap;
import java.util.Map;

/** Means of what was noted, by name, in the order in which the names came up. Not for several threads. */
final class Averages {
    private final Map<String, double[]> sums = new LinkedHashMap<>();

    /** Notes a value; what is not finite is left out. */
    void add(String name, double value) {
        double[] sum = sums.computeIfAbsent(name, _ -> new double[2]);
        if (Double.isFinite(value)) {
            sum[0] += value;
            sum[1]++;
        }
    }

    /** The means, NaN where nothing finite was noted; begins anew. */
    Map<String, Double> drain() {
        Map<String, Double> means = new LinkedHashMap<>();
        sums.forEach((name, sum) -> means.put(name, sum[0] / sum[1]));
        sums.clear();
        return means;
    }
}
