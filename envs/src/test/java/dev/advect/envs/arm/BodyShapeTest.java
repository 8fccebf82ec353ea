package dev.advect.envs.arm;

import dev.advect.envs.algebra.Rotation;
import dev.advect.mujoco.Data;
import dev.advect.mujoco.Model;
import dev.advect.mujoco.ObjectType;
import dev.advect.mujoco.layout.ModelField;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class BodyShapeTest {

    private static String hammer(double h) {
        double z = 0.1 + h;
        return """
                <mujoco><compiler angle="radian"/><worldbody><body name="hammer"><freejoint/>
                <geom type="box" size="0.015 0.015 0.1" density="150"/>
                <geom type="box" size="%s %s %s" pos="0 0 %s" density="225"/>
                <geom type="cylinder" size="%s %s" pos="%s 0 %s" quat="1 0 1 0" density="225"/>
                <geom type="cylinder" size="%s %s" pos="%s 0 %s" quat="1 0 1 0" density="225"/>
                <geom type="box" size="%s %s %s" pos="%s 0 %s" euler="0 0.7853981633974483 0" density="225"/>
                </body></worldbody></mujoco>
                """.formatted(2 * h, h, h, z, 0.8 * h, 0.2 * h, 2.2 * h, z, h, 0.4 * h, 2.8 * h, z, 0.707 * h, 0.95 * h,
                        0.707 * h, -2 * h, z);
    }

    /** A hammer compiled large and made small is the hammer compiled small. */
    @Test
    void renew_ofManyShapes_isWhatTheCompilerWorksOut() {
        double h = 0.0155;
        try (Model model = Model.fromXml(hammer(0.018));
                Data data = model.newData();
                Model wanted = Model.fromXml(hammer(h))) {
            BodyShape shape = new BodyShape(data, "hammer", 150, 225, 225, 225, 225);
            shape.size(1, 2 * h, h, h);
            shape.size(2, 0.8 * h, 0.2 * h);
            shape.size(3, h, 0.4 * h);
            shape.size(4, 0.707 * h, 0.95 * h, 0.707 * h);
            double[] offsets = {0, 2.2 * h, 2.8 * h, -2 * h};
            for (int i = 0; i < 4; i++) {
                shape.position(1 + i, offsets[i], 0, 0.1 + h);
            }
            shape.renew();

            assertThat(model.bodyMass().get(1)).isCloseTo(wanted.bodyMass().get(1), within(1e-14));
            for (int i = 0; i < 3; i++) {
                assertThat(model.doubles(ModelField.BODY_IPOS).get(3 + i))
                        .isCloseTo(wanted.doubles(ModelField.BODY_IPOS).get(3 + i), within(1e-14));
            }
            // axes in the compiler's order, to which bounds for the search of contacts belong
            double same = 0;
            for (int i = 0; i < 4; i++) {
                same += model.doubles(ModelField.BODY_IQUAT).get(4 + i) * wanted.doubles(ModelField.BODY_IQUAT).get(4 + i);
            }
            assertThat(Math.abs(same)).isCloseTo(1, within(1e-9));
            double[] inertia = inertia(wanted);
            for (int i = 0; i < 9; i++) {
                assertThat(inertia(model)[i]).isCloseTo(inertia[i], within(1e-15));
            }
            for (int i = 0; i < 2; i++) {
                double weight = wanted.doubles(ModelField.BODY_INVWEIGHT0).get(2 + i);
                assertThat(model.doubles(ModelField.BODY_INVWEIGHT0).get(2 + i)).isCloseTo(weight, within(1e-9 * weight));
            }
        }
    }

    /** A cube, which MuJoCo moves without its mass matrix: g/2·t² of semi-implicit steps, whatever its size. */
    @ParameterizedTest
    @ValueSource(doubles = {0.022, 0.02, 0.01})
    void renew_ofASimpleBody_itFallsAtG(double half) {
        try (Model model = Model.fromXml("""
                <mujoco><option timestep="0.002"/><worldbody><body name="cube"><freejoint/>
                <geom type="box" size="0.022 0.022 0.022" density="1000"/></body></worldbody></mujoco>
                """);
                Data data = model.newData()) {
            data.qpos().set(0, 0.3);
            BodyShape shape = new BodyShape(data, "cube", 1000);
            shape.size(0, half, half, half);
            shape.renew();
            assertThat(data.qpos().get(0)).isEqualTo(0.3);
            data.step(100);
            assertThat(data.qvel().get(2)).isCloseTo(-9.81 * 0.2, within(1e-9));
        }
    }

    /** The inertia in the body's axes, whatever the order of the principal ones. */
    private static double[] inertia(Model model) {
        int body = model.id(ObjectType.BODY, "hammer");
        double[] q = new double[4];
        for (int i = 0; i < 4; i++) {
            q[i] = model.doubles(ModelField.BODY_IQUAT).get(4 * body + i);
        }
        double[] r = new double[9];
        Rotation.ofQuaternion(q, r);
        double[] inertia = new double[9];
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                for (int k = 0; k < 3; k++) {
                    inertia[3 * i + j] += r[3 * i + k] * model.bodyInertia().get(3 * body + k) * r[3 * j + k];
                }
            }
        }
        return inertia;
    }

    /** A cube of half sides 0.02: 64 g, and 0.064 · (0.04² + 0.04²) / 12 about each axis. */
    @Test
    void renew_ofACube_byHand() {
        try (Model model = Model.fromXml(Episode.task("lift").xml());
                Data data = model.newData()) {
            BodyShape shape = new BodyShape(data, "cube", 1000);
            shape.size(0, 0.02, 0.02, 0.02);
            shape.renew();

            int cube = model.id(ObjectType.BODY, "cube");
            assertThat(model.bodyMass().get(cube)).isCloseTo(0.064, within(1e-15));
            assertThat(model.bodyInertia().get(3 * cube + 1)).isCloseTo(1.7066666667e-5, within(1e-14));
            assertThat(model.doubles(ModelField.BODY_IQUAT).get(4 * cube)).isEqualTo(1);
        }
    }
}
