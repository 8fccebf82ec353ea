package dev.advect.experiments.shift;

import dev.advect.experiments.StandardNormal;
import dev.advect.train.TrainingHistory.Point;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The outcome of one run, whose target moved after pre-training. Successes are fractions of the episodes.
 *
 * @param run the name of the run's folder
 * @param variant the variant's name
 * @param seed the random seed
 * @param steps the environment steps done
 * @param episodes the number of episodes of each evaluation; 0 in rows of older versions
 * @param first the success of the cloned policy, by the run's first own evaluation
 * @param best the highest success of the run's own evaluations
 * @param last the success of the last checkpoint, in other episodes
 * @param unmoved the success of the last checkpoint where the target has not moved
 * @param fall the loss of success from one of the run's own evaluations to a later one that is largest in units of its standard error
 * @param fallError the standard error of that difference
 * @param fallBound how many standard errors the largest of so many differences has by chance, see {@link Fall#bound}
 * @param places where the can ends with the last checkpoint
 * @param modes clusters of actions given the state after the first JKO step and the last; null without such steps
 * @param spread distance of these actions from their mean, likewise
 * @param staleness the largest of all JKO steps; NaN without such steps
 * @param alarms the step of each kind's first alarm, by kind
 */
public record ShiftRow(String run, String variant, long seed, long steps, int episodes, double first, double best, double last,
        double unmoved, double fall, double fallError, double fallBound, CanPlaces places, @Nullable Change modes, @Nullable Change spread,
        double staleness, Map<String, Long> alarms) {
    public ShiftRow {
        alarms = new TreeMap<>(alarms);
    }

    /** A number at the beginning and in the end. */
    public record Change(double first, double last) {}

    /**
     * The loss from an evaluation to a later one that is largest in units of its standard error.
     *
     * @param bound the number of standard errors that the largest of all differences exceeds by chance with a probability of at most
     *     {@value #CHANCE}: Bonferroni's bound, the normal distribution's quantile of that probability divided by the number of pairs
     */
    record Fall(double loss, double error, double bound) {
        private static final double CHANCE = 0.05;

        static Fall of(List<Point> curve) {
            int pairs = curve.size() * (curve.size() - 1) / 2;
            double bound = pairs == 0 ? 0 : StandardNormal.upperQuantile(CHANCE / pairs);
            List<Fall> falls = new ArrayList<>();
            for (int i = 0; i < curve.size(); i++) {
                for (int j = i + 1; j < curve.size(); j++) {
                    falls.add(new Fall(curve.get(i).mean() - curve.get(j).mean(),
                            Math.hypot(curve.get(i).se(), curve.get(j).se()), bound));
                }
            }
            return falls.stream().filter(fall -> fall.loss > 0 && fall.error >= 0) // evaluations of one episode have no error
                    .max(Comparator.comparingDouble((Fall fall) -> fall.loss / fall.error).thenComparingDouble(Fall::loss))
                    .orElse(new Fall(0, 0, bound));
        }
    }

    /** Whether success has fallen by more than chance explains, where the two evaluations are the most different ones of all. */
    boolean hasFallen() {
        return fall > fallBound * fallError && fall > 0;
    }
}
