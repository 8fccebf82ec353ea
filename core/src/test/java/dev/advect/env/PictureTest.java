package dev.advect.env;

import dev.advect.config.InvalidValueException;
import org.junit.jupiter.api.Test;

import java.util.Arrays;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Images in drawings. */
final class PictureTest {

    @Test
    void packed_hasTheSamePixels() {
        int[] noise = new java.util.Random(1).ints(35, 0, 0x1000000).toArray(); // which cannot be made smaller
        Picture packed = Picture.of(7, noise).packed();

        assertThat(packed.columns()).isEqualTo(7);
        assertThat(packed.rows()).isEqualTo(5);
        assertThat(packed.pixels()).containsExactly(noise);
        assertThat(packed.packed()).isSameAs(packed);
        int[] plain = new int[1000];
        Arrays.fill(plain, 0xffffff);
        assertThat(Picture.of(100, plain).packed().pixels()).containsExactly(plain);
    }

    @Test
    void of_pixelsThatFillNoRow_areRefused() {
        assertThatThrownBy(() -> Picture.of(3, new int[4])).isInstanceOf(InvalidValueException.class)
                .hasMessage("4 pixels do not fill rows of 3");
        assertThatThrownBy(() -> Picture.of(3, new int[0])).isInstanceOf(InvalidValueException.class);
    }
}
