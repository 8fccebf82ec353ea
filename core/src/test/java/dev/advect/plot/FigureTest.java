package dev.advect.plot;

import dev.advect.plot.Figure.Range;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import javax.imageio.ImageIO;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FigureTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private BufferedImage written(Figure figure) throws IOException {
        Path file = folder.resolve("figure.png");
        figure.write(file);
        return ImageIO.read(file.toFile());
    }

    private static int count(BufferedImage image, Ink ink, int fromX, int toX) {
        int count = 0;
        for (int x = fromX; x < toX; x++) {
            for (int y = 0; y < image.getHeight(); y++) {
                count += image.getRGB(x, y) == ink.color().getRGB() ? 1 : 0;
            }
        }
        return count;
    }

    @Test
    void panels_standSideBySide_eachWithItsOwnNumbers() throws IOException {
        Figure figure = new Figure(600, 400, "title", "subtitle", 2, 1);
        figure.panel(0, "left", new Range(0, 4, 0), new Range(0, 4, 0), "", "", true).area(1, 1, 3, 3, Ink.BLUE, 1);
        figure.panel(1, "right", new Range(4, 0, 1), new Range(0, 4, 1), "x", "y", true).area(-9, -9, 99, 99, Ink.RED, 1);

        BufferedImage image = written(figure);

        assertThat(image.getRGB(2, 2)).isEqualTo(0xFFFFFFFF);
        int quarterOfThePanel = count(image, Ink.BLUE, 0, 300);
        assertThat(quarterOfThePanel).isPositive();
        assertThat(count(image, Ink.BLUE, 300, 600)).isZero();
        // cut off at the axes, which are a little closer together where there are labels
        assertThat(count(image, Ink.RED, 0, 300)).isZero();
        assertThat(count(image, Ink.RED, 300, 600)).isBetween(2 * quarterOfThePanel, 4 * quarterOfThePanel);
    }

    @Test
    void marks_areDrawnInTheirInk() throws IOException {
        Figure figure = new Figure(400, 400, "title", "subtitle", 1, 1);
        Panel panel = figure.panel(0, "", new Range(0, 1, 0), new Range(0, 1, 0), "", "", false);
        panel.line(new double[] {0, 1}, new double[] {0.2, 0.2}, Ink.GREEN, 1, 5);
        panel.arrow(0.1, 0.5, 0.5, 0, Ink.PURPLE, 1);
        panel.dot(0.5, 0.8, 20, Ink.YELLOW, 1);
        panel.note(0.5, 0.9, "note");
        figure.legend(Ink.TEAL, "meaning");

        BufferedImage image = written(figure);

        assertThat(count(image, Ink.GREEN, 0, 400)).isGreaterThan(900);
        assertThat(count(image, Ink.PURPLE, 0, 400)).isPositive();
        assertThat(count(image, Ink.YELLOW, 0, 400)).isBetween(200, 330);
        assertThat(count(image, Ink.TEAL, 0, 400)).isBetween(50, 110);
    }

    @Test
    void range_ofNoLength_isRefused() {
        assertThatThrownBy(() -> new Range(1, 1, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
