package dev.advect.plot;

import dev.advect.io.AtomicFile;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.markers.SeriesMarkers;

import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** A plot of learning curves, 1000 x 600 pixels. It needs no display. */
public final class Curve {
    private static final int BAND_ALPHA = 44;

    static {
        headless();
    }

    /** The drawing style of a series. */
    public enum Style {
        /** A line, with its error as a band around it. */
        LINE,
        /** Points, with their errors as bars. */
        POINTS,
        /** A dashed line at a reference level. */
        REFERENCE
    }

    /**
     * A series of a plot.
     *
     * @param name the name in the legend, unique within a plot
     * @param x {@code [n]}, ascending for a line
     * @param y {@code [n]}; points with NaN are left out
     * @param below {@code [n]}, how far the band or bar extends below y, or null for none
     * @param above {@code [n]}, how far it extends above y, or null for none
     */
    @SuppressWarnings("ArrayRecordComponent") // plain data for drawing, never compared
    public record Series(String name, double[] x, double[] y, double @Nullable [] below, double @Nullable [] above,
            Style style) {
        /** Checks that the arrays have the same length. */
        public Series {
            if (x.length != y.length || (below != null && below.length != x.length)
                    || (above != null && above.length != x.length) || (below == null) != (above == null)) {
                throw new IllegalArgumentException("series '" + name + "': x, y and error differ in length");
            }
        }

        /**
         * Creates a series whose errors extend equally far below and above.
         *
         * @param error {@code [n]}, half the height of the band or bar, or null for none
         */
        public Series(String name, double[] x, double[] y, double @Nullable [] error, Style style) {
            this(name, x, y, error, error, style);
        }

        /** A copy under another name, as a line. */
        public Series asLine(String name) {
            return new Series(name, x, y, below, above, Style.LINE);
        }

        /**
         * Creates a line with a band between two others.
         *
         * @param low {@code [n]}, the lower edge
         * @param high {@code [n]}, the upper edge
         */
        public static Series band(String name, double[] x, double[] y, double[] low, double[] high) {
            return new Series(name, x, y, IntStream.range(0, x.length).mapToDouble(i -> y[i] - low[i]).toArray(),
                    IntStream.range(0, x.length).mapToDouble(i -> high[i] - y[i]).toArray(), Style.LINE);
        }

        /** Creates a line without errors. */
        public static Series line(String name, double[] x, double[] y) {
            return new Series(name, x, y, null, Style.LINE);
        }

        /** Creates a reference level between two values of x. */
        public static Series reference(String name, double from, double to, double level) {
            return new Series(name, new double[] {from, to}, new double[] {level, level}, null, Style.REFERENCE);
        }

        /** A copy without the points that cannot be drawn. */
        private Series finite() {
            int[] kept = IntStream.range(0, x.length)
                    .filter(i -> Double.isFinite(x[i]) && Double.isFinite(y[i])).toArray();
            return new Series(name, Arrays.stream(kept).mapToDouble(i -> x[i]).toArray(),
                    Arrays.stream(kept).mapToDouble(i -> y[i]).toArray(), finite(below, kept), finite(above, kept), style);
        }

        private static double @Nullable [] finite(double @Nullable [] error, int[] kept) {
            return error == null ? null
                    : Arrays.stream(kept).mapToDouble(i -> Double.isFinite(error[i]) ? error[i] : 0).toArray();
        }
    }

    private Curve() {}

    /** Disables the display before AWT is loaded, so that an invalid DISPLAY cannot fail a run. */
    static void headless() {
        if (System.getProperty("java.awt.headless") == null) {
            System.setProperty("java.awt.headless", "true");
        }
    }

    /**
     * Draws the series on top of each other, in the colours of the palette, and writes a PNG atomically.
     *
     * @param xLabel the label of the x axis, such as "environment steps"; its tick labels have the form 500k, 1M
     * @param series the series; if none has a finite point, the plot says so
     */
    public static void write(Path png, String title, String xLabel, String yLabel, List<Series> series)
            throws IOException {
        XYChart chart = CurveStyle.chart(title, xLabel, yLabel);
        List<Series> drawn = series.stream().map(Series::finite).toList();
        // bands first, so that no band hides a line
        for (int i = 0; i < drawn.size(); i++) {
            if (drawn.get(i).style() == Style.LINE && drawn.get(i).x().length > 1) {
                band(chart, drawn.get(i), CurveStyle.color(i));
            }
        }
        for (int i = 0; i < drawn.size(); i++) {
            if (drawn.get(i).x().length > 0) {
                curve(chart, drawn.get(i), i);
            }
        }
        CurveStyle.fit(chart, drawn);
        BufferedImage image = BitmapEncoder.getBufferedImage(chart);
        AtomicFile.write(png, out -> {
            // in memory: by default ImageIO would create a temporary file elsewhere
            try (ImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
                ImageIO.write(image, "png", stream);
            }
        });
    }

    /** Draws a series by its number; a line in a colour that was used before is dashed. */
    private static void curve(XYChart chart, Series series, int number) {
        Color color = CurveStyle.color(number);
        double[] bars = series.style() == Style.POINTS ? series.above() : null;
        XYSeries drawn = bars == null
                ? chart.addSeries(series.name(), series.x(), series.y())
                : chart.addSeries(series.name(), series.x(), series.y(), bars);
        drawn.setLineColor(color);
        drawn.setMarkerColor(color);
        if (series.style() == Style.POINTS) {
            drawn.setXYSeriesRenderStyle(XYSeriesRenderStyle.Scatter).setMarker(SeriesMarkers.CIRCLE);
        } else {
            // a line of one point would be invisible
            drawn.setMarker(series.x().length == 1 ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
            drawn.setLineStyle(series.style() == Style.REFERENCE || Ink.repeats(number) ? CurveStyle.DASHED : CurveStyle.LINE);
        }
    }

    /** Draws a band as a polygon, along the upper edge and back along the lower one. */
    private static void band(XYChart chart, Series series, Color color) {
        double[] below = series.below();
        double[] above = series.above();
        if (below == null || above == null) {
            return;
        }
        int n = series.x().length;
        double[] x = new double[2 * n];
        double[] y = new double[2 * n];
        for (int i = 0; i < n; i++) {
            x[i] = series.x()[i];
            x[2 * n - 1 - i] = series.x()[i];
            y[i] = series.y()[i] + above[i];
            y[2 * n - 1 - i] = series.y()[i] - below[i];
        }
        Color pale = new Color(color.getRed(), color.getGreen(), color.getBlue(), BAND_ALPHA);
        XYSeries drawn = chart.addSeries(series.name() + " (band)", x, y);
        drawn.setXYSeriesRenderStyle(XYSeriesRenderStyle.PolygonArea);
        drawn.setFillColor(pale);
        drawn.setLineColor(new Color(0, 0, 0, 0));
        drawn.setMarker(SeriesMarkers.NONE);
        drawn.setShowInLegend(false);
    }
}
