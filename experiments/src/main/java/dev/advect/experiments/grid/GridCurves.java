package dev.advect.experiments.grid;

import dev.advect.plot.Curve;
import dev.advect.plot.Curve.Series;
import dev.advect.plot.Curve.Style;
import dev.advect.train.RunCurves;
import dev.advect.train.RunDirectory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The learning curves of an experiment, with one plot per task. */
final class GridCurves {
    /** The number of points of a curve averaged over seeds. */
    private static final int POINTS = 60;

    private final Grid grid;
    private final Path folder;
    private final List<Row> rows;

    GridCurves(Grid grid, Path folder, List<Row> rows) {
        this.grid = grid;
        this.folder = folder;
        this.rows = rows;
    }

    /**
     * Draws the plot of a task and returns its file name in the experiment's folder; empty if there is nothing to draw.
     */
    Optional<String> draw(String task) throws IOException {
        List<Series> series = new ArrayList<>();
        IntSummaryStatistics counts = new IntSummaryStatistics();
        for (Variant variant : grid.variants()) {
            List<RunDirectory> runs = runs(task, variant);
            if (grid.variants().size() == 1 && grid.seeds().size() == 1 && !runs.isEmpty()) {
                series.addAll(RunCurves.of(runs.getFirst()));
                continue;
            }
            List<Series> curves = new ArrayList<>();
            for (RunDirectory run : runs) {
                RunCurves.evaluations(run, variant.name()).ifPresent(curves::add);
            }
            if (!curves.isEmpty()) {
                series.add(mean(variant.name(), curves));
                counts.accept(curves.size());
            }
        }
        if (series.isEmpty()) {
            return Optional.empty();
        }
        double end = series.stream().mapToDouble(one -> one.x()[one.x().length - 1]).max().orElseThrow();
        Row any = rows.stream().filter(row -> row.task().equals(task)).findFirst().orElseThrow();
        series.add(Series.reference("random actions", 0, end, any.random()));
        series.add(Series.reference("zero actions", 0, end, any.zero()));
        String name = task + ".png";
        Curve.write(folder.resolve(name), title(task, counts), "environment steps", "return", series);
        return Optional.of(name);
    }

    private String title(String task, IntSummaryStatistics counts) {
        return (grid.variants().size() > 1 ? task : task + ", " + grid.variants().getFirst().name()) + seeds(counts);
    }

    /** @param counts the numbers of runs of which the curves are means */
    static String seeds(IntSummaryStatistics counts) {
        if (counts.getMax() <= 1) {
            return "";
        }
        String fewest = counts.getMin() == counts.getMax() ? "" : counts.getMin() + " to ";
        return ", mean of " + fewest + counts.getMax() + " seeds ± standard error";
    }

    /** The runs that have a row. */
    private List<RunDirectory> runs(String task, Variant variant) throws IOException {
        List<RunDirectory> runs = new ArrayList<>();
        for (long seed : grid.seeds()) {
            Cell cell = new Cell(task, variant, seed);
            if (rows.stream().noneMatch(row -> row.isOf(cell)) || !Files.exists(folder.resolve(cell.name()))) {
                continue; // a run may be deleted once it has its row
            }
            runs.add(RunDirectory.open(folder.resolve(cell.name())));
        }
        return runs;
    }

    /** The mean of some curves with its standard error, over the steps that all of them cover. */
    static Series mean(String name, List<Series> curves) {
        if (curves.size() == 1) {
            return curves.getFirst().asLine(name);
        }
        double from = curves.stream().mapToDouble(curve -> curve.x()[0]).max().orElseThrow();
        double to = curves.stream().mapToDouble(curve -> curve.x()[curve.x().length - 1]).min().orElseThrow();
        int points = to > from ? POINTS : 1;
        double[] x = IntStream.range(0, points).mapToDouble(i -> from + (to - from) * i / Math.max(1, points - 1))
                .toArray();
        double[] y = new double[points];
        double[] error = new double[points];
        int n = curves.size();
        for (int i = 0; i < points; i++) {
            double at = x[i];
            double[] values = curves.stream().mapToDouble(curve -> interpolated(curve, at)).toArray();
            for (double value : values) {
                y[i] += value / n;
            }
            for (double value : values) {
                error[i] += (value - y[i]) * (value - y[i]);
            }
            error[i] = Math.sqrt(error[i] / (n - 1) / n);
        }
        return new Series(name, x, y, error, Style.LINE);
    }

    /** The value of a curve at x, by linear interpolation; beyond its ends that of the end. */
    static double interpolated(Series curve, double x) {
        double[] known = curve.x();
        int last = known.length - 1;
        if (last == 0 || x <= known[0]) {
            return curve.y()[0];
        }
        int right = 1;
        while (right < last && known[right] < x) {
            right++;
        }
        double share = Math.min(1, (x - known[right - 1]) / (known[right] - known[right - 1]));
        return curve.y()[right - 1] + share * (curve.y()[right] - curve.y()[right - 1]);
    }
}
