package dev.advect.envs.kitchen;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class VelocityServoTest {

    /** 2 rad/s for 0.08 s are 0.16 rad; the action is clipped to ±1, the target to its joint's bounds. */
    @ParameterizedTest
    @CsvSource({
        "0, 0.5, 0, 0.5", "0, 0.5, 1, 0.66", "0, 0.5, -0.25, 0.46", "0, 0.5, 7, 0.66", "0, 2.8, 1, 2.9", "0, -2.8, -1, -2.9",
        "1, 1.75, 1, 1.8", "1, -1.7, -1, -1.8", "2, 2.85, 1, 2.9", "3, -0.1, 1, 0", "3, -3, -1, -3.1", "4, -2.9, -1, -2.9",
        "5, 0.1, -1, 0", "5, 3.7, 1, 3.8", "6, 2.9, 0.5, 2.9", "7, 0.01, 1, 0.04", "7, 0.03, -0.1, 0.014", "8, 0.02, -1, 0"
    })
    void target_byHand(int joint, double seen, double action, double target) {
        assertThat(VelocityServo.target(joint, seen, action)).isCloseTo(target, within(1e-12));
    }
}
