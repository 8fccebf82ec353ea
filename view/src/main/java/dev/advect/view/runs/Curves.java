package dev.advect.view.runs;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Curves of metrics over environment steps, thinned to what a screen can show. */
public final class Curves {
    /** The prefix of the values of evaluations. */
    private static final String EVALUATION = "evaluation/";
    private static final int MAX_POINTS = 400;

    private Curves() {}

    /** The names of all metrics of some runs, sorted; those of evaluations first. */
    public static List<String> keys(List<Run> runs) {
        Set<String> evaluated = new TreeSet<>();
        Set<String> trained = new TreeSet<>();
        for (Run run : runs) {
            run.evaluations().keys().forEach(key -> evaluated.add(EVALUATION + key));
            trained.addAll(run.metrics().keys());
        }
        List<String> keys = new ArrayList<>(evaluated);
        keys.addAll(trained);
        keys.removeAll(List.of("step", EVALUATION + "step", EVALUATION + "time/seconds", EVALUATION + "episodes"));
        return keys;
    }

    /**
     * The curve of a metric.
     *
     * @param key the metric; with the prefix {@code evaluation/} a value of the evaluations
     * @return x: environment steps, y: values, margin: half of the 95 % interval, where an evaluation has one
     */
    public static Map<String, Object> of(Run run, String key) {
        boolean evaluation = key.startsWith(EVALUATION);
        String name = evaluation ? key.substring(EVALUATION.length()) : key;
        List<JsonNode> rows = (evaluation ? run.evaluations() : run.metrics()).rows().stream()
                .filter(row -> row.has(name) && Double.isFinite(row.get(name).asDouble(Double.NaN))).toList();
        String margin = name.equals("mean") ? "ci95" : name.replaceFirst("/mean$", "/ci95");
        boolean band = evaluation && name.endsWith("mean");
        List<double[]> points = new ArrayList<>();
        int stride = Math.max(1, (rows.size() + MAX_POINTS - 1) / MAX_POINTS);
        for (int from = 0; from < rows.size(); from += stride) {
            List<JsonNode> bin = rows.subList(from, Math.min(rows.size(), from + stride));
            points.add(new double[] {mean(bin, "step"), mean(bin, name), band ? mean(bin, margin) : 0});
        }
        Map<String, Object> curve = new LinkedHashMap<>();
        curve.put("x", points.stream().map(p -> p[0]).toList());
        curve.put("y", points.stream().map(p -> p[1]).toList());
        if (band) {
            curve.put("margin", points.stream().map(p -> Double.isFinite(p[2]) ? p[2] : 0).toList());
        }
        return curve;
    }

    private static double mean(List<JsonNode> rows, String key) {
        return rows.stream().mapToDouble(row -> row.path(key).asDouble(Double.NaN)).average().orElse(Double.NaN);
    }
}
