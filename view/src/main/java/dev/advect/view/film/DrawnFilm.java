package dev.advect.view.film;

import dev.advect.env.Drawing;
import dev.advect.env.Picture;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.List;

/** The pictures of takes in two dimensions. Of ghosts only the shapes that differ from the film's are drawn, pale. */
final class DrawnFilm implements Pictures {
    private static final Color PAPER = new Color(0xffffff);
    private static final int GHOST_ALPHA = 80;

    private final List<Take> takes;
    private final int width;
    private final int height;

    DrawnFilm(List<Take> takes, int width, int height) {
        this.takes = List.copyOf(takes);
        this.width = width;
        this.height = height;
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int height() {
        return height;
    }

    @Override
    public int count() {
        return takes.getFirst().frames();
    }

    @Override
    public int[] take(int frame) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        graphics.setColor(PAPER);
        graphics.fillRect(0, 0, width, height);
        Drawing main = takes.getFirst().drawings().get(frame);
        double scale = Math.min(width / (main.right() - main.left()), height / (main.top() - main.bottom()));
        graphics.translate(width / 2.0, height / 2.0);
        graphics.scale(scale, -scale);
        graphics.translate(-(main.left() + main.right()) / 2, -(main.bottom() + main.top()) / 2);
        main.picture().ifPresent(picture -> paint(graphics, main, picture));
        List<Drawing.Shape> shapes = main.shapes();
        shapes.forEach(shape -> paint(graphics, shape, 255));
        for (Take ghost : takes.subList(1, takes.size())) {
            ghost.drawings().get(Math.min(frame, ghost.frames() - 1)).shapes().stream()
                    .filter(shape -> !shapes.contains(shape))
                    .forEach(shape -> paint(graphics, shape, GHOST_ALPHA));
        }
        graphics.dispose();
        return image.getRGB(0, 0, width, height, null, 0, width);
    }

    private static void paint(Graphics2D graphics, Drawing drawing, Picture picture) {
        AffineTransform place = new AffineTransform();
        place.translate(drawing.left(), drawing.top());
        place.scale((drawing.right() - drawing.left()) / picture.columns(),
                (drawing.bottom() - drawing.top()) / picture.rows()); // its first row is the uppermost
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(image(picture), place, null);
    }

    static BufferedImage image(Picture picture) {
        BufferedImage image = new BufferedImage(picture.columns(), picture.rows(), BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, picture.columns(), picture.rows(), picture.pixels(), 0, picture.columns());
        return image;
    }

    private static void paint(Graphics2D graphics, Drawing.Shape shape, int alpha) {
        graphics.setColor(new Color((shape.rgb() >> 16) & 255, (shape.rgb() >> 8) & 255, shape.rgb() & 255, alpha));
        switch (shape) {
            case Drawing.Line l -> {
                graphics.setStroke(
                        new BasicStroke((float) l.width(), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
                graphics.draw(new Line2D.Double(l.x1(), l.y1(), l.x2(), l.y2()));
            }
            case Drawing.Disc d -> graphics.fill(
                    new Ellipse2D.Double(d.x() - d.radius(), d.y() - d.radius(), 2 * d.radius(), 2 * d.radius()));
            case Drawing.Rectangle r -> graphics.fill(new Rectangle2D.Double(r.x(), r.y(), r.width(), r.height()));
            case Drawing.Text t -> {
                Graphics2D upright = (Graphics2D) graphics.create();
                upright.translate(t.x(), t.y());
                double size = t.height() / 16;
                upright.scale(size, -size);
                upright.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 16));
                upright.drawString(t.text(), 0, 0);
                upright.dispose();
            }
        }
    }
}
