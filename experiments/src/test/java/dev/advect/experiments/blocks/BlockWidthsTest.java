package dev.advect.experiments.blocks;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BlockWidthsTest {
    /** Three inputs, two outputs, width 4: 4·4 + 5·4 + 5·2 = 46. */
    @Test
    void parameters_byHand() {
        BlockWidths widths = new BlockWidths(3, 2);

        assertThat(widths.parameters(1, 4)).isEqualTo(46);
        assertThat(widths.parameters(5, 4)).isEqualTo(230);
    }

    /** Per block w² + 7w + 2: 230 lies between 200 (width 11) and 230 (width 12), which it meets exactly. */
    @Test
    void equalInTotal_oneBlockForFive() {
        BlockWidths widths = new BlockWidths(3, 2);

        assertThat(widths.equalInTotal(1, 5, 4)).isEqualTo(12);
        assertThat(widths.equalInTotal(5, 5, 4)).isEqualTo(4);
        // ten blocks: 10·(2² + 7·2 + 2) = 200 and 10·(3² + 7·3 + 2) = 320
        assertThat(widths.equalInTotal(10, 5, 4)).isEqualTo(2);
        assertThat(widths.equalInTotal(1000, 5, 4)).isEqualTo(1);
    }
}
