package dev.advect.plot;

import dev.advect.io.AtomicFile;

import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** A figure of one or several panels with a title and a common legend. It needs no display. */
public final class Figure {
    private static final int MARGIN = 28;
    private static final int HEAD = 92;
    private static final int FOOT = 52;

    static {
        Curve.headless();
    }

    private final BufferedImage image;
    private final Graphics2D graphics;
    private final Map<String, Ink> legend = new LinkedHashMap<>();
    private final int columns;
    private final int rows;

    /**
     * Creates a figure without panels.
     *
     * @param subtitle one line that says what the figure shows
     * @param columns the number of panels side by side
     * @param rows the number of panels above each other
     */
    public Figure(int width, int height, String title, String subtitle, int columns, int rows) {
        this.columns = columns;
        this.rows = rows;
        image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, width, height);
        centred(title, font(Font.BOLD, 20), Ink.DARK, width / 2, 38);
        centred(subtitle, font(Font.PLAIN, 15), Ink.GREY, width / 2, 64);
    }

    /**
     * Creates a panel.
     *
     * @param number the panel's number, counted from 0 row by row from the left
     * @param xLabel the label of the x axis; may be empty
     * @param yLabel the label of the y axis; may be empty
     * @param square whether both axes have the same scale
     */
    public Panel panel(int number, String title, Range x, Range y, String xLabel, String yLabel, boolean square) {
        int width = (image.getWidth() - 2 * MARGIN) / columns;
        int height = (image.getHeight() - HEAD - FOOT) / rows;
        return new Panel((Graphics2D) graphics.create(), MARGIN + number % columns * width, HEAD + number / columns * height,
                width, height, title, x, y, xLabel, yLabel, square);
    }

    /** Appends an entry to the legend. */
    public void legend(Ink ink, String meaning) {
        legend.put(meaning, ink);
    }

    /** Writes a PNG atomically, see {@link AtomicFile}. */
    public void write(Path png) throws IOException {
        drawLegend();
        AtomicFile.write(png, out -> {
            // in memory: by default ImageIO would create a temporary file elsewhere
            try (ImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
                ImageIO.write(image, "png", stream);
            }
        });
    }

    private void drawLegend() {
        Font font = font(Font.PLAIN, 15);
        FontMetrics metrics = graphics.getFontMetrics(font);
        int gap = 46;
        int width = legend.keySet().stream().mapToInt(text -> metrics.stringWidth(text) + gap).sum() - gap / 2;
        int x = (image.getWidth() - width) / 2;
        int y = image.getHeight() - 24;
        for (Map.Entry<String, Ink> entry : legend.entrySet()) {
            graphics.setColor(entry.getValue().color());
            graphics.fill(new Ellipse2D.Double(x, y - 10, 11, 11));
            graphics.setColor(Ink.DARK.color());
            graphics.setFont(font);
            graphics.drawString(entry.getKey(), x + 18, y);
            x += metrics.stringWidth(entry.getKey()) + gap;
        }
    }

    private void centred(String text, Font font, Ink ink, int x, int y) {
        graphics.setFont(font);
        graphics.setColor(ink.color());
        graphics.drawString(text, x - graphics.getFontMetrics().stringWidth(text) / 2, y);
    }

    static Font font(int style, int size) {
        return new Font(Font.SANS_SERIF, style, size);
    }

    static BasicStroke stroke(double width) {
        return new BasicStroke((float) width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    }

    /**
     * The range of an axis.
     *
     * @param from the value at the left or lower end; if it is greater than {@code to}, the axis is reversed
     * @param to the value at the other end
     * @param tick the distance between ticks; 0 for none
     */
    public record Range(double from, double to, double tick) {
        public Range {
            if (from == to || tick < 0) {
                throw new IllegalArgumentException("not the range of an axis: " + from + " to " + to);
            }
        }
    }
}
