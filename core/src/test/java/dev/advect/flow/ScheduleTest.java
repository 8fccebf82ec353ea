package dev.advect.flow;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class ScheduleTest {
    @Test
    void times_uniform_areEvenlySpaced() {
        assertThat(Schedule.UNIFORM.times(4)).containsExactly(1, 0.75, 0.5, 0.25, 0);
        assertThat(Schedule.UNIFORM.times(1)).containsExactly(1, 0);
    }

    @Test
    void times_cosine_areDenseAtBothEnds() {
        double h = Math.sqrt(0.5) / 2;
        assertThat(Schedule.COSINE.times(4)).containsExactly(new double[] {1, 0.5 + h, 0.5, 0.5 - h, 0}, within(1e-15));
        assertThat(Schedule.COSINE.times(7)).startsWith(1).endsWith(0);
    }

    @Test
    void times_given_areThoseAndNoOthers() {
        Schedule schedule = Schedule.of(List.of(1.0, 0.3, 0.0));
        assertThat(schedule.times(2)).containsExactly(1, 0.3, 0);
        assertThatThrownBy(() -> schedule.times(3)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("flowSteps: 3 is not possible with the schedule 1,0.3,0, it has 2");
        assertThatThrownBy(() -> Schedule.UNIFORM.times(0)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("flowSteps: 0 is not possible, it must be at least 1");
    }

    @Test
    void parse_ofItsText_isTheSame() {
        for (Schedule schedule : List.of(Schedule.UNIFORM, Schedule.COSINE, Schedule.of(List.of(1.0, 0.1, 0.0)))) {
            assertThat(Schedule.parse(schedule.toString())).isEqualTo(schedule);
        }
        assertThat(Schedule.parse(" [1, 0.1, 0] ")).isEqualTo(Schedule.of(List.of(1.0, 0.1, 0.0)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "linear", "1", "1,0.5", "0.9,0", "1,0.2,0.4,0", "1,NaN,0", "1;0"})
    void parse_nonsense_refused(String text) {
        assertThatThrownBy(() -> Schedule.parse(text)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("schedule: ");
    }
}
