package dev.advect.experiments.critic;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Values beside what they predict, and the direction of their gradient.
 *
 * @param decisions decisions that were looked at
 * @param bins tenths of the decisions, by increasing value
 * @param correlation Pearson's, between values and returns
 * @param cosine mean cosine between the value's gradient and the way from an action to the mean of the policy's actions
 * @param gain mean of what the value of that mean exceeds the action's by
 */
public record Calibration(int decisions, List<Bin> bins, double correlation, double cosine, double gain) {
    private static final int BINS = 10;

    /** Mean value and mean discounted return, from the decision to the end of its episode. */
    public record Bin(double value, double discountedReturn) {}

    /** One decision; the return is known once its episode has ended. */
    record Decision(double value, double discountedReturn, double cosine, double gain) {}

    static Calibration of(List<Decision> decisions) {
        List<Decision> sorted = new ArrayList<>(decisions);
        sorted.sort(Comparator.comparingDouble(Decision::value));
        int n = sorted.size();
        List<Bin> bins = new ArrayList<>();
        for (int i = 0; i < BINS; i++) {
            List<Decision> part = sorted.subList(i * n / BINS, (i + 1) * n / BINS);
            if (!part.isEmpty()) {
                bins.add(new Bin(part.stream().mapToDouble(Decision::value).average().orElseThrow(),
                        part.stream().mapToDouble(Decision::discountedReturn).average().orElseThrow()));
            }
        }
        return new Calibration(n, bins, correlation(sorted), sorted.stream().mapToDouble(Decision::cosine).average().orElse(0),
                sorted.stream().mapToDouble(Decision::gain).average().orElse(0));
    }

    /** 0 where one of the two does not vary. */
    private static double correlation(List<Decision> decisions) {
        double x = decisions.stream().mapToDouble(Decision::value).average().orElse(0);
        double y = decisions.stream().mapToDouble(Decision::discountedReturn).average().orElse(0);
        double xx = 0;
        double yy = 0;
        double xy = 0;
        for (Decision decision : decisions) {
            double dx = decision.value() - x;
            double dy = decision.discountedReturn() - y;
            xx += dx * dx;
            yy += dy * dy;
            xy += dx * dy;
        }
        return xx * yy == 0 ? 0 : xy / Math.sqrt(xx * yy);
    }
}
