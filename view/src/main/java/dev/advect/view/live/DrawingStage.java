package dev.advect.view.live;

import dev.advect.env.DrawableEnv;
import dev.advect.env.Drawing;
import dev.advect.env.Env;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An environment that draws itself. Its state is a sequence of shapes, each {@code kind, rgb, numbers}: 0 line x1 y1 x2 y2
 * width, 1 disc x y radius, 2 rectangle x y width height, 3 text x y height, its length and the code of each character.
 */
final class DrawingStage implements Stage {
    private final DrawableEnv env;

    DrawingStage(DrawableEnv env) {
        this.env = env;
    }

    @Override
    public Map<String, Object> description() {
        Drawing drawing = env.draw();
        return Map.of("kind", "drawing", "window",
                List.of(drawing.left(), drawing.bottom(), drawing.right(), drawing.top()));
    }

    @Override
    public float[] state(Env other) {
        List<Number> numbers = new ArrayList<>();
        for (Drawing.Shape shape : ((DrawableEnv) other).draw().shapes()) {
            numbers.addAll(numbers(shape));
        }
        float[] out = new float[numbers.size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = numbers.get(i).floatValue();
        }
        return out;
    }

    private static List<Number> numbers(Drawing.Shape shape) {
        return switch (shape) {
            case Drawing.Line line -> List.of(
                    0, line.rgb(), line.x1(), line.y1(), line.x2(), line.y2(), line.width());
            case Drawing.Disc disc -> List.of(1, disc.rgb(), disc.x(), disc.y(), disc.radius());
            case Drawing.Rectangle box -> List.of(2, box.rgb(), box.x(), box.y(), box.width(), box.height());
            case Drawing.Text text -> {
                List<Number> numbers = new ArrayList<>(List.of(
                        3, text.rgb(), text.x(), text.y(), text.height(), text.text().length()));
                text.text().chars().forEach(numbers::add);
                yield numbers;
            }
        };
    }
}
