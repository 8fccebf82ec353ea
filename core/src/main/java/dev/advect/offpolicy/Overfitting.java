package dev.advect.offpolicy;

import dev.advect.io.StateDict;

import java.util.List;
import java.util.Locale;

/**
 * Notices that pre-training has overfitted its demonstrations: the loss on held-out demonstrations rises again while that on
 * the others falls. A clone of a few episodes is then worse than it was some thousand updates before.
 */
final class Overfitting {
    /** The rise from the smallest loss, as a factor, that is worth a warning. Clones were at their best somewhat past the smallest. */
    static final double LIMIT = 1.5;

    private double min = Double.POSITIVE_INFINITY;
    private double minAt;
    private double last = Double.NaN;

    /**
     * Notes a loss on held-out demonstrations.
     *
     * @param updates the number of updates so far
     */
    void note(double loss, long updates) {
        last = loss;
        if (loss < min) {
            min = loss;
            minAt = updates;
        }
    }

    /** Returns the warning to be given at the end of pre-training, one line; empty if the loss has not risen so far. */
    List<String> warnings() {
        // a loss may be negative or 0, of which there is no multiple
        if (!(min > 0 && last > LIMIT * min)) {
            return List.of();
        }
        return List.of(String.format(Locale.ROOT, "pre-training has overfitted its demonstrations: the loss on held-out ones is %.3g, "
                + "and was %.3g after %.0f updates; fewer (loop.pretrainUpdates) may make a better clone", last, min, minAt));
    }

    void save(StateDict state) {
        state.putDoubles("validation", new double[] {min, minAt, last}, 3);
    }

    /** Restores what was saved; checkpoints of older versions have nothing. */
    void load(StateDict state) {
        if (state.has("validation")) {
            double[] saved = state.doubles("validation", 3);
            min = saved[0];
            minAt = saved[1];
            last = saved[2];
        }
    }
}
