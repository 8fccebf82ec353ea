package dev.advect.experiments.bandit;

import dev.advect.plot.Figure;
import dev.advect.plot.Figure.Range;
import dev.advect.plot.Ink;
import dev.advect.plot.Panel;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * A figure of a grid of bandit studies as coloured tables, with one column per number of blocks or regulariser, one row
 * per τ, and one panel per measurement. Values are means over seeds.
 */
public final class BanditGridPicture {
    private static final double DARKEST = 0.75;

    private final List<BanditRow> rows;
    private final List<String> columns;
    private final List<Double> taus;
    private final boolean byRegularizer;

    /**
     * @param rows the rows of all cells and seeds
     * @param byRegularizer whether columns are regularisers rather than numbers of blocks
     */
    private BanditGridPicture(List<BanditRow> rows, boolean byRegularizer) {
        this.rows = rows;
        columns = rows.stream().map(row -> label(row, byRegularizer)).distinct().toList();
        taus = rows.stream().map(BanditRow::tau).distinct().sorted().toList();
        this.byRegularizer = byRegularizer;
    }

    private static String label(BanditRow row, boolean byRegularizer) {
        return byRegularizer ? row.regularizer() : "N = " + row.blocks();
    }

    public static void write(Path png, String title, List<BanditRow> rows, boolean byRegularizer) throws IOException {
        new BanditGridPicture(rows, byRegularizer).write(png, title);
    }

    private void write(Path png, String title) throws IOException {
        long seeds = rows.stream().map(BanditRow::seed).distinct().count();
        Figure figure = new Figure(1500, 150 + 2 * (110 + 46 * taus.size()), title,
                (seeds == 1 ? "one seed" : "means over " + seeds + " seeds")
                        + "; alarms: M mode collapse, I instability, S stale particles", 3, 2);
        panel(figure, 0, "mean reward after", BanditRow::rewardAfter, -3, -0.9, 2);
        panel(figure, 1, "part of the particles near a mode", BanditRow::near, 0, 1, 2);
        panel(figure, 2, "modes left, of 4", BanditRow::modes, 0, 4, 1);
        panel(figure, 3, "W2 moved (shift 0.2)", BanditRow::w2Moved, 0, 0.6, 2);
        panel(figure, 4, "path ratio after", BanditRow::pathRatio, 1, 1.3, 3);
        alarms(figure.panel(5, "alarms, and D where a run diverged", across(), down(), "", "", false));
        figure.write(png);
    }

    private Range across() {
        return new Range(-1, columns.size(), 0);
    }

    private Range down() {
        return new Range(-1, taus.size(), 0);
    }

    private void panel(Figure figure, int number, String title, ToDoubleFunction<BanditRow> measure, double pale, double dark,
            int digits) {
        Panel panel = figure.panel(number, title, across(), down(), "", "", false);
        labels(panel);
        for (int x = 0; x < columns.size(); x++) {
            for (int y = 0; y < taus.size(); y++) {
                List<BanditRow> cell = cell(x, y);
                if (cell.isEmpty()) {
                    continue;
                }
                double mean = cell.stream().mapToDouble(measure).average().orElseThrow();
                double share = Math.clamp((mean - pale) / (dark - pale), 0, 1);
                panel.area(x, y, x + 1, y + 1, Ink.BLUE, Double.isNaN(share) ? 0 : DARKEST * share);
                panel.note(x + 0.5, y + 0.5, mean < 1000 ? String.format(Locale.ROOT, "%." + digits + "f", mean) : String.format(Locale.ROOT, "%.0e", mean));
            }
        }
    }

    private void alarms(Panel panel) {
        labels(panel);
        for (int x = 0; x < columns.size(); x++) {
            for (int y = 0; y < taus.size(); y++) {
                List<BanditRow> cell = cell(x, y);
                String names = cell.stream().flatMap(row -> row.alarms().stream()).distinct().sorted()
                        .map(BanditGridPicture::brief).collect(Collectors.joining(" "));
                long diverged = cell.stream().filter(BanditRow::diverged).count();
                if (diverged > 0) {
                    panel.area(x, y, x + 1, y + 1, Ink.RED, DARKEST * diverged / cell.size());
                }
                panel.note(x + 0.5, y + 0.5, (diverged > 0 ? "D " : "") + names);
            }
        }
    }

    private static String brief(String alarm) {
        return alarm.substring(0, 1).toUpperCase(Locale.ROOT);
    }

    private void labels(Panel panel) {
        for (int x = 0; x < columns.size(); x++) {
            panel.note(x + 0.5, -0.5, columns.get(x));
        }
        for (int y = 0; y < taus.size(); y++) {
            panel.note(-0.5, y + 0.5, "τ = " + String.format(Locale.ROOT, "%.0e", taus.get(y)));
        }
    }

    /** The rows of a cell. Without a regulariser τ has no effect, so that the whole column is the same. */
    private List<BanditRow> cell(int x, int y) {
        return rows.stream().filter(row -> label(row, byRegularizer).equals(columns.get(x))
                && (row.tau() == taus.get(y) || row.regularizer().equals("none"))).toList();
    }
}
