package dev.advect.nn;

import dev.advect.random.Rng;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.assertj.core.api.Assertions.within;

class ReluMlpTest {
    /** 2 inputs, 2 hidden units, 1 output: weights [[1, 2], [3, -4]], biases (0, 1); weights [5, 6], bias 7. */
    private static ReluMlp small() {
        ReluMlp network = new ReluMlp("n", List.of(2, 2, 1), 1, new Rng(1, 0));
        network.parameters().values().write(0, new float[] {1, 2, 3, -4, 0, 1, 5, 6, 7}, 0, 9);
        return network;
    }

    @Test
    void forward_smallNetwork_isWhatIsReckonedByHand() {
        ReluMlp network = small();

        float[] out = Tensors.floats(network.forward(network.parameters().frozen(), Tensors.of(new float[] {1, 2}, 1, 2),
                List.of()));

        // hidden: 1 + 4 = 5, max(0, 3 − 8 + 1) = 0; 5·5 + 7
        assertThat(out).containsExactly(32);
        network.parameters().close();
    }

    @Test
    void forward_withMasks_hiddenUnitsAreScaledOrLeftOut() {
        ReluMlp network = small();

        float[] out = Tensors.floats(network.forward(network.parameters().frozen(),
                Tensors.of(new float[] {1, 0, 1, 0}, 2, 2), List.of(Tensors.of(new float[] {2, 0, 0, 2}, 2, 2))));

        // hidden without masks: 1 and 4; 5·2 + 7 and 6·8 + 7
        assertThat(out).containsExactly(17, 55);
        network.parameters().close();
    }

    @Test
    void newNetwork_isGlorotUniform() {
        ReluMlp network = new ReluMlp("n", List.of(30, 64, 8), 1, new Rng(1, 0));
        float[] values = network.parameters().values().toArray();

        double bound = Math.sqrt(6.0 / 94);
        double most = 0;
        for (int i = 0; i < 30 * 64; i++) {
            most = Math.max(most, Math.abs(values[i]));
        }
        assertThat(most).isCloseTo(bound, within(0.01 * bound)).isLessThanOrEqualTo(bound);
        assertThat(values[30 * 64]).isZero();
        network.parameters().close();
    }

    @Test
    void dropout_masks_keepTheMean() {
        try (Dropout dropout = new Dropout(0.2, 100, List.of(50, 40))) {
            dropout.draw(new Rng(2, 0));

            float[] mask = Tensors.floats(dropout.rows(0, 100).getFirst());
            double sum = 0;
            for (float value : mask) {
                assertThat(value == 0 || value == 1.25f).isTrue();
                sum += value;
            }
            assertThat(sum / mask.length).isCloseTo(1, offset(0.03)); // its standard error is 0.007
            assertThat(dropout.rows(90, 10).get(1).size(0)).isEqualTo(10);
        }
    }

    @Test
    void dropout_ofRateZero_hasNoMasks() {
        try (Dropout dropout = new Dropout(0, 100, List.of(50))) {
            assertThat(dropout.rows(0, 100)).isEmpty();
        }
    }
}
