package dev.advect.app.console;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class TextTest {
    @ParameterizedTest
    @CsvSource({"0, 0.000", "-1.5, -1.500", "12.34, 12.3", "123456789, 123456789.0", "1e300, 1.000e+300",
        "-2.5e12, -2.500e+12", "NaN, NaN", "-Infinity, -Infinity"})
    void number_isShort(double value, String expected) {
        assertThat(Text.number(value)).isEqualTo(expected);
    }

    @Test
    void returns_ofOneEpisode_haveNoInterval() {
        assertThat(Text.returns(12.5, 0.25, 64)).isEqualTo("12.5 \u00b1 0.250 (95 %, 64 episodes)");
        assertThat(Text.returns(12.5, Double.NaN, 1)).isEqualTo("12.5 (1 episode)");
        assertThat(Text.interval(Double.NaN, Double.NaN)).isEqualTo("NaN \u00b1 NaN");
    }

    @Test
    void command_quotesForTheShell() {
        assertThat(Text.command("eval", "it's mine/run")).isEqualTo("advect eval 'it'\\''s mine/run'");
    }
}
