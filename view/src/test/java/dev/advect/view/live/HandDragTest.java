package dev.advect.view.live;

import dev.advect.config.InvalidValueException;
import dev.advect.env.Step;
import dev.advect.envs.suite.Suite;
import dev.advect.envs.suite.SuiteEnv;
import dev.advect.random.Rng;
import dev.advect.view.record.Drag;
import dev.advect.view.record.Keymap;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

/** Bodies that are led by actions. */
final class HandDragTest {
    private static final double[] DOWN = {0, 0, -1};

    /** The pointer above (x, y), seen from a metre above the plane of the arena. */
    private static HandDrag.Aim above(double x, double y) {
        return new HandDrag.Aim(new double[] {x, y, 1}, DOWN, DOWN);
    }

    private static SuiteEnv started(String name) {
        SuiteEnv env = Suite.task(name).create();
        env.reset(new Rng(3, 0), new float[env.spec().observationSize()]);
        return env;
    }

    @Test
    void action_isGainTimesTheWay_lessDampingTimesTheVelocity() {
        try (SuiteEnv env = started("point-mass")) {
            env.data().qpos().set(0, 0.1);
            env.data().qpos().set(1, -0.05);
            env.data().qvel().set(0, 0.02);
            env.data().qvel().set(1, 0);
            env.data().forward();
            HandDrag drag = new HandDrag(env.data(), Objects.requireNonNull(Keymap.of("point-mass", 2).drag()));
            assertThat(drag.action(2)).containsOnly(0);

            // an oblique ray, which meets the plane of the ball, 0.01 m above the floor, at (0.13, -0.05)
            drag.aim(new HandDrag.Aim(new double[] {0.13 - 0.99, -0.05, 1}, new double[] {1, 0, -1}, DOWN));

            // 20 · 0.03 - 5 · 0.02, and nothing across
            assertThat(drag.action(2)).containsExactly(new float[] {0.5f, 0}, within(1e-6f));
            assertThat(drag.line().orElseThrow())
                    .containsExactly(new double[] {0.1, -0.05, 0.01, 0.13, -0.05, 0.01}, within(1e-9));
            drag.release();
            assertThat(drag.action(2)).containsOnly(0);
        }
    }

    /** Both default mappings bring what they lead to the pointer, and let it rest there. */
    @Test
    void defaults_leadToThePointer() {
        assertThat(missed("point-mass", 0.2, -0.1, 300)).isLessThan(0.005);
        assertThat(missed("reacher-easy", 0.05, 0.15, 600)).isLessThan(0.01);
    }

    private static double missed(String name, double x, double y, int steps) {
        try (SuiteEnv env = started(name)) {
            HandDrag drag = new HandDrag(env.data(), Objects.requireNonNull(Keymap.of(name, 2).drag()));
            drag.aim(above(x, y));
            HandActions hands = new HandActions(2);
            float[] action = new float[2];
            Step step = new Step(env.spec().observationSize());
            for (int t = 0; t < steps; t++) {
                hands.add(drag.action(2));
                hands.act(new float[0], new float[0], action);
                env.step(action, step);
            }
            double[] line = drag.line().orElseThrow();
            return Math.hypot(line[3] - line[0], line[4] - line[1]);
        }
    }

    @Test
    void names_thatTheModelLacks_areRefused() {
        try (SuiteEnv env = started("reacher-easy")) {
            Drag body = new Drag("thumb", null, 1, 0, Map.of(0, List.of(1.0, 0.0, 0.0)), Map.of());
            assertThatThrownBy(() -> new HandDrag(env.data(), body)).isInstanceOf(InvalidValueException.class)
                    .hasMessage("drag: the model has no body 'thumb'");
            Drag joint = new Drag("finger", null, 1, 0, Map.of(), Map.of(0, "elbow"));
            assertThatThrownBy(() -> new HandDrag(env.data(), joint)).isInstanceOf(InvalidValueException.class)
                    .hasMessage("drag: the model has no joint 'elbow'");
        }
    }
}
