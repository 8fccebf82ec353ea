package dev.advect.env;

import dev.advect.config.InvalidValueException;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A picture in two dimensions: shapes in the environment's own units, with y upwards, seen through a window. Later shapes
 * cover earlier ones. Colours are {@code 0xRRGGBB}.
 *
 * <pre>{@code
 * return Drawing.window(-1, -1, 1, 1).disc(x, y, 0.05, 0x2b6cb0).line(x, y, x + vx, y + vy, 0.01, 0x444444);
 * }</pre>
 */
public final class Drawing {

    /** One shape of a drawing. */
    public sealed interface Shape {
        /** The colour, {@code 0xRRGGBB}. */
        int rgb();
    }

    /** A straight line with round ends. */
    public record Line(double x1, double y1, double x2, double y2, double width, int rgb) implements Shape {}

    /** A filled circle around (x, y). */
    public record Disc(double x, double y, double radius, int rgb) implements Shape {}

    /** A filled rectangle whose lower left corner is (x, y). */
    public record Rectangle(double x, double y, double width, double height, int rgb) implements Shape {}

    /** A line of text that begins at (x, y), its baseline; {@code height} is that of a line. */
    public record Text(double x, double y, double height, String text, int rgb) implements Shape {}

    private final double left;
    private final double bottom;
    private final double right;
    private final double top;
    private final List<Shape> shapes = new ArrayList<>();
    private @Nullable Picture picture;

    private Drawing(double left, double bottom, double right, double top) {
        if (!(left < right && bottom < top)) {
            throw new InvalidValueException("a drawing needs a window that is not empty, not (" + left + ", " + bottom
                    + ") to (" + right + ", " + top + ")");
        }
        this.left = left;
        this.bottom = bottom;
        this.right = right;
        this.top = top;
    }

    /** Starts a drawing of which the given window is seen. */
    public static Drawing window(double left, double bottom, double right, double top) {
        return new Drawing(left, bottom, right, top);
    }

    /** Adds a straight line with round ends. */
    public Drawing line(double x1, double y1, double x2, double y2, double width, int rgb) {
        shapes.add(new Line(x1, y1, x2, y2, width, rgb));
        return this;
    }

    /** Adds a filled circle around (x, y). */
    public Drawing disc(double x, double y, double radius, int rgb) {
        shapes.add(new Disc(x, y, radius, rgb));
        return this;
    }

    /** Adds a filled rectangle whose lower left corner is (x, y). */
    public Drawing rectangle(double x, double y, double width, double height, int rgb) {
        shapes.add(new Rectangle(x, y, width, height, rgb));
        return this;
    }

    /** Adds a line of text that begins at (x, y), its baseline; {@code height} is that of a line. */
    public Drawing text(double x, double y, double height, String text, int rgb) {
        shapes.add(new Text(x, y, height, text, rgb));
        return this;
    }

    /** Fills the window with a picture, beneath all shapes. */
    public Drawing picture(Picture beneath) {
        picture = beneath;
        return this;
    }

    /** The picture beneath the shapes, if there is one. */
    public Optional<Picture> picture() {
        return Optional.ofNullable(picture);
    }

    /** The smallest x of the window. */
    public double left() {
        return left;
    }

    /** The smallest y of the window. */
    public double bottom() {
        return bottom;
    }

    /** The largest x of the window. */
    public double right() {
        return right;
    }

    /** The largest y of the window. */
    public double top() {
        return top;
    }

    /** The shapes, in the order in which they were added. */
    public List<Shape> shapes() {
        return List.copyOf(shapes);
    }
}
