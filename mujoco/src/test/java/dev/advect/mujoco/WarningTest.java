package dev.advect.mujoco;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

final class WarningTest {

    @Test
    void diverged_nanInTheState_isCountedAndReset() {
        try (Model model = Model.fromXml(Models.FREE_FALL);
                Data data = model.newData()) {
            data.step(3);
            assertThat(data.diverged()).isFalse();
            for (DoubleView view : new DoubleView[] {data.qpos(), data.qvel(), data.qfrcApplied()}) {
                view.set(0, Double.NaN);
                data.step();
                assertThat(data.diverged()).isTrue();
                assertThat(data.qpos().get(0)).isFinite();
                data.reset();
                assertThat(data.diverged()).isFalse();
            }
            data.qpos().set(0, Double.POSITIVE_INFINITY);
            data.step();
            assertThat(data.warningCount(Warning.BAD_QPOS)).isEqualTo(1);
            assertThat(data.warningCount(Warning.BAD_QVEL)).isZero();
        }
    }

    @Test
    void ctrl_nan_isCountedAndTakenAsZero() {
        try (Model model = Model.fromXml(Models.PENDULUM);
                Data data = model.newData()) {
            data.ctrl().set(0, Double.NaN);
            data.step();
            assertThat(data.warningCount(Warning.BAD_CTRL)).isEqualTo(1);
            assertThat(data.diverged()).isFalse();
            assertThat(data.qvel().get(0)).isZero();
        }
    }

    @Test
    void warning_oftenRepeated_isLoggedOnceAndInNoFile() {
        assumeFalse(Models.IS_3, "MuJoCo 3 has no list of contacts that could be full");
        String xml = Models.HEAP.replace("<size ", "<size nconmax='1' njmax='50' ");
        try (Logged logged = new Logged();
                Model model = Model.fromXml(xml);
                Data data = model.newData()) {
            for (int i = 0; i < 3; i++) {
                data.reset();
                data.step(400);
                assertThat(data.warningCount(Warning.CONTACT_FULL)).isPositive();
            }
            assertThat(logged.lines("MuJoCo: Pre-allocated contact buffer"))
                    .singleElement()
                    .asString()
                    .startsWith("WARN ");
        }
        assertThat(Path.of("MUJOCO_LOG.TXT")).doesNotExist();
    }

    @Test
    void warning_ofDivergence_isLoggedOnceAndInNoFile() {
        try (Logged logged = new Logged();
                Model model = Model.fromXml(Models.FREE_FALL);
                Data data = model.newData()) {
            for (int i = 0; i < 3; i++) {
                data.qvel().set(5, Double.NaN);
                data.step();
                assertThat(data.warningCount(Warning.BAD_QVEL)).isPositive();
                assertThat(data.warningCount(Warning.VISUAL_GEOM_FULL)).isZero();
            }
            assertThat(logged.lines("value in QVEL at DOF 5")).singleElement().asString().startsWith("WARN ");
        }
        assertThat(Path.of("MUJOCO_LOG.TXT")).doesNotExist();
    }

    @Test
    void step_absurdNumbersInTheModel_divergesAndGoesOn() {
        String xml = Models.PENDULUM.replace("<option ", "<option integrator='implicit' ");
        try (Model model = Model.fromXml(xml);
                Data data = model.newData()) {
            // the inertia about the hinge, 0.1 + 2 * 0.5^2, becomes zero: MuJoCo cannot factorise it
            model.bodyMass().set(1, -0.4);
            data.ctrl().set(0, 1);
            data.step(3);
            assertThat(data.diverged()).isTrue();
            model.bodyMass().set(1, 2);
            data.reset();
            data.step(3);
            assertThat(data.diverged()).isFalse();
        }
    }
}
