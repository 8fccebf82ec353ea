package dev.advect.experiments.bandit;

import dev.advect.experiments.bandit.BanditShift.Point;
import dev.advect.experiments.bandit.BanditShift.Variant;
import dev.advect.plot.Figure;
import dev.advect.plot.Figure.Range;
import dev.advect.plot.Ink;
import dev.advect.plot.Panel;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A figure of how policies follow the bandit's shift: reward, modes and distance over steps, with one thin line per
 * seed.
 */
public final class BanditShiftPicture {
    private BanditShiftPicture() {}

    public static void write(Path png, List<Point> points) throws IOException {
        Figure figure = new Figure(1300, 900, "The reward shifts after pre-training",
                "the bandit on the plane, one line a seed; x is thousands of steps, on a logarithmic scale to base 2", 2, 2);
        panel(figure, 0, "mean reward", points, Point::reward, new Range(-4, 0, 1));
        panel(figure, 1, "part of the actions near a mode", points, Point::near, new Range(0, 1, 0.25));
        panel(figure, 2, "modes covered, of 4", points, Point::modes, new Range(0, 4.2, 1));
        panel(figure, 3, "W2 of the actions since pre-training (shift 0.2)", points, Point::w2Moved,
                new Range(0, 0.6, 0.2));
        for (Variant variant : Variant.values()) {
            if (isThere(points, variant)) {
                figure.legend(ink(variant), variant.label());
            }
        }
        figure.write(png);
    }

    private static Ink ink(Variant variant) {
        return switch (variant) {
            case SWFP -> Ink.BLUE;
            case SWFP_REWARD_ONLY -> Ink.TEAL;
            case DPPO -> Ink.RED;
            case RLPD -> Ink.GREEN;
            case CALQL -> Ink.PURPLE;
            case IBRL -> Ink.YELLOW;
        };
    }

    private static boolean isThere(List<Point> points, Variant variant) {
        return points.stream().anyMatch(point -> point.variant().equals(variant.label()));
    }

    private static void panel(Figure figure, int number, String title, List<Point> points, ToDoubleFunction<Point> measure,
            Range range) {
        double last = points.stream().mapToDouble(BanditShiftPicture::x).max().orElse(1);
        Panel panel = figure.panel(number, title, new Range(0, Math.max(1, last), 1), range, "log2(1 + steps/1000)", "", false);
        for (Variant variant : Variant.values()) {
            for (long seed : points.stream().mapToLong(Point::seed).distinct().toArray()) {
                List<Point> own = points.stream()
                        .filter(point -> point.variant().equals(variant.label()) && point.seed() == seed).toList();
                if (!own.isEmpty()) {
                    double[] x = own.stream().mapToDouble(BanditShiftPicture::x).toArray();
                    double[] y = own.stream().mapToDouble(measure).toArray();
                    panel.line(x, y, ink(variant), 0.9, 2);
                    for (int i = 0; i < x.length; i++) {
                        panel.dot(x[i], y[i], 6, ink(variant), 0.9);
                    }
                }
            }
        }
    }

    private static double x(Point point) {
        return Math.log1p(point.steps() / 1000.0) / Math.log(2);
    }
}
