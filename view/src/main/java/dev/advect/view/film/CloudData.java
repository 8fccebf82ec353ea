package dev.advect.view.film;

import dev.advect.runtime.Squash;
import dev.advect.view.play.Cloud;

import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What the page needs to know of the actions that a policy would have drawn. Points are numbers of 8 bits, in the range of
 * those at the same flow time. If they would still be too much, every second, third … state is left out.
 */
final class CloudData {
    private static final int STEPS = 127;
    private static final int MAX_BYTES = 400_000;

    private CloudData() {}

    /**
     * The clouds of a take, by frame; empty if there are none.
     *
     * <p>{@code points} holds {@code [states, K + 1, n, d]} bytes, and {@code scales} their units,
     * {@code [states][K + 1]}.
     */
    static Optional<Map<String, Object>> of(SortedMap<Integer, Cloud> clouds) {
        if (clouds.isEmpty()) {
            return Optional.empty();
        }
        Cloud first = clouds.sequencedValues().getFirst();
        int bytes = first.points().length * first.points()[0].length;
        int stride = Math.ceilDiv(clouds.size(), Math.max(1, MAX_BYTES / bytes));
        List<Integer> frames = new ArrayList<>();
        List<double[]> scales = new ArrayList<>();
        byte[] points = new byte[Math.ceilDiv(clouds.size(), stride) * bytes];
        int state = 0;
        for (Map.Entry<Integer, Cloud> entry : clouds.entrySet()) {
            if (state++ % stride == 0) {
                scales.add(write(entry.getValue(), points, frames.size() * bytes));
                frames.add(entry.getKey());
            }
        }
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("n", first.count());
        data.put("d", first.size());
        data.put("times", first.times());
        data.put("tanh", first.squash() == Squash.TANH);
        data.put("unit", first.unit());
        data.put("frames", frames);
        data.put("scales", scales);
        data.put("points", Base64.getEncoder().encodeToString(points));
        return Optional.of(data);
    }

    /** Writes the points of a cloud, and returns the unit of those at each flow time, {@code [K + 1]}. */
    private static double[] write(Cloud cloud, byte[] out, int offset) {
        double[] scales = new double[cloud.points().length];
        int next = offset;
        for (int k = 0; k < scales.length; k++) {
            float[] shown = cloud.shown(k);
            double largest = 1e-9;
            for (float value : shown) {
                largest = Math.max(largest, Math.abs(value));
            }
            scales[k] = largest / STEPS;
            for (float value : shown) {
                out[next++] = (byte) Math.round(value / scales[k]);
            }
        }
        return scales;
    }
}
