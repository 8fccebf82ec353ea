package dev.advect.view.film;

import dev.advect.view.scene.Shape;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Pixels of a red ball of radius 1, 10 m in front of the eye. */
final class RayCasterTest {
    private static final int SIZE = 101;
    private static final Viewpoint EYE = Viewpoint.lookAt(new double[] {0, -10, 0}, new double[3], 30);

    private static Solid ball(double x, double y, double z, double alpha) {
        return new Solid(Shape.SPHERE, new double[] {1, 0, 0}, null, new double[] {x, y, z},
                new double[] {1, 0, 0, 0, 1, 0, 0, 0, 1}, 1, new double[] {0.8, 0.05, 0.05, alpha}, 0);
    }

    private static boolean isRed(int rgb) {
        return (rgb >> 16 & 255) > 2 * (rgb & 255);
    }

    @Test
    void ball_coversTheDiscThatItShould() {
        int[] pixels = new RayCaster(List.of(ball(0, 0, 0, 1)), EYE, SIZE, SIZE, 50).take();

        // its edge is seen under asin(1/10); the picture's edge under 15 degrees
        double radius = SIZE / 2.0 * Math.tan(Math.asin(0.1)) / Math.tan(Math.toRadians(15));
        int row = SIZE / 2;
        int width = 0;
        for (int x = 0; x < SIZE; x++) {
            width += isRed(pixels[row * SIZE + x]) ? 1 : 0;
        }
        assertThat(width).isCloseTo((int) Math.round(2 * radius), within(1));
        assertThat(isRed(pixels[0])).isFalse();
    }

    @Test
    void ball_isLitFromAbove() {
        int[] pixels = new RayCaster(List.of(ball(0, 0, 0, 1)), EYE, SIZE, SIZE, 50).take();
        int above = pixels[(SIZE / 2 - 12) * SIZE + SIZE / 2];
        int below = pixels[(SIZE / 2 + 12) * SIZE + SIZE / 2];
        assertThat(above >> 16 & 255).isGreaterThan((below >> 16 & 255) + 60);
    }

    @Test
    void ball_castsAShadowAlongTheLight() {
        double[] key = Light.KEY;
        // a small ball towards the light, 4 m away, shadows the point of the large one that faces the light
        Solid shade = ball(4 * key[0], 4 * key[1], 4 * key[2], 1);
        Viewpoint eye = Viewpoint.lookAt(new double[] {6 * key[0] - 8, 6 * key[1], 6 * key[2]},
                new double[] {key[0], key[1], key[2]}, 20);
        int lit = centre(new RayCaster(List.of(ball(0, 0, 0, 1)), eye, SIZE, SIZE, 50).take());
        int dark = centre(new RayCaster(List.of(ball(0, 0, 0, 1), shade), eye, SIZE, SIZE, 50).take());
        assertThat(dark >> 16 & 255).isLessThan((lit >> 16 & 255) - 60);
    }

    @Test
    void veil_letsThroughWhatIsBehind() {
        int[] clear = new RayCaster(List.of(), EYE, SIZE, SIZE, 50).take();
        int[] red = new RayCaster(List.of(ball(0, 0, 0, 1)), EYE, SIZE, SIZE, 50).take();
        int[] veiled = new RayCaster(List.of(ball(0, 0, 0, 0.5)), EYE, SIZE, SIZE, 50).take();
        int blue = centre(veiled) & 255;
        assertThat(blue).isBetween((centre(red) & 255) + 20, (centre(clear) & 255) - 20);
    }

    private static int centre(int[] pixels) {
        return pixels[SIZE / 2 * SIZE + SIZE / 2];
    }
}
