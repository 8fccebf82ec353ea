package dev.advect.data;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DemonstrationSummaryTest {
    @Test
    void of_twoEpisodes_isWhatIsReckonedByHand() {
        DemonstrationBuilder builder = new DemonstrationBuilder(1, 2);
        float[] s = {0, 1};
        builder.add(s, 0, new float[] {0.5f, -0.25f}, 0, 1, s, 1, false, false);
        builder.add(s, 1, new float[] {0.5f, 0.75f}, 0, 2, s, 0, true, false);
        builder.add(s, 0, new float[] {0, 0}, 0, 10, s, 1, false, false);

        DemonstrationSummary summary = DemonstrationSummary.of(builder.build());

        assertThat(summary.returns().getAverage()).isEqualTo(6.5);
        assertThat(summary.returns().getMax()).isEqualTo(10);
        assertThat(summary.lengths().getAverage()).isEqualTo(1.5);
        assertThat(summary.terminated()).isEqualTo(1);
        assertThat(summary.minAction()).isEqualTo(-0.25);
        assertThat(summary.maxAction()).isEqualTo(0.75);
    }
}
