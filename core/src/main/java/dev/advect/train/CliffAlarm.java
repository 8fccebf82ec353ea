package dev.advect.train;

/**
 * An alarm that detects a lasting collapse of the return: a level that was once reached and is then lost while training
 * continues.
 *
 * <p>An evaluation counts as a fall if it has lost more than a fraction of what was gained, best − first, and more than its own
 * 95 % interval. Of a run that begins with a clone of demonstrations, the first return counts as gained too, so that losing a
 * clone that was never improved is a fall; of any other, a policy that was never better than at first has nothing to lose.
 */
public final class CliffAlarm {
    private final HealthConfig config;
    private final boolean cloned;
    private double first = Double.NaN;
    private double best = Double.NEGATIVE_INFINITY;
    private int falls;

    /**
     * Creates an alarm that has seen no evaluation.
     *
     * @param cloned whether the run begins with a clone
     */
    public CliffAlarm(HealthConfig config, boolean cloned) {
        this.config = config;
        this.cloned = cloned;
    }

    /** Records an evaluation and returns whether it raises the alarm, which happens once per fall. */
    public boolean raisedBy(double mean, double ci95) {
        if (config.cliff() == 0) {
            return false;
        }
        if (Double.isNaN(first)) {
            first = mean;
        }
        best = Math.max(best, mean);
        // the interval is NaN if there were too few episodes
        double lost = best - mean - (Double.isFinite(ci95) ? ci95 : 0);
        double gained = cloned ? Math.max(best - first, Math.abs(first)) : best - first;
        boolean fell = gained > 0 && lost > 0 && best - mean > config.cliff() * gained;
        falls = fell ? falls + 1 : 0;
        return falls == config.cliffEvaluations();
    }

    /**
     * Records an evaluation from the log of a run, which returned to its best checkpoint after every alarm if that is
     * configured, and returns whether it raised the alarm.
     */
    public boolean raisedInLogBy(double mean, double ci95) {
        boolean raised = raisedBy(mean, ci95);
        if (raised && config.returnToBest()) {
            recovered();
        }
        return raised;
    }

    /** The highest mean so far. */
    public double best() {
        return best;
    }

    /**
     * Resets the count of falls after the networks have returned to the best checkpoint, so that a new fall raises a
     * new alarm.
     */
    void recovered() {
        falls = 0;
    }
}
