package dev.advect.experiments.sweep;

import dev.advect.experiments.sweep.Trial.Score;
import dev.advect.plot.Figure;
import dev.advect.plot.Figure.Range;
import dev.advect.plot.Ink;
import dev.advect.plot.Panel;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * A picture in parallel coordinates: an axis for each key and one for the return, and a line for each trial. Lines are
 * the stronger the higher the rung that the trial has finished.
 */
final class SweepPicture {
    private static final int WIDTH_OF_AXIS = 190;
    /** The space beside the outer axes, in distances between axes. */
    private static final double BESIDE = 0.45;

    private SweepPicture() {}

    static void write(Path png, SweepSettings settings, SearchSpace space, List<Trial> trials, Trial best) throws IOException {
        int axes = space.keys().size() + 1;
        Figure figure = new Figure(260 + WIDTH_OF_AXIS * Math.max(3, axes), 640, settings.algo() + " on " + settings.env(),
                trials.size() + " trials; the higher the rung, the stronger the line", 1, 1);
        Panel panel = figure.panel(0, "", new Range(-BESIDE, axes - 1 + BESIDE, 0), new Range(-0.14, 1.14, 0), "", "", false);
        List<Trial> ranking = Asha.ranking(trials).reversed(); // the best are drawn last
        double low = ranking.stream().mapToDouble(SweepPicture::mean).filter(Double::isFinite).min().orElse(0);
        double high = ranking.stream().mapToDouble(SweepPicture::mean).filter(Double::isFinite).max().orElse(1);
        for (Trial trial : ranking) {
            boolean chosen = trial.number() == best.number();
            double share = (double) trial.scores().size() / settings.asha().rungs();
            draw(panel, space, trial, low, high, chosen ? Ink.RED : Ink.BLUE, chosen ? 1 : 0.15 + 0.55 * share,
                    chosen ? 3.5 : 1 + 1.5 * share);
        }
        axes(panel, space, low, high);
        figure.legend(Ink.RED, best.name() + ", the best");
        figure.legend(Ink.BLUE, "other trials");
        figure.write(png);
    }

    private static double mean(Trial trial) {
        Score score = Objects.requireNonNull(trial.last());
        return score.mean();
    }

    private static void draw(Panel panel, SearchSpace space, Trial trial, double low, double high, Ink ink, double alpha,
            double pixels) {
        if (!Double.isFinite(mean(trial))) {
            return;
        }
        int axes = space.keys().size() + 1;
        double[] x = new double[axes];
        double[] y = new double[axes];
        int i = 0;
        for (Map.Entry<String, Distribution> parameter : space.parameters().entrySet()) {
            x[i] = i;
            y[i++] = parameter.getValue().position(trial.value(parameter.getKey()));
        }
        x[i] = i;
        y[i] = high > low ? (mean(trial) - low) / (high - low) : 0.5;
        panel.line(x, y, ink, alpha, pixels);
    }

    private static void axes(Panel panel, SearchSpace space, double low, double high) {
        int i = 0;
        for (Map.Entry<String, Distribution> parameter : space.parameters().entrySet()) {
            axis(panel, i);
            List<String> extremes = parameter.getValue().extremes();
            if (parameter.getValue() instanceof Choice) {
                for (String value : extremes) {
                    panel.note(i + 0.16, parameter.getValue().position(value), value);
                }
            } else {
                panel.note(i, -0.045, extremes.getFirst());
                panel.note(i, 1.045, extremes.getLast());
            }
            panel.note(i++, -0.105, parameter.getKey());
        }
        axis(panel, i);
        panel.note(i, -0.045, String.format(Locale.ROOT, "%.4g", low));
        panel.note(i, 1.045, String.format(Locale.ROOT, "%.4g", high));
        panel.note(i, -0.105, "return");
    }

    private static void axis(Panel panel, int number) {
        panel.line(new double[] {number, number}, new double[] {0, 1}, Ink.DARK, 0.6, 1.5);
    }
}
