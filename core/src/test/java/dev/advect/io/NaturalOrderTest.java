package dev.advect.io;

import org.junit.jupiter.api.Test;

import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

class NaturalOrderTest {
    @Test
    void compare_names_countsTheirNumbers() {
        assertThat(Stream.of("demo_10", "other", "demo_2_success", "demo_99999999999999999999", "demo_2", "demo_02", "demo", "")
                .sorted(NaturalOrder.INSTANCE)).containsExactly(
                        "", "demo", "demo_02", "demo_2", "demo_2_success", "demo_10", "demo_99999999999999999999", "other");
    }
}
