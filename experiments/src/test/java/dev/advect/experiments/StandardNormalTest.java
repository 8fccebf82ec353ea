package dev.advect.experiments;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class StandardNormalTest {
    @Test
    void cdf_ofKnownValues() {
        assertThat(StandardNormal.cdf(0)).isEqualTo(0.5);
        assertThat(StandardNormal.cdf(1.96)).isEqualTo(0.9750021048517796, within(1e-15));
        assertThat(StandardNormal.cdf(-0.5)).isEqualTo(0.3085375387259869, within(1e-15));
        assertThat(StandardNormal.cdf(-40)).isZero();
    }
}
