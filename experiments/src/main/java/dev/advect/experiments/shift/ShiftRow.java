package dev.advect.experiments.shift;

import dev.advect.train.TrainingHistory.Point;
import org.jspecify.annotations.Nullable;

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
 * @param first the success of the cloned policy, by the run's first own evaluation
 * @param best the highest success of the run's own evaluations
 * @param last the success of the last checkpoint, in other episodes
 * @param unmoved the success of the last checkpoint where the target has not moved
 * @param fall the largest loss of success from one of the run's own evaluations to a later one
 * @param fallError the standard error of that difference
 * @param places where the can ends with the last checkpoint
 * @param modes clusters of actions given the state after the first JKO step and the last; null without such steps
 * @param spread distance of these actions from their mean, likewise
 * @param staleness the largest of all JKO steps; NaN without such steps
 * @param alarms the step of each kind's first alarm, by kind
 */
public record ShiftRow(String run, String variant, long seed, long steps, double first, double best, double last,
        double unmoved, double fall, double fallError, CanPlaces places, @Nullable Change modes, @Nullable Change spread,
        double staleness, Map<String, Long> alarms) {
    public ShiftRow {
        alarms = new TreeMap<>(alarms);
    }

    /** A number at the beginning and in the end. */
    public record Change(double first, double last) {}

    /** The largest loss from an evaluation to a later one. */
    record Fall(double loss, double error) {
        static Fall of(List<Point> curve) {
            Fall largest = new Fall(0, 0);
            for (int i = 0; i < curve.size(); i++) {
                for (int j = i + 1; j < curve.size(); j++) {
                    double loss = curve.get(i).mean() - curve.get(j).mean();
                    if (loss > largest.loss()) {
                        largest = new Fall(loss, Math.hypot(curve.get(i).se(), curve.get(j).se()));
                    }
                }
            }
            return largest;
        }
    }

    /** Whether success has fallen by more than chance explains, twice the standard error. */
    boolean hasFallen() {
        return fall > 2 * fallError && fall > 0;
    }
}
