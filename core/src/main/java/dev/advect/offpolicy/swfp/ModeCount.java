package dev.advect.offpolicy.swfp;

import java.util.Arrays;

/**
 * A count of the clusters that particles form: the minimum spanning tree is cut at edges much longer than the median, and the
 * remaining components are counted, except for stragglers. It needs no scale and works in any dimension.
 */
final class ModeCount {
    /** An edge longer than this many times the median leads to another cluster. */
    private static final double GAP = 3;
    /** A cluster has at least one in so many particles. */
    private static final int MIN_SHARE = 16;

    private ModeCount() {}

    /**
     * Counts the clusters of the rows [from, from + n).
     *
     * @param points row by row, {@code [rows · d]}
     */
    static int of(float[] points, int from, int n, int d) {
        // Prim: every point joins the tree by its shortest edge
        int[] parent = new int[n];
        double[] edge = new double[n];
        boolean[] joined = new boolean[n];
        int[] order = new int[n];
        Arrays.fill(edge, Double.POSITIVE_INFINITY);
        edge[0] = 0;
        for (int step = 0; step < n; step++) {
            int next = -1;
            for (int i = 0; i < n; i++) {
                if (!joined[i] && (next < 0 || edge[i] < edge[next])) {
                    next = i;
                }
            }
            joined[next] = true;
            order[step] = next;
            for (int i = 0; i < n; i++) {
                double distance = joined[i] ? 0 : distance(points, from + i, from + next, d);
                if (!joined[i] && distance < edge[i]) {
                    edge[i] = distance;
                    parent[i] = next;
                }
            }
        }
        double[] sorted = Arrays.stream(edge).sorted().toArray();
        double longest = GAP * sorted[n / 2] + 1e-9;
        int[] cluster = new int[n];
        int[] size = new int[n];
        for (int i : order) {
            cluster[i] = i == order[0] || edge[i] > longest ? i : cluster[parent[i]];
            size[cluster[i]]++;
        }
        int min = Math.max(2, n / MIN_SHARE);
        return (int) Arrays.stream(size).filter(s -> s >= Math.min(min, n)).count();
    }

    private static double distance(float[] points, int a, int b, int d) {
        double sum = 0;
        for (int i = 0; i < d; i++) {
            double difference = points[a * d + i] - points[b * d + i];
            sum += difference * difference;
        }
        return Math.sqrt(sum);
    }
}
