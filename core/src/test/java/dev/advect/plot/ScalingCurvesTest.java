package dev.advect.plot;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import javax.imageio.ImageIO;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

class ScalingCurvesTest {
    private static ScalingCurves.Panel panel(String title) {
        return new ScalingCurves.Panel(title, List.of(
                Curve.Series.line("fast", new double[] {1, 16, 4096}, new double[] {900, 9_000, 120_000}),
                Curve.Series.line("slow", new double[] {1, 16, 4096}, new double[] {300, 310, 305})));
    }

    @Test
    void write_fourPanels_twoRowsOfThree(@TempDir Path folder) throws IOException {
        Path png = folder.resolve("scaling.png");
        ScalingCurves.write(png, "steps per second", 3, Collections.nCopies(4, panel("environments")));

        BufferedImage image = ImageIO.read(png.toFile());
        assertThat(image.getWidth()).isEqualTo(3 * 640);
        assertThat(image.getHeight()).isEqualTo(2 * 440);
        assertThat(colors(image, 0, 440)).contains(CurveStyle.color(0).getRGB(), CurveStyle.color(1).getRGB());
        assertThat(colors(image, 640, 440)).containsExactly(0xFFFFFFFF); // no fifth panel
    }

    /** Of the rectangle below and to the right of a corner. */
    private static Set<Integer> colors(BufferedImage image, int left, int top) {
        Set<Integer> colors = new HashSet<>();
        for (int x = left; x < image.getWidth(); x++) {
            for (int y = top; y < image.getHeight(); y++) {
                colors.add(image.getRGB(x, y));
            }
        }
        return colors;
    }

    @Test
    void write_onePointAlone_stillAPicture(@TempDir Path folder) throws IOException {
        Path png = folder.resolve("one.png");
        ScalingCurves.write(png, "steps per second", 3, List.of(new ScalingCurves.Panel("threads",
                List.of(Curve.Series.line("one", new double[] {1}, new double[] {5})))));

        assertThat(ImageIO.read(png.toFile()).getWidth()).isEqualTo(640);
    }

    @Test
    void power_ofTwo_twoDigitsWhereItIsNotWhole() {
        assertThat(ScalingCurves.power(0)).isEqualTo("1");
        assertThat(ScalingCurves.power(12)).isEqualTo("4096");
        assertThat(ScalingCurves.power(2.5)).isEqualTo("5.66");
        assertThat(ScalingCurves.power(-1)).isEqualTo("0.50");
    }

    @Test
    void oneTwoFive_namesThoseTicksOnly() {
        assertThat(ScalingCurves.oneTwoFive(1000)).isEqualTo("1k");
        assertThat(ScalingCurves.oneTwoFive(20_000)).isEqualTo("20k");
        assertThat(ScalingCurves.oneTwoFive(0.5)).isEqualTo("0.5");
        assertThat(ScalingCurves.oneTwoFive(300)).isEmpty();
    }
}
