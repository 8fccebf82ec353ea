package dev.advect.experiments.sweep;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import static dev.advect.config.InvalidValueException.throwIf;

/**
 * Asynchronous successive halving: a trial whose score at a rung is among the best 1/η of all that have finished this
 * rung goes on to the next one, at once, without waiting for the rung to fill.
 *
 * @param rungs the number of rungs; a trial that finishes the last one has used the whole budget
 * @param eta η, by which the budget grows from rung to rung
 */
public record Asha(int rungs, int eta) {
    public Asha {
        throwIf(rungs < 1 || rungs > 10, "rungs: " + rungs + " is not possible, it must lie in [1, 10]");
        throwIf(eta < 2, "eta: " + eta + " is not possible, it must be at least 2");
    }

    /** The fraction of the whole budget at which a rung ends. */
    public double fraction(int rung) {
        return Math.pow(eta, rung - (rungs - 1));
    }

    /** The trial that goes on to the next rung, from the highest rung that has one; empty if none is to go on yet. */
    Optional<Trial> promotion(List<Trial> trials) {
        for (int rung = rungs - 2; rung >= 0; rung--) {
            int at = rung;
            List<Trial> ranked = trials.stream().filter(trial -> trial.isDone(at))
                    .sorted(Comparator.comparingDouble((Trial trial) -> -trial.mean(at))).toList();
            Optional<Trial> next = ranked.subList(0, ranked.size() / eta).stream()
                    .filter(trial -> trial.started() == at && Double.isFinite(trial.mean(at))).findFirst();
            if (next.isPresent()) {
                return next;
            }
        }
        return Optional.empty();
    }

    /** The trials that have a score, the best first: by the rung they have finished, then by the score there. */
    static List<Trial> ranking(List<Trial> trials) {
        return trials.stream().filter(trial -> !trial.scores().isEmpty())
                .sorted(Comparator.comparingInt((Trial trial) -> -trial.scores().size())
                        .thenComparingDouble(trial -> -trial.mean(trial.scores().size() - 1)))
                .toList();
    }
}
