package dev.advect.experiments.grid;

import dev.advect.experiments.grid.ScoreTable.Mode;
import dev.advect.experiments.grid.statistics.Interval;
import dev.advect.experiments.grid.statistics.Scores;
import dev.advect.experiments.grid.statistics.StratifiedBootstrap;
import dev.advect.plot.Curve;
import dev.advect.plot.Curve.Series;
import dev.advect.plot.Figure;
import dev.advect.plot.Figure.Range;
import dev.advect.plot.Ink;
import dev.advect.plot.Panel;
import dev.advect.train.TrainingHistory.Point;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * The pictures of a {@link StatisticsReport}: the performance profile, and learning curves over environment steps and
 * over seconds, as interquartile means over all tasks and as means over seeds for each task.
 */
final class StatisticsPictures {
    /** The number of resamples of a curve's bands, as in rliable's profiles. */
    private static final StratifiedBootstrap BOOTSTRAP = new StratifiedBootstrap(2000, 0);
    private static final int THRESHOLDS = 101;
    private static final int POINTS = 40;
    private static final int COLUMNS = 5;

    private final ScoreTable table;

    StatisticsPictures(ScoreTable table) {
        this.table = table;
    }

    /** An axis of learning curves. */
    private record Axis(String name, String label, ToDoubleFunction<Point> value) {
        static final Axis STEPS = new Axis("steps", "environment steps", Point::step);
        static final Axis SECONDS = new Axis("seconds", "seconds of training", Point::seconds);
    }

    /**
     * Draws what the rows allow.
     *
     * @return a line of Markdown for each picture
     */
    List<String> write(Path folder) throws IOException {
        List<String> pictures = new ArrayList<>();
        if (!table.compared().isEmpty()) {
            profile(folder.resolve("profile.png"));
            pictures.add("![Performance profile](profile.png)");
        }
        boolean haveCurves = table.rows().stream()
                .allMatch(row -> row.training() != null && !Objects.requireNonNull(row.training()).curve().isEmpty());
        for (Axis axis : haveCurves ? List.of(Axis.STEPS, Axis.SECONDS) : List.<Axis>of()) {
            if (!table.compared().isEmpty()) {
                String name = "iqm-" + axis.name + ".png";
                Curve.write(folder.resolve(name), "Interquartile mean over " + table.compared().size() + " tasks, 95 % intervals",
                        axis.label, "score", table.present().stream().map(variant -> aggregate(variant, axis)).toList());
                pictures.add("![Interquartile mean over " + axis.label + "](" + name + ")");
            }
            String name = "tasks-" + axis.name + ".png";
            tasks(folder.resolve(name), axis);
            pictures.add("![Learning curves over " + axis.label + "](" + name + ")");
        }
        return pictures;
    }

    private void profile(Path png) throws IOException {
        double[] thresholds = IntStream.range(0, THRESHOLDS).mapToDouble(i -> (double) i / (THRESHOLDS - 1)).toArray();
        List<Series> series = new ArrayList<>();
        for (String variant : table.present()) {
            Scores scores = table.scores(variant, Mode.OWN);
            series.add(series(variant, thresholds,
                    i -> BOOTSTRAP.interval(scores, drawn -> drawn.fractionAbove(thresholds[i]))));
        }
        Curve.write(png, "Performance profile over " + table.compared().size() + " tasks, 95 % intervals",
                "score τ", "fraction of runs with score > τ", series);
    }

    private static Series series(String name, double[] x, IntFunction<Interval> interval) {
        Interval[] intervals = IntStream.range(0, x.length).mapToObj(interval).toArray(Interval[]::new);
        return Series.band(name, x, IntStream.range(0, x.length).mapToDouble(i -> intervals[i].value()).toArray(),
                IntStream.range(0, x.length).mapToDouble(i -> intervals[i].low()).toArray(),
                IntStream.range(0, x.length).mapToDouble(i -> intervals[i].high()).toArray());
    }

    /** The interquartile mean over runs and tasks, where all runs have a curve. */
    private Series aggregate(String variant, Axis axis) {
        List<List<Series>> curves =
                table.compared().stream().map(task -> curves(variant, task, axis)).toList();
        double[] x = common(curves.stream().flatMap(List::stream).toList());
        return series(variant, x, i -> BOOTSTRAP.interval(new Scores(curves.stream()
                .map(runs -> runs.stream().mapToDouble(run -> GridCurves.interpolated(run, x[i])).toArray()).toList()),
                Scores::interquartileMean));
    }

    /** The values of x that all curves cover. */
    private static double[] common(List<Series> curves) {
        double from = curves.stream().mapToDouble(curve -> curve.x()[0]).max().orElseThrow();
        double to = curves.stream().mapToDouble(curve -> curve.x()[curve.x().length - 1]).min().orElseThrow();
        int points = to > from ? POINTS : 1;
        return IntStream.range(0, points).mapToDouble(i -> from + (to - from) * i / Math.max(1, points - 1)).toArray();
    }

    /** The learning curves of a variant's runs on a task, as scores. */
    private List<Series> curves(String variant, String task, Axis axis) {
        return table.of(variant, task).stream().map(row -> {
            List<Point> curve = Objects.requireNonNull(row.training()).curve();
            return Series.line(variant, curve.stream().mapToDouble(axis.value).toArray(),
                    curve.stream().mapToDouble(point -> point.mean() / ScoreTable.HIGHEST_RETURN).toArray());
        }).toList();
    }

    private void tasks(Path png, Axis axis) throws IOException {
        List<String> tasks = table.tasks().stream()
                .filter(task -> table.rows().stream().anyMatch(row -> row.task().equals(task))).toList();
        int columns = Math.min(COLUMNS, tasks.size());
        int lines = Math.ceilDiv(tasks.size(), columns);
        Figure figure = new Figure(Math.max(760, 380 * columns), 150 + 300 * lines, "Learning curves",
                "score over " + axis.label + ", mean over seeds; bands: lowest to highest seed", columns, lines);
        for (int i = 0; i < tasks.size(); i++) {
            panel(figure, i, tasks.get(i), axis);
        }
        for (int i = 0; i < table.present().size(); i++) {
            figure.legend(Ink.ofSeries(i), table.present().get(i));
        }
        figure.write(png);
    }

    private void panel(Figure figure, int number, String task, Axis axis) {
        List<List<Series>> all = table.present().stream().map(variant -> curves(variant, task, axis)).toList();
        double end = all.stream().flatMap(List::stream).mapToDouble(curve -> curve.x()[curve.x().length - 1]).max().orElseThrow();
        Panel panel = figure.panel(number, task, new Range(0, end, tick(end)), new Range(0, 1, 0.25), "", "", false);
        for (int i = 0; i < all.size(); i++) {
            if (!all.get(i).isEmpty()) {
                lines(panel, all.get(i), Ink.ofSeries(i));
            }
        }
    }

    private static void lines(Panel panel, List<Series> runs, Ink ink) {
        double[] x = common(runs);
        double[] mean = new double[x.length];
        double[] low = new double[x.length];
        double[] high = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            double at = x[i];
            double[] values = runs.stream().mapToDouble(run -> GridCurves.interpolated(run, at)).sorted().toArray();
            low[i] = values[0];
            high[i] = values[values.length - 1];
            for (double value : values) {
                mean[i] += value / values.length;
            }
        }
        panel.band(x, low, high, ink, 0.2);
        panel.line(x, mean, ink, 1, 2);
    }

    /** A round distance between ticks, of which an axis has about four. */
    static double tick(double end) {
        double raw = end / 4;
        double unit = Math.pow(10, Math.floor(Math.log10(raw)));
        double digits = raw / unit;
        return unit * (digits < 1.5 ? 1 : digits < 3.5 ? 2 : digits < 7.5 ? 5 : 10);
    }
}
