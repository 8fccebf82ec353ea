package dev.advect.mujoco;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

final class DataTest {

    @Test
    void step_freeFall_isSemiImplicitEuler() {
        try (Model model = Model.fromXml(Models.FREE_FALL);
                Data data = model.newData()) {
            data.step(100);
            // v_n = -g n h and z_n = -g h^2 n (n + 1) / 2, with g = 10, h = 0.01, n = 100
            assertThat(data.qvel().get(2)).isCloseTo(-10, within(1e-12));
            assertThat(data.qpos().get(2)).isCloseTo(-5.05, within(1e-12));
            assertThat(data.time()).isCloseTo(1, within(1e-12));
        }
    }

    @Test
    void steps_countsOverResets() {
        try (Model model = Model.fromXml(Models.FREE_FALL);
                Data data = model.newData()) {
            data.step(3);
            data.reset();
            data.forward();
            data.step();
            data.step1();
            data.step2();
            assertThat(data.steps()).isEqualTo(5);
        }
    }

    @Test
    void forward_pendulum_hasTheAccelerationOfTheTextbook() {
        try (Model model = Model.fromXml(Models.PENDULUM);
                Data data = model.newData()) {
            data.qpos().set(0, Math.PI / 6);
            data.ctrl().set(0, 1);
            data.forward();
            // (gear 3 * ctrl 1 - m g l sin 30 deg = 5) / (m l^2 + I = 0.6)
            assertThat(data.qacc().get(0)).isCloseTo(-2 / 0.6, within(1e-12));
            assertThat(data.actuatorForce().toArray()).containsExactly(1);
            assertThat(data.qfrcActuator().get(0)).isCloseTo(3, within(1e-12));
            // 1 m below, turned by 30 degrees about y
            double[] tip = data.sensor("tip_position").toArray();
            assertThat(tip).containsExactly(new double[] {-0.5, 0, -Math.sqrt(3) / 2}, within(1e-12));
            assertThat(data.siteXpos().toArray()).isEqualTo(tip);
        }
    }

    @Test
    void ctrl_beyondItsRange_isClamped() {
        try (Model model = Model.fromXml(Models.PENDULUM);
                Data data = model.newData()) {
            data.ctrl().set(0, 5);
            data.forward();
            assertThat(data.actuatorForce().get(0)).isEqualTo(2);
        }
    }

    @Test
    void siteJacobian_pendulum_isTheLever() {
        try (Model model = Model.fromXml(Models.PENDULUM);
                Data data = model.newData()) {
            data.forward();
            double[] position = new double[3];
            double[] rotation = new double[3];
            data.siteJacobian(0, position, rotation);
            // omega x r with omega = y, r = -z
            assertThat(position).containsExactly(new double[] {-1, 0, 0}, within(1e-12));
            assertThat(rotation).containsExactly(new double[] {0, 1, 0}, within(1e-12));
            double[] mass = new double[1];
            data.massMatrix(mass);
            assertThat(mass[0]).isCloseTo(0.6, within(1e-12));
            data.bodyJacobian(1, position, rotation);
            assertThat(position).containsExactly(new double[3], within(1e-12));
            assertThatThrownBy(() -> data.siteJacobian(1, position, rotation))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> data.siteJacobian(0, new double[2], rotation))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void step1ThenStep2_equalsStep() {
        try (Model model = Model.fromXml(Models.HEAP);
                Data whole = model.newData();
                Data halves = model.newData()) {
            for (int i = 0; i < 300; i++) {
                whole.step();
                halves.step1();
                halves.step2();
            }
            assertThat(halves.qpos().toArray()).isEqualTo(whole.qpos().toArray());
        }
    }

    @Test
    void step_twoData_areTheSameBitForBit() {
        try (Model model = Model.fromXml(Models.HEAP);
                Data one = model.newData();
                Data other = model.newData()) {
            one.ctrl().set(0, 0.5);
            other.ctrl().set(0, 0.5);
            one.step(1000);
            for (int i = 0; i < 1000; i++) {
                other.step();
            }
            assertThat(one.ncon()).isPositive();
            assertThat(other.qpos().toArray()).isEqualTo(one.qpos().toArray());
            assertThat(other.qvel().toArray()).isEqualTo(one.qvel().toArray());
        }
    }

    @Test
    void step_badArguments_areRefused() {
        try (Model model = Model.fromXml(Models.FREE_FALL);
                Data data = model.newData()) {
            assertThatThrownBy(() -> data.step(-1)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> data.resetToKey(0)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> data.qpos().get(7)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> data.qpos().set(-1, 0)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> data.contactGeom1(0)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> data.sensor("touch"))
                    .isInstanceOf(MujocoException.class)
                    .hasMessageContaining("no sensor named 'touch'");
        }
    }

    @Test
    void contacts_ballOnFloor_nameTheGeoms() {
        String xml = """
                <mujoco>
                  <worldbody>
                    <geom name="floor" type="plane" size="1 1 1"/>
                    <body pos="0 0 0.09"><freejoint/><geom name="ball" size="0.1"/></body>
                  </worldbody>
                </mujoco>
                """;
        try (Model model = Model.fromXml(xml);
                Data data = model.newData()) {
            data.forward();
            assertThat(data.ncon()).isEqualTo(1);
            assertThat(data.contactGeom1(0)).isEqualTo(model.id(ObjectType.GEOM, "floor"));
            assertThat(data.contactGeom2(0)).isEqualTo(model.id(ObjectType.GEOM, "ball"));
            assertThat(data.contactDistance(0)).isCloseTo(-0.01, within(1e-12));
            assertThatThrownBy(() -> data.contactPosition(0, new double[4])).isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("the result has 3 doubles, not 4");
            assertThatThrownBy(() -> data.contactForce(0, new double[2])).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void views_copyBothWays() {
        try (Model model = Model.fromXml(Models.FREE_FALL);
                Data data = model.newData()) {
            data.qpos().copyFrom(new double[] {9, 1, 2, 3, 4, 5, 6, 7}, 1);
            float[] floats = new float[9];
            data.qpos().copyTo(floats, 2);
            assertThat(floats).containsExactly(0, 0, 1, 2, 3, 4, 5, 6, 7);
            assertThat(data.qpos().slice(3, 4).toArray()).containsExactly(4, 5, 6, 7);
            data.qpos().slice(0, 3).fill(8);
            data.qpos().slice(3, 3).copyFrom(data.qpos().slice(0, 3));
            data.qpos().slice(6, 1).copyFrom(new float[] {1.5f}, 0);
            assertThat(data.qpos()).hasToString("[8.0, 8.0, 8.0, 8.0, 8.0, 8.0, 1.5]");
            assertThatThrownBy(() -> data.qpos().copyTo(new double[6])).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> data.qpos().copyFrom(data.qvel())).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> data.qpos().slice(6, 2)).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }
}
