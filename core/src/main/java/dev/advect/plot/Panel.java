package dev.advect.plot;

import dev.advect.plot.Figure.Range;

import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;

/** A part of a {@link Figure} that is drawn in axis coordinates. Anything beyond the axes is clipped. */
public final class Panel {
    private static final int TICK_LABEL = 13;
    /** The length of an arrow's head, as a fraction of the arrow. */
    private static final double HEAD = 0.35;

    private final Graphics2D graphics;
    private final Range xRange;
    private final Range yRange;
    /** The area within the axes, in pixels. */
    private final double left;
    private final double top;
    private final double width;
    private final double height;

    Panel(Graphics2D graphics, int x, int y, int w, int h, String title, Range xRange, Range yRange, String xLabel,
            String yLabel, boolean square) {
        this.graphics = graphics;
        this.xRange = xRange;
        this.yRange = yRange;
        double besides = 26 + (yLabel.isEmpty() ? 0 : 22) + (yRange.tick() > 0 ? 22 : 0);
        double below = 12 + (xLabel.isEmpty() ? 0 : 20) + (xRange.tick() > 0 ? 20 : 0);
        double room = w - besides - 12;
        double tall = h - 34 - below;
        if (square) {
            double unit = Math.min(room / span(xRange), tall / span(yRange));
            width = unit * span(xRange);
            height = unit * span(yRange);
        } else {
            width = room;
            height = tall;
        }
        left = x + besides + (room - width) / 2;
        top = y + 30 + (tall - height) / 2;
        text(title, Figure.font(Font.BOLD, 16), left + width / 2, top - 12);
        axes(xLabel, yLabel);
        graphics.setClip(new Rectangle2D.Double(left, top, width, height));
    }

    private static double span(Range range) {
        return Math.abs(range.to() - range.from());
    }

    private void axes(String xLabel, String yLabel) {
        graphics.setStroke(Figure.stroke(1));
        graphics.setColor(Ink.PALE.color());
        graphics.draw(new Rectangle2D.Double(left, top, width, height));
        Font small = Figure.font(Font.PLAIN, TICK_LABEL);
        for (double tick : ticks(xRange)) {
            graphics.setColor(Ink.PALE.color());
            graphics.draw(new Line2D.Double(px(tick), top, px(tick), top + height));
            text(CurveStyle.compact(tick), small, px(tick), top + height + 18);
        }
        for (double tick : ticks(yRange)) {
            graphics.setColor(Ink.PALE.color());
            graphics.draw(new Line2D.Double(left, py(tick), left + width, py(tick)));
            String label = CurveStyle.compact(tick);
            text(label, small, left - 8 - graphics.getFontMetrics(small).stringWidth(label) / 2.0, py(tick) + 5);
        }
        Font font = Figure.font(Font.PLAIN, 14);
        text(xLabel, font, left + width / 2, top + height + (xRange.tick() > 0 ? 38 : 20));
        AffineTransform upright = graphics.getTransform();
        double across = left - (yRange.tick() > 0 ? 40 : 14);
        graphics.rotate(-Math.PI / 2, across, top + height / 2);
        text(yLabel, font, across, top + height / 2);
        graphics.setTransform(upright);
    }

    private static double[] ticks(Range range) {
        if (range.tick() == 0) {
            return new double[0];
        }
        double low = Math.min(range.from(), range.to());
        double high = Math.max(range.from(), range.to());
        long first = (long) Math.ceil(low / range.tick() - 1e-9);
        long last = (long) Math.floor(high / range.tick() + 1e-9);
        double[] ticks = new double[(int) (last - first + 1)];
        for (int i = 0; i < ticks.length; i++) {
            ticks[i] = (first + i) * range.tick();
        }
        return ticks;
    }

    private void text(String text, Font font, double x, double y) {
        graphics.setFont(font);
        graphics.setColor(Ink.DARK.color());
        FontMetrics metrics = graphics.getFontMetrics();
        graphics.drawString(text, (float) (x - metrics.stringWidth(text) / 2.0), (float) y);
    }

    private double px(double x) {
        return left + (x - xRange.from()) / (xRange.to() - xRange.from()) * width;
    }

    private double py(double y) {
        return top + (yRange.to() - y) / (yRange.to() - yRange.from()) * height;
    }

    /** Draws a filled rectangle between two corners. */
    public void area(double x0, double y0, double x1, double y1, Ink ink, double alpha) {
        graphics.setColor(ink.color(alpha));
        graphics.fill(new Rectangle2D.Double(Math.min(px(x0), px(x1)), Math.min(py(y0), py(y1)), Math.abs(px(x1) - px(x0)),
                Math.abs(py(y1) - py(y0))));
    }

    /**
     * Draws a line through points.
     *
     * @param x {@code [n]}
     * @param y {@code [n]}
     * @param pixels the line's width
     */
    public void line(double[] x, double[] y, Ink ink, double alpha, double pixels) {
        Path2D path = new Path2D.Double();
        path.moveTo(px(x[0]), py(y[0]));
        for (int i = 1; i < x.length; i++) {
            path.lineTo(px(x[i]), py(y[i]));
        }
        graphics.setColor(ink.color(alpha));
        graphics.setStroke(Figure.stroke(pixels));
        graphics.draw(path);
    }

    /**
     * Fills the area between two lines.
     *
     * @param x {@code [n]}
     * @param low {@code [n]}, the lower line
     * @param high {@code [n]}, the upper line
     */
    public void band(double[] x, double[] low, double[] high, Ink ink, double alpha) {
        Path2D path = new Path2D.Double();
        path.moveTo(px(x[0]), py(high[0]));
        for (int i = 1; i < x.length; i++) {
            path.lineTo(px(x[i]), py(high[i]));
        }
        for (int i = x.length - 1; i >= 0; i--) {
            path.lineTo(px(x[i]), py(low[i]));
        }
        path.closePath();
        graphics.setColor(ink.color(alpha));
        graphics.fill(path);
    }

    /** Draws an arrow from (x, y) to (x + dx, y + dy). */
    public void arrow(double x, double y, double dx, double dy, Ink ink, double alpha) {
        double tipX = px(x + dx);
        double tipY = py(y + dy);
        double backX = (px(x) - tipX) * HEAD;
        double backY = (py(y) - tipY) * HEAD;
        Path2D path = new Path2D.Double();
        path.moveTo(px(x), py(y));
        path.lineTo(tipX, tipY);
        path.moveTo(tipX + backX - backY * 0.6, tipY + backY + backX * 0.6);
        path.lineTo(tipX, tipY);
        path.lineTo(tipX + backX + backY * 0.6, tipY + backY - backX * 0.6);
        graphics.setColor(ink.color(alpha));
        graphics.setStroke(Figure.stroke(1.3));
        graphics.draw(path);
    }

    /** Draws a disc. */
    public void dot(double x, double y, double pixels, Ink ink, double alpha) {
        graphics.setColor(ink.color(alpha));
        graphics.fill(new Ellipse2D.Double(px(x) - pixels / 2, py(y) - pixels / 2, pixels, pixels));
    }

    /** Draws text centred at a point. */
    public void note(double x, double y, String note) {
        text(note, Figure.font(Font.PLAIN, 14), px(x), py(y) + 5);
    }
}
