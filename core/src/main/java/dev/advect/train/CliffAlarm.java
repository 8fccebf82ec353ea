package dev.advect.train;

/**
 * Watches a run's evaluations for a fall: a return that was reached, and is lost for good while training goes on.
 *
 * <p>An evaluation falls if it has lost more than a part of best − first, and more than its own 95 % interval.
 */
final class CliffAlarm {
    private final HealthConfig config;
    private double first = Double.NaN;
    private double best = Double.NEGATIVE_INFINITY;
    private int falls;

    CliffAlarm(HealthConfig config) {
        this.config = config;
    }

    /** Takes note of an evaluation; true if the alarm is raised by it, once a fall. */
    boolean raisedBy(double mean, double ci95) {
        if (config.cliff() == 0) {
            return false;
        }
        if (Double.isNaN(first)) {
            first = mean;
        }
        best = Math.max(best, mean);
        // an interval that is not known, of too few episodes, does not count
        double lost = best - mean - (Double.isFinite(ci95) ? ci95 : 0);
        boolean fell = best > first && lost > 0 && best - mean > config.cliff() * (best - first);
        falls = fell ? falls + 1 : 0;
        return falls == config.cliffEvaluations();
    }

    /** The highest mean so far. */
    double best() {
        return best;
    }

    /** After the networks went back to the best: a new fall is a new alarm. */
    void recovered() {
        falls = 0;
    }
}
