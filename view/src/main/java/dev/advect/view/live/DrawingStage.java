package dev.advect.view.live;

import dev.advect.env.DrawableEnv;
import dev.advect.env.Drawing;
import dev.advect.env.Env;
import dev.advect.env.Picture;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;

/**
 * An environment that draws itself. Its state is the picture beneath the shapes, {@code columns, rows, rgb of each pixel}
 * or {@code 0, 0} if there is none, and a sequence of shapes, each {@code kind, rgb, numbers}: 0 line x1 y1 x2 y2 width,
 * 1 disc x y radius, 2 rectangle x y width height, 3 text x y height, its length and the code of each character.
 */
final class DrawingStage implements Stage {
    private static final int MAX_NUMBERS = 7;
    private final Drawing first;

    /** @throws dev.advect.config.InvalidValueException with the reason, if the environment cannot be drawn */
    DrawingStage(DrawableEnv env) {
        first = env.draw();
    }

    @Override
    public Map<String, Object> description() {
        return Map.of("kind", "drawing", "window", List.of(first.left(), first.bottom(), first.right(), first.top()));
    }

    @Override
    public float[] state(Env other) {
        Drawing drawing = ((DrawableEnv) other).draw();
        int pixels = drawing.picture().map(picture -> picture.rows() * picture.columns()).orElse(0);
        int letters = drawing.shapes().stream()
                .mapToInt(shape -> shape instanceof Drawing.Text text ? text.text().length() : 0).sum();
        FloatBuffer out = FloatBuffer.allocate(2 + pixels + letters + MAX_NUMBERS * drawing.shapes().size());
        drawing.picture().ifPresentOrElse(picture -> write(picture, out), () -> out.put(0).put(0));
        drawing.shapes().forEach(shape -> write(shape, out));
        float[] state = new float[out.position()];
        out.flip().get(state);
        return state;
    }

    private static void write(Picture picture, FloatBuffer out) {
        out.put(picture.columns()).put(picture.rows());
        for (int pixel : picture.pixels()) {
            out.put(pixel & 0xffffff); // 24 bits, which a float holds exactly
        }
    }

    private static void write(Drawing.Shape shape, FloatBuffer out) {
        switch (shape) {
            case Drawing.Line line -> put(out, 0, line.rgb(), line.x1(), line.y1(), line.x2(), line.y2(), line.width());
            case Drawing.Disc disc -> put(out, 1, disc.rgb(), disc.x(), disc.y(), disc.radius());
            case Drawing.Rectangle box -> put(out, 2, box.rgb(), box.x(), box.y(), box.width(), box.height());
            case Drawing.Text text -> {
                put(out, 3, text.rgb(), text.x(), text.y(), text.height(), text.text().length());
                text.text().chars().forEach(out::put);
            }
        }
    }

    private static void put(FloatBuffer out, double... numbers) {
        for (double number : numbers) {
            out.put((float) number);
        }
    }
}
