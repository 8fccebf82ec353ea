package dev.advect.view.film;

import org.junit.jupiter.api.Test;

import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;

import static org.assertj.core.api.Assertions.assertThat;

class MontageTest {
    /** A name that is too long loses its beginning, and no more of it than it must. */
    @Test
    void fitted_keepsTheEnd() {
        Graphics2D graphics = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB).createGraphics();
        FontMetrics metrics = graphics.getFontMetrics(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
        String name = "can-until-success-swfp-0";
        assertThat(Montage.fitted(name, metrics.stringWidth(name), metrics)).isEqualTo(name);
        assertThat(Montage.fitted(name, metrics.stringWidth("…swfp-0"), metrics)).isEqualTo("…swfp-0");
        assertThat(Montage.fitted(name, 0, metrics)).isEqualTo("…0");
        assertThat(Montage.fitted("", 0, metrics)).isEmpty();
        graphics.dispose();
    }
}
