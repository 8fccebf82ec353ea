package dev.advect.envs.arm;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class GripperTest {

    private static double target(Episode episode, int finger) {
        Panda panda = episode.panda();
        return panda.ctrl.get(panda.firstActuator + Panda.JOINTS + finger);
    }

    /** From the middle, 0.02 m, a control step moves a target by 25 · 0.01 · 0.02 = 0.005 m; only the sign counts. */
    @Test
    void step_signOfAction_movesTargets() {
        try (Episode episode = new Episode("lift", 0)) {
            episode.steps(1, 0, 0, 0, 0, 0, 0, 0.001);
            assertThat(target(episode, 0)).isCloseTo(0.015, within(1e-12));
            assertThat(target(episode, 1)).isCloseTo(-0.015, within(1e-12));
            episode.steps(1, 0, 0, 0, 0, 0, 0, 0);
            assertThat(target(episode, 0)).isCloseTo(0.015, within(1e-12));
            episode.steps(3, 0, 0, 0, 0, 0, 0, 1);
            assertThat(target(episode, 0)).isCloseTo(0, within(1e-12));
            episode.steps(7, 0, 0, 0, 0, 0, 0, -1);
            assertThat(target(episode, 0)).isCloseTo(0.035, within(1e-12));
            episode.steps(2, 0, 0, 0, 0, 0, 0, -1);
            assertThat(target(episode, 1)).isCloseTo(-0.04, within(1e-12));
        }
    }

    @Test
    void fingers_follow() {
        try (Episode episode = new Episode("lift", 0)) {
            assertThat(episode.panda().finger(0)).isEqualTo(0.020833);
            episode.steps(20, 0, 0, 0, 0, 0, 0, -1);
            assertThat(episode.panda().finger(0)).isCloseTo(0.04, within(2e-3));
            assertThat(episode.panda().finger(1)).isCloseTo(-0.04, within(2e-3));
            episode.steps(20, 0, 0, 0, 0, 0, 0, 1);
            assertThat(episode.panda().finger(0)).isCloseTo(0, within(2e-3));
        }
    }
}
