package dev.advect.experiments.sweep;

import dev.advect.random.Rng;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class DistributionTest {
    @Test
    void log_halfOfTheValuesLieBelowTheGeometricMean() {
        Distribution log = Distribution.parse("rate", "log(1e-4, 1e-2)");
        Rng random = new Rng(0, 0);
        int below = 0;
        for (int i = 0; i < 10_000; i++) {
            double value = Double.parseDouble(log.draw(random));
            assertThat(value).isBetween(1e-4, 1e-2);
            below += value < 1e-3 ? 1 : 0;
        }
        assertThat(below / 10_000.0).isEqualTo(0.5, within(0.02));
        assertThat(log.position("1e-3")).isEqualTo(0.5, within(1e-12));
    }

    @Test
    void whole_hasBothEnds_equallyOften() {
        Distribution whole = Distribution.parse("epochs", "int(2,4)");
        Rng random = new Rng(0, 0);
        int[] counts = new int[5];
        for (int i = 0; i < 9_000; i++) {
            counts[Integer.parseInt(whole.draw(random))]++;
        }
        assertThat(counts[2]).isBetween(2_800, 3_200);
        assertThat(counts[3]).isBetween(2_800, 3_200);
        assertThat(counts[4]).isBetween(2_800, 3_200);
    }

    @Test
    void uniform_valuesHaveFourDigits() {
        assertThat(Distribution.parse("discount", "uniform(0.9,0.999)").draw(new Rng(1, 0))).hasSizeLessThanOrEqualTo(6);
    }

    @Test
    void choice_ofWords_orLists() {
        assertThat(Distribution.parse("schedule", "{uniform, cosine}")).isEqualTo(
                new Choice(List.of("uniform", "cosine")));
        assertThat(Distribution.isOne("uniform")).isFalse();
        assertThat(Distribution.isOne("[1, 0.5, 0]")).isFalse();
        assertThat(Distribution.isOne("0.2")).isFalse();
        assertThat(Distribution.isOne("lgo(1,2)")).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "lgo(1,2)|clip: unknown distribution 'lgo'; did you mean 'log'?",
        "log(0,1)|clip: log(0,1) needs positive numbers",
        "uniform(2,1)|clip: uniform(2,1) needs two numbers, the lower one first",
        "uniform(1)|clip: uniform(1) needs two numbers, the lower one first",
        "uniform(a,1)|clip: 'a' in uniform(a,1) is not a number",
        "int(0.5,2)|clip: int(0.5,2) needs whole numbers",
        "{1}|clip: {1} needs at least two values, which differ",
        "{1,1}|clip: {1,1} needs at least two values, which differ",
        "{1,2|clip: '{1,2' lacks its closing }",
        "log(1,2|clip: 'log(1,2' lacks its closing )",
    })
    void mistakes_areNamed(String text, String message) {
        assertThatThrownBy(() -> Distribution.parse("clip", text)).hasMessageStartingWith(message);
    }
}
