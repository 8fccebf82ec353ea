package dev.advect.plot;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import javax.imageio.ImageIO;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CurveTest {
    @TempDir
    Path folder;

    @Test
    void write_linesBandsPoints_pngOf1000x600InSeriesColors() throws IOException {
        BufferedImage image = draw("curve.png", List.of(
                learning("FPO", 820, 3e5, 1), learning("PPO", 610, 5e5, 2), learning("SWFP", 700, 1e5, 3),
                points("demonstrations")));
        assertThat(image.getWidth()).isEqualTo(1000);
        assertThat(image.getHeight()).isEqualTo(600);
        assertThat(image.getRGB(2, 2)).isEqualTo(0xFFFFFFFF);
        Set<Integer> colors = new HashSet<>();
        for (int i = 0; i < 1000 * 600; i++) {
            colors.add(image.getRGB(i % 1000, i / 1000));
        }
        for (int series = 0; series < 4; series++) {
            assertThat(colors).contains(CurveStyle.color(series).getRGB());
        }
    }

    @Test
    void write_onePointNaNsAndNothing_stillAPicture() throws IOException {
        Map<String, List<Curve.Series>> pictures = Map.of(
                "one.png", List.of(Curve.Series.line("one", new double[] {5}, new double[] {7})),
                "nan.png", List.of(Curve.Series.line("gap", new double[] {1, 2, 3}, new double[] {1, Double.NaN, 3})),
                "flat.png", List.of(Curve.Series.line("flat", new double[] {0, 1e6}, new double[] {3, 3})),
                "empty.png", List.of(Curve.Series.line("empty", new double[0], new double[0])),
                "none.png", List.of());
        for (Map.Entry<String, List<Curve.Series>> picture : pictures.entrySet()) {
            BufferedImage image = draw(picture.getKey(), picture.getValue());

            assertThat(image.getWidth()).as(picture.getKey()).isEqualTo(1000);
            assertThat(image.getHeight()).as(picture.getKey()).isEqualTo(600);
        }
    }

    @Test
    void series_lengthsDiffer_refused() {
        assertThatThrownBy(() -> Curve.Series.line("a", new double[2], new double[3]))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("'a'");
    }

    @Test
    void compact_thousandsAndMillions_short() {
        assertThat(CurveStyle.compact(0)).isEqualTo("0");
        assertThat(CurveStyle.compact(0.25)).isEqualTo("0.25");
        assertThat(CurveStyle.compact(999)).isEqualTo("999");
        assertThat(CurveStyle.compact(250_000)).isEqualTo("250k");
        assertThat(CurveStyle.compact(999_999.9999999)).isEqualTo("1M");
        assertThat(CurveStyle.compact(1_500_000)).isEqualTo("1.5M");
        assertThat(CurveStyle.compact(-2e9)).isEqualTo("\u22122B");
        assertThat(CurveStyle.compact(2e-6)).isEqualTo("2.00e-06");
    }

    private BufferedImage draw(String name, List<Curve.Series> series) throws IOException {
        Path png = Path.of(System.getProperty("curve.folder", folder.toString())).resolve(name);
        Curve.write(png, "cheetah run", "environment steps", "episode return", series);
        return ImageIO.read(png.toFile());
    }

    private static Curve.Series learning(String name, double top, double scale, long seed) {
        Random random = new Random(seed);
        int n = 120;
        double[] x = new double[n];
        double[] y = new double[n];
        double[] error = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = i * 2e6 / (n - 1);
            y[i] = top * (1 - Math.exp(-x[i] / scale)) + 12 * random.nextGaussian();
            error[i] = 20 + 50 * Math.exp(-x[i] / scale) + 5 * random.nextDouble();
        }
        return new Curve.Series(name, x, y, error, Curve.Style.LINE);
    }

    private static Curve.Series points(String name) {
        return new Curve.Series(name, new double[] {4e5, 8e5, 1.2e6, 1.6e6}, new double[] {300, 420, 480, 500},
                new double[] {40, 30, 25, 20}, Curve.Style.POINTS);
    }
}
