package dev.advect.plot;

import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.AxesChartStyler.TextAlignment;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;

/** The style of a {@link Curve}. */
final class CurveStyle {
    static final BasicStroke LINE = new BasicStroke(2.2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    static final BasicStroke DASHED =
            new BasicStroke(1.6f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {7, 5}, 0);

    private static final Color INK = Ink.DARK.color();
    private static final Color PALE_INK = new Color(0x6B7078);
    private static final Color GRID = Ink.PALE.color();
    private static final Color CLEAR = new Color(0, 0, 0, 0);

    private CurveStyle() {}

    static Color color(int series) {
        return Ink.ofSeries(series).color();
    }

    static XYChart chart(String title, String xLabel, String yLabel) {
        return chart(title, xLabel, yLabel, 1000, 600);
    }

    /** Creates a chart of a given size in pixels. */
    static XYChart chart(String title, String xLabel, String yLabel, int width, int height) {
        XYChart chart = new XYChartBuilder().width(width).height(height).title(title)
                .xAxisTitle(xLabel).yAxisTitle(yLabel).build();
        XYStyler styler = chart.getStyler();
        styler.setBaseFont(font(Font.PLAIN, 14));
        styler.setChartTitleFont(font(Font.BOLD, 19)).setChartTitlePadding(12).setChartTitleBoxVisible(false);
        styler.setChartBackgroundColor(Color.WHITE).setChartFontColor(INK).setChartPadding(16);
        styler.setPlotBackgroundColor(Color.WHITE).setPlotBorderVisible(false).setPlotContentSize(1);
        styler.setLegendFont(font(Font.PLAIN, 15)).setLegendBackgroundColor(new Color(255, 255, 255, 215));
        styler.setLegendBorderColor(CLEAR).setLegendPadding(10).setLegendSeriesLineLength(26);
        styler.setLocale(Locale.ROOT).setMarkerSize(8);
        styler.setAxisTitleFont(font(Font.PLAIN, 15)).setAxisTickLabelsFont(font(Font.PLAIN, 14));
        styler.setAxisTickLabelsColor(PALE_INK).setAxisTickMarksColor(GRID).setAxisTicksLineVisible(false);
        styler.setPlotMargin(0).setAxisTickPadding(8).setAxisTitlePadding(10);
        styler.setPlotGridLinesColor(GRID).setPlotGridLinesStroke(new BasicStroke(1)).setPlotTicksMarksVisible(false);
        styler.setXAxisTickMarkSpacingHint(110).setYAxisTickMarkSpacingHint(60);
        styler.setXAxisTickLabelsFormattingFunction(CurveStyle::compact);
        styler.setYAxisTickLabelsFormattingFunction(CurveStyle::compact);
        styler.setYAxisLabelAlignment(TextAlignment.Right).setErrorBarsColorSeriesColor(true);
        return chart;
    }

    /** Fits the axes to the data, and puts the legend into the corner with the fewest points. */
    static void fit(XYChart chart, List<Curve.Series> all) {
        double[] x = {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
        double[] y = x.clone();
        for (Curve.Series series : all) {
            double[] below = series.below();
            double[] above = series.above();
            for (int i = 0; i < series.x().length; i++) {
                stretch(x, series.x()[i], series.x()[i]);
                stretch(y, series.y()[i] - (below == null ? 0 : below[i]), series.y()[i] + (above == null ? 0 : above[i]));
            }
        }
        boolean empty = x[0] > x[1];
        if (empty) {
            stretch(x, 0, 1);
            stretch(y, 0, 1);
            XYSeries nothing = chart.addSeries("no data yet", new double[] {0, 1}, new double[] {0, 1});
            nothing.setMarker(SeriesMarkers.NONE);
            nothing.setLineColor(CLEAR);
        }
        pad(x, 0.02);
        pad(y, 0.06);
        XYStyler styler = chart.getStyler();
        styler.setXAxisMin(x[0]).setXAxisMax(x[1]).setYAxisMin(y[0]).setYAxisMax(y[1]);
        styler.setLegendPosition(emptiest(all, x, y));
    }

    private static LegendPosition emptiest(List<Curve.Series> all, double[] x, double[] y) {
        // corners in the order in which learning curves usually leave room
        LegendPosition[] corners = {
            LegendPosition.InsideSE, LegendPosition.InsideNW, LegendPosition.InsideNE, LegendPosition.InsideSW
        };
        int[] points = new int[corners.length];
        for (Curve.Series series : all) {
            for (int i = 0; i < series.x().length; i++) {
                double right = (series.x()[i] - x[0]) / (x[1] - x[0]);
                double up = (series.y()[i] - y[0]) / (y[1] - y[0]);
                points[0] += right > 0.7 && up < 0.4 ? 1 : 0;
                points[1] += right < 0.3 && up > 0.6 ? 1 : 0;
                points[2] += right > 0.7 && up > 0.6 ? 1 : 0;
                points[3] += right < 0.3 && up < 0.4 ? 1 : 0;
            }
        }
        int best = 0;
        for (int i = 1; i < points.length; i++) {
            best = points[i] < points[best] ? i : best;
        }
        return corners[best];
    }

    /** Formats a number compactly: 1500000 as 1.5M, 250000 as 250k, 0.25 unchanged. */
    static String compact(double value) {
        double size = Math.abs(value);
        if (size >= 1e15 || (size < 1e-4 && size > 0)) {
            return String.format(Locale.ROOT, "%.3g", value);
        }
        String[] units = {"", "k", "M", "B", "T"};
        int unit = 0;
        // just under 1000 is a rounding error of the axis and becomes 1k
        while (size >= 999.9995 && unit < units.length - 1) {
            size /= 1000;
            unit++;
        }
        String digits = new BigDecimal(size).round(new MathContext(6)).stripTrailingZeros().toPlainString();
        return (value < 0 && !digits.equals("0") ? "\u2212" : "") + digits + units[unit];
    }

    private static void stretch(double[] range, double low, double high) {
        range[0] = Math.min(range[0], low);
        range[1] = Math.max(range[1], high);
    }

    private static void pad(double[] range, double share) {
        double margin = (range[1] - range[0]) * share;
        if (margin == 0) {
            margin = Math.max(1e-3, Math.abs(range[0]) * 0.1);
        }
        range[0] -= margin;
        range[1] += margin;
    }

    private static Font font(int style, int size) {
        return new Font(Font.SANS_SERIF, style, size);
    }
}
