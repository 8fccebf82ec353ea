package dev.advect.data;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** The smallest and largest values of each feature that were read, to be compared with those that a data set states. */
final class LeRobotStats {
    /** The relative rounding error of stated values. */
    private static final double ROUNDING = 1e-4;

    private final Map<String, double[]> smallest = new HashMap<>();
    private final Map<String, double[]> largest = new HashMap<>();

    /** Takes note of a feature's values in one step. */
    void add(String feature, double[] values) {
        double[] low = smallest.computeIfAbsent(feature, name -> values.clone());
        double[] high = largest.computeIfAbsent(feature, name -> values.clone());
        for (int i = 0; i < Math.min(low.length, values.length); i++) {
            low[i] = Math.min(low[i], values[i]);
            high[i] = Math.max(high[i], values[i]);
        }
    }

    /** Says where stated values differ from those read; empty if they do not, or nothing is stated. */
    String difference(String feature, JsonNode stated) {
        String low = difference(feature, "min", stated.path("min"), smallest.getOrDefault(feature, new double[0]));
        return low.isEmpty()
                ? difference(feature, "max", stated.path("max"), largest.getOrDefault(feature, new double[0]))
                : low;
    }

    private static String difference(String feature, String what, JsonNode stated, double[] found) {
        if (!stated.isArray()) {
            return "";
        }
        boolean same = stated.size() == found.length;
        for (int i = 0; same && i < found.length; i++) {
            double value = stated.get(i).asDouble(Double.NaN);
            same = Math.abs(value - found[i]) <= ROUNDING * (1 + Math.abs(value));
        }
        return same ? "" : "the " + what + " of '" + feature + "' is " + Arrays.toString(found) + ", meta/stats.json says " + stated;
    }
}
