package dev.advect.view.film;

import javax.imageio.ImageIO;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.IntConsumer;

/** Writes one picture, or several next to each other, evenly spaced in time. */
final class PngWriter {
    private static final int GAP = 2;

    private PngWriter() {}

    /**
     * @param count the number of pictures; a single one is the film's last
     */
    static void write(Pictures pictures, int count, int threads, IntConsumer progress, OutputStream out)
            throws IOException {
        int w = pictures.width();
        BufferedImage image = new BufferedImage(count * (w + GAP) - GAP, pictures.height(), BufferedImage.TYPE_INT_RGB);
        image.createGraphics().fillRect(0, 0, image.getWidth(), image.getHeight());
        Reel.run(new Chosen(pictures, count), threads, progress,
                (frame, pixels) -> image.setRGB(frame * (w + GAP), 0, w, pictures.height(), pixels, 0, w));
        ImageIO.write(image, "png", out);
    }

    /** Some of a film's pictures. */
    private record Chosen(Pictures film, int count) implements Pictures {
        @Override
        public int width() {
            return film.width();
        }

        @Override
        public int height() {
            return film.height();
        }

        @Override
        public int[] take(int index) {
            int last = film.count() - 1;
            return film.take(count == 1 ? last : (int) Math.round((double) index * last / (count - 1)));
        }
    }
}
