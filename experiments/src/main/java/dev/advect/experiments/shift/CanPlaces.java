package dev.advect.experiments.shift;

import dev.advect.data.Demonstrations;
import dev.advect.env.ObservationPart;

import java.util.ArrayList;
import java.util.List;

/**
 * Where the can is at the end of the episodes of {@code can-shifted-until-success}: what a film of them shows, counted. The
 * first five numbers are fractions of the episodes.
 *
 * @param target in its compartment and let go
 * @param before where the compartment was before the shift and is no longer, 0.1 m &lt; x ≤ 0.18 m
 * @param beside elsewhere in the bin with compartments
 * @param start in the bin in which it stood
 * @param lost anywhere else, in the hand for instance
 * @param spread the root mean square distance of the cans in the bin with compartments from their mean in x and y, m; NaN if
 *     there are fewer than two
 */
public record CanPlaces(double target, double before, double beside, double start, double lost, double spread) {
    /** The first component of the can's position within the object's part of an observation. */
    private static final String PART = "object";
    /** The height in m above which a can is in no bin. */
    private static final double HEIGHT = 0.9;

    /** @param episodes recorded with named parts */
    public static CanPlaces of(Demonstrations episodes) {
        int offset = offset(episodes.parts());
        int n = episodes.episodes();
        int[] counts = new int[5];
        List<double[]> there = new ArrayList<>();
        for (int episode = 0; episode < n; episode++) {
            int last = episodes.end(episode) - 1;
            int at = last * episodes.observationSize() + offset;
            double x = episodes.nextObservation()[at];
            double y = episodes.nextObservation()[at + 1];
            double z = episodes.nextObservation()[at + 2];
            int place = episodes.reward()[last] > 0 ? 0 : place(x, y, z);
            counts[place]++;
            if (place < 3) {
                there.add(new double[] {x, y});
            }
        }
        return new CanPlaces((double) counts[0] / n, (double) counts[1] / n, (double) counts[2] / n, (double) counts[3] / n,
                (double) counts[4] / n, spread(there));
    }

    private static int offset(List<ObservationPart> parts) {
        int offset = 0;
        for (ObservationPart part : parts) {
            if (part.name().equals(PART)) {
                return offset;
            }
            offset += part.size();
        }
        throw new IllegalArgumentException("the observations have no part '" + PART + "'");
    }

    /** The number of the place of a can that is not where it belongs, in the order of the components. */
    private static int place(double x, double y, double z) {
        if (z >= HEIGHT) {
            return 4;
        }
        if (-0.02 < x && x < 0.38 && 0.03 < y && y < 0.53) {
            return 0.1 < x && x <= 0.18 && y > 0.28 ? 1 : 2;
        }
        return -0.1 < x && x < 0.3 && -0.5 < y && y < 0 ? 3 : 4;
    }

    private static double spread(List<double[]> places) {
        double x = places.stream().mapToDouble(place -> place[0]).average().orElse(Double.NaN);
        double y = places.stream().mapToDouble(place -> place[1]).average().orElse(Double.NaN);
        double squares = 0;
        for (double[] place : places) {
            squares += (place[0] - x) * (place[0] - x) + (place[1] - y) * (place[1] - y);
        }
        return places.size() < 2 ? Double.NaN : Math.sqrt(squares / places.size());
    }
}
