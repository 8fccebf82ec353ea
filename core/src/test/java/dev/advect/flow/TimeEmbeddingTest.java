package dev.advect.flow;

import dev.advect.nn.Tensors;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class TimeEmbeddingTest {

    @Test
    void write_size8_isCosThenSinOfDoublingFrequencies() {
        float[] out = new float[10];
        new TimeEmbedding(8).write(0.3, out, 1);
        // angles 0.3, 0.6, 1.2, 2.4
        assertThat(out).containsExactly(new float[] {0,
            0.9553365f, 0.8253356f, 0.3623578f, -0.7373937f, 0.2955202f, 0.5646425f, 0.9320391f, 0.6754632f,
            0}, within(1e-6f));
    }

    @Test
    void write_atTheEnds_ofTime() {
        float[] out = new float[4];
        new TimeEmbedding(4).write(0, out, 0);
        assertThat(out).containsExactly(1, 1, 0, 0);
        new TimeEmbedding(4).write(1, out, 0);
        assertThat(out).containsExactly(new float[] {0.5403023f, -0.4161468f, 0.8414710f, 0.9092974f}, within(1e-6f));
    }

    @Test
    void frequencies_arePowersOfTwo() {
        assertThat(Tensors.floats(new TimeEmbedding(8).frequencies())).containsExactly(1, 2, 4, 8);
        assertThat(Tensors.floats(new TimeEmbedding(60).frequencies())).hasSize(30).endsWith(1 << 29);
    }

    @Test
    void constructor_sizeOddOrOutOfRange_refused() {
        for (int size : new int[] {-2, 0, 1, 7, 62}) {
            assertThatThrownBy(() -> new TimeEmbedding(size)).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("timeEmbedding: " + size);
        }
    }
}
