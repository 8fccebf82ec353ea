package dev.advect.plot;

import dev.advect.io.AtomicFile;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * A figure of scaling curves, with one log-log panel per varied quantity: a rate that grows in proportion appears as a
 * straight line of slope 1, and one that is bounded by something else is flat.
 */
public final class ScalingCurves {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 440;
    private static final int MARKER = 7;

    static {
        Curve.headless();
    }

    /**
     * A panel of the figure.
     *
     * @param title the quantity that is varied
     * @param series the series, with positive x and y
     */
    public record Panel(String title, List<Curve.Series> series) {}

    private ScalingCurves() {}

    /**
     * Draws the panels in rows and writes a PNG atomically, see {@link AtomicFile}.
     *
     * @param panels at least one, each with at least one point
     */
    public static void write(Path png, String yLabel, int columns, List<Panel> panels) throws IOException {
        int across = Math.min(columns, panels.size());
        int rows = (panels.size() + across - 1) / across;
        BufferedImage image = new BufferedImage(across * WIDTH, rows * HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
        for (int i = 0; i < panels.size(); i++) {
            BufferedImage panel = BitmapEncoder.getBufferedImage(chart(panels.get(i), yLabel));
            graphics.drawImage(panel, i % across * WIDTH, i / across * HEIGHT, null);
        }
        graphics.dispose();
        AtomicFile.write(png, out -> {
            try (ImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
                ImageIO.write(image, "png", stream);
            }
        });
    }

    private static XYChart chart(Panel panel, String yLabel) {
        XYChart chart = CurveStyle.chart(panel.title(), "", yLabel, WIDTH, HEIGHT);
        XYStyler styler = chart.getStyler();
        styler.setLegendPosition(LegendPosition.OutsideS).setLegendLayout(LegendLayout.Horizontal).setLegendPadding(4);
        styler.setMarkerSize(MARKER);
        // measurements are at powers of two, so the axis counts doublings
        styler.setXAxisTickLabelsFormattingFunction(ScalingCurves::power);
        styler.setXAxisTitleVisible(false);
        styler.setYAxisLogarithmic(true);
        styler.setYAxisTickLabelsFormattingFunction(ScalingCurves::oneTwoFive);
        double[] x = all(panel, true).map(ScalingCurves::log2).toArray();
        double margin = 0.04 * (Arrays.stream(x).max().orElse(1) - Arrays.stream(x).min().orElse(0)) + 0.02;
        styler.setXAxisMin(Arrays.stream(x).min().orElse(0) - margin);
        styler.setXAxisMax(Arrays.stream(x).max().orElse(1) + margin);
        styler.setYAxisMin(all(panel, false).min().orElse(1) / 1.3);
        styler.setYAxisMax(all(panel, false).max().orElse(10) * 1.3);
        for (int i = 0; i < panel.series().size(); i++) {
            Curve.Series series = panel.series().get(i);
            double[] doublings = Arrays.stream(series.x()).map(ScalingCurves::log2).toArray();
            XYSeries drawn = chart.addSeries(series.name(), doublings, series.y());
            drawn.setMarker(SeriesMarkers.CIRCLE);
            drawn.setMarkerColor(CurveStyle.color(i));
            drawn.setLineColor(CurveStyle.color(i));
            drawn.setLineStyle(CurveStyle.LINE);
        }
        return chart;
    }

    private static DoubleStream all(Panel panel, boolean x) {
        return panel.series().stream().flatMapToDouble(series -> Arrays.stream(x ? series.x() : series.y()));
    }

    private static double log2(double x) {
        return Math.log(x) / Math.log(2);
    }

    /** Formats a power of two: 3 as 8, 12 as 4096, 0.2 as 1.15. An axis would drop labels that are empty or equal. */
    static String power(double exponent) {
        double value = Math.pow(2, exponent);
        double whole = Math.rint(value);
        return Math.abs(value - whole) < 1e-6 * value ? String.format(Locale.ROOT, "%.0f", whole)
                : String.format(Locale.ROOT, "%.2f", value);
    }

    /** Formats the ticks 1, 2, 5, 10, 20, 50 … of a logarithmic axis, and leaves the others unlabelled. */
    static String oneTwoFive(double value) {
        double lead = value / Math.pow(10, Math.floor(Math.log10(value) + 1e-9));
        boolean named = Math.abs(lead - 1) < 1e-6 || Math.abs(lead - 2) < 1e-6 || Math.abs(lead - 5) < 1e-6;
        return named ? CurveStyle.compact(value) : "";
    }
}
