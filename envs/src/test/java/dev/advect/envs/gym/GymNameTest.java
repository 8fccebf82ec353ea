package dev.advect.envs.gym;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class GymNameTest {

    @Test
    void parse_moduleAndId() {
        GymName name = GymName.parse("gym:my.envs:ALE/Pong-v5");
        assertThat(name).isEqualTo(new GymName("my.envs", "ALE/Pong-v5")).hasToString("gym:my.envs:ALE/Pong-v5");
        assertThat(GymName.matches("gym:x")).isTrue();
        assertThat(GymName.matches("gymnast")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gym:", "gym:Pendulum-v1", "gym::Pendulum-v1", "gym:a:b:c", "gym:a b:c", "gym:a: ", "gym:a."})
    void parse_otherwise_saysTheForm(String name) {
        assertThatThrownBy(() -> GymName.parse(name)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'" + name + "' does not name a Python environment: it must be gym:MODULE:ENV_ID, such as "
                        + "gym:gymnasium:Pendulum-v1");
    }

    @Test
    void settings_ofVariables() {
        GymSettings otherwise = GymSettings.of(Map.of());
        assertThat(otherwise.interpreter()).isEqualTo("python3");
        assertThat(otherwise.timeout()).isEqualTo(Duration.ofSeconds(60));
        assertThat(otherwise.processes()).isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(GymSettings.of(Map.of("ADVECT_PYTHON", "/opt/py/bin/python", "ADVECT_PYTHON_TIMEOUT", "600",
                "ADVECT_PYTHON_PROCESSES", "3")))
                .isEqualTo(new GymSettings("/opt/py/bin/python", Duration.ofMinutes(10), 3, Map.of()));
        assertThatThrownBy(() -> GymSettings.of(Map.of("ADVECT_PYTHON_TIMEOUT", "soon")))
                .hasMessage("ADVECT_PYTHON_TIMEOUT=soon is not a whole number from 1 to 999999");
        assertThatThrownBy(() -> GymSettings.of(Map.of("ADVECT_PYTHON_PROCESSES", "0")))
                .hasMessageContaining("ADVECT_PYTHON_PROCESSES=0");
        assertThatThrownBy(() -> new GymSettings("", Duration.ofSeconds(1), 1, Map.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
