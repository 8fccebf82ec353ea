package dev.advect.experiments.grid;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/**
 * A mean return and its standard error: over seeds where there are several, else over the episodes of the one run.
 *
 * @param value the mean
 * @param se its standard error
 */
record Mean(double value, double se) {

    /** @param rows of one task and variant, at least one */
    static Mean of(List<Row> rows, ToDoubleFunction<Row> value, ToDoubleFunction<Row> se) {
        int n = rows.size();
        if (n == 1) {
            return new Mean(value.applyAsDouble(rows.getFirst()), se.applyAsDouble(rows.getFirst()));
        }
        double mean = rows.stream().mapToDouble(value).average().orElseThrow();
        double squares = rows.stream().mapToDouble(row -> Math.pow(value.applyAsDouble(row) - mean, 2)).sum();
        return new Mean(mean, Math.sqrt(squares / (n - 1) / n));
    }

    /** Of the last checkpoints. */
    static Mean last(List<Row> rows) {
        return of(rows, Row::mean, Row::se);
    }

    /** Of the best checkpoints. */
    static Mean best(List<Row> rows) {
        return of(rows, Row::bestMean, Row::bestSe);
    }

    /** Of the last checkpoints, acting in one of both ways, which all rows must have. */
    private static Mean way(List<Row> rows, ToDoubleFunction<ActionModes> value, ToDoubleFunction<ActionModes> se) {
        return of(rows, row -> value.applyAsDouble(Objects.requireNonNull(row.ways())),
                row -> se.applyAsDouble(Objects.requireNonNull(row.ways())));
    }

    static Mean drawn(List<Row> rows) {
        return way(rows, ActionModes::drawn, ActionModes::drawnSe);
    }

    static Mean central(List<Row> rows) {
        return way(rows, ActionModes::central, ActionModes::centralSe);
    }

    /** "592.9 ± 8.6", or "592.9" where one value has no spread. */
    @Override
    public String toString() {
        return Double.isNaN(se) && !Double.isNaN(value) ? number(value) : number(value) + " ± " + number(se);
    }

    /** A digit behind the point, a power of ten with the largest. */
    static String number(double value) {
        boolean large = Math.abs(value) >= 1e9 && Double.isFinite(value);
        return String.format(Locale.ROOT, large ? "%.4g" : "%.1f", value);
    }
}
