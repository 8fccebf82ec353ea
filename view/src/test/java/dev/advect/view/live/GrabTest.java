package dev.advect.view.live;

import dev.advect.mujoco.Data;
import dev.advect.mujoco.Model;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class GrabTest {
    private static final String BALL = """
            <mujoco><option gravity="0 0 0" timestep="0.001"/>
            <worldbody><geom type="plane" size="1 1 1" contype="0" conaffinity="0"/><body pos="0 0 1"><freejoint/>
            <geom type="sphere" size="0.1" mass="2" contype="0" conaffinity="0"/></body></worldbody></mujoco>""";
    private static final int GEOM = 1;
    private static final int BODY = 1;

    @Test
    void pull_atRest_isMassTimesStiffnessTimesDistance() {
        try (Model model = Model.fromXml(BALL); Data data = model.newData()) {
            data.forward();
            Grab grab = new Grab(data, GEOM, new double[3], new double[] {0.5, 0, 1});

            grab.pull(data);

            // 2 kg · 100/s² · 0.5 m, through the centre of mass
            double[] applied = data.xfrcApplied().slice(6 * BODY, 6).toArray();
            assertThat(applied).containsExactly(new double[] {100, 0, 0, 0, 0, 0}, within(1e-9));
        }
    }

    @Test
    void pull_moving_isDamped() {
        try (Model model = Model.fromXml(BALL); Data data = model.newData()) {
            data.qvel().set(0, 3);
            data.forward();
            Grab grab = new Grab(data, GEOM, new double[3], new double[] {0, 0, 1});

            grab.pull(data);

            // -2 kg · 2 · 10/s · 3 m/s
            assertThat(data.xfrcApplied().get(6 * BODY)).isCloseTo(-120, within(1e-9));
        }
    }

    @Test
    void pull_atARim_alsoTurns() {
        try (Model model = Model.fromXml(BALL); Data data = model.newData()) {
            data.forward();
            Grab grab = new Grab(data, GEOM, new double[] {0, 0.1, 0}, new double[] {0.5, 0.1, 1});

            grab.pull(data);

            // (0, 0.1, 0) × (100, 0, 0)
            assertThat(data.xfrcApplied().get(6 * BODY + 5)).isCloseTo(-10, within(1e-9));
        }
    }

    @Test
    void pull_everyStep_bringsTheBodyThereWithoutOvershoot() {
        try (Model model = Model.fromXml(BALL); Data data = model.newData()) {
            data.forward();
            Grab grab = new Grab(data, GEOM, new double[3], new double[] {0, 0, 1});
            grab.moveTo(new double[] {0.5, 0, 1});
            double farthest = 0;
            for (int i = 0; i < 1500; i++) {
                grab.pull(data);
                data.step();
                farthest = Math.max(farthest, data.qpos().get(0));
            }

            assertThat(data.qpos().get(0)).isCloseTo(0.5, within(1e-3));
            assertThat(farthest).isLessThan(0.505);
            grab.release(data);
            assertThat(data.xfrcApplied().slice(6 * BODY, 6).toArray()).containsOnly(0);
        }
    }
}
