package dev.advect.experiments.grid;

import dev.advect.train.NumberText;

import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/**
 * A mean return with its standard error, over seeds if there are several, and otherwise over the episodes of the single
 * run.
 *
 * @param value the mean return
 * @param se its standard error
 */
record Mean(double value, double se) {
    /**
     * @param rows the rows of one task and variant, at least one
     */
    static Mean of(List<Row> rows, ToDoubleFunction<Row> value, ToDoubleFunction<Row> se) {
        int n = rows.size();
        if (n == 1) {
            return new Mean(value.applyAsDouble(rows.getFirst()), se.applyAsDouble(rows.getFirst()));
        }
        double mean = rows.stream().mapToDouble(value).average().orElseThrow();
        double squares = rows.stream().mapToDouble(row -> Math.pow(value.applyAsDouble(row) - mean, 2)).sum();
        return new Mean(mean, Math.sqrt(squares / (n - 1) / n));
    }

    /** The mean over the last checkpoints. */
    static Mean last(List<Row> rows) {
        return of(rows, Row::mean, Row::se);
    }

    /** The mean over the best checkpoints. */
    static Mean best(List<Row> rows) {
        return of(rows, Row::bestMean, Row::bestSe);
    }

    /** The mean over the last checkpoints in one action mode, which all rows must have. */
    private static Mean mode(List<Row> rows, ToDoubleFunction<ActionModes> value, ToDoubleFunction<ActionModes> se) {
        return of(rows, row -> value.applyAsDouble(Objects.requireNonNull(row.ways())),
                row -> se.applyAsDouble(Objects.requireNonNull(row.ways())));
    }

    static Mean stochastic(List<Row> rows) {
        return mode(rows, ActionModes::drawn, ActionModes::drawnSe);
    }

    static Mean deterministic(List<Row> rows) {
        return mode(rows, ActionModes::central, ActionModes::centralSe);
    }

    /** Formats the mean as "592.9 ± 8.6", or as "592.9" if the standard error of a single value is unknown. */
    @Override
    public String toString() {
        int decimals = NumberText.decimals(value);
        return Double.isNaN(se) && !Double.isNaN(value) ? NumberText.of(value)
                : NumberText.of(value, decimals) + " ± " + NumberText.of(se, decimals);
    }
}
