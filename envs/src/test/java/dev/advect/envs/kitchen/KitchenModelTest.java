package dev.advect.envs.kitchen;

import dev.advect.mujoco.Data;
import dev.advect.mujoco.Model;
import dev.advect.mujoco.ObjectType;
import dev.advect.mujoco.layout.DataField;
import dev.advect.mujoco.layout.ModelField;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class KitchenModelTest {

    /** World positions of the handles, from those of the bodies and of the handles in them, by hand. */
    @ParameterizedTest
    @CsvSource({
        "bottom_burner, -0.256, 0.64, 2.226", "top_burner, -0.256, 0.64, 2.34", "light_switch, -0.3685, 0.616, 2.28",
        "slide_cabinet, -0.108, 0.607, 2.6", "hinge_cabinet, -0.526, 0.582, 2.6", "kettle, -0.269, 0.35, 1.885",
        // Rz(0.3) (-0.345 + 0.475, -0.176 - 0.108) from (-0.85, 0.725): 0.2081214, -0.2328970
        "microwave, -0.6418786, 0.4921030, 1.792"
    })
    void handles_areWhereTheyBelong(String site, double x, double y, double z) {
        try (Model model = Model.fromXml(KitchenTask.xml());
                Data data = model.newData()) {
            data.forward();
            int at = 3 * model.id(ObjectType.SITE, site);
            double[] place = {x, y, z};
            for (int i = 0; i < 3; i++) {
                assertThat(data.doubles(DataField.SITE_XPOS).get(at + i)).isCloseTo(place[i], within(1e-5));
            }
        }
    }

    /** At the start only the kettle touches anything; in the time of an episode nothing moves by itself, but that what begins a
     * little off its range or its rest settles. */
    @Test
    void start_noPenetration_andNothingMoves() {
        try (Episode episode = new Episode("kitchen-complete", 0)) {
            Data data = episode.env.data();
            int kettle = episode.env.model().id(ObjectType.GEOM, "kettle");
            for (int i = 0; i < data.ncon(); i++) {
                assertThat(data.contactGeom2(i)).isEqualTo(kettle);
                assertThat(data.contactDistance(i)).isGreaterThan(-0.002);
            }
            double[] before = data.qpos().toArray();
            for (int i = 0; i < 9; i++) {
                data.ctrl().set(i, before[i]);
            }
            data.step(280 * 40);
            for (int i = 9; i < 30; i++) {
                assertThat(episode.qpos(i)).isCloseTo(before[i], within(i < 23 ? 0.002 : 0.008));
            }
        }
    }

    /** A torque or force carries each element from one end of its range to the other, past nothing that holds it. */
    @ParameterizedTest
    @CsvSource({
        "knob1, -2", "knob2, -2", "knob3, -2", "knob4, -2", "light_switch, -2", "slide_cabinet, 20",
        "left_hinge_cabinet, -6", "right_hinge_cabinet, 6", "microwave, -6"
    })
    void element_movesOverItsRange(String joint, double force) {
        try (Model model = Model.fromXml(KitchenTask.xml());
                Data data = model.newData()) {
            int id = model.id(ObjectType.JOINT, joint);
            int dof = model.jntDofadr().get(id);
            double end = model.doubles(ModelField.JNT_RANGE).get(2 * id + (force < 0 ? 0 : 1));
            // the arm out of the way, pointing up
            data.qpos().set(3, -0.5);
            data.ctrl().set(3, -0.5);
            data.doubles(DataField.QFRC_APPLIED).set(dof, force);
            data.step(2000);
            assertThat(data.qpos().get(model.jntQposadr().get(id))).isCloseTo(end, within(0.05));
        }
    }

    /** A knob moves its burner by 1/174, the switch its light by 1/14. */
    @ParameterizedTest
    @CsvSource({"knob2, burner2, 174", "light_switch, light, 14"})
    void coupling_holdsWhileItMoves(String joint, String coupled, double ratio) {
        try (Model model = Model.fromXml(KitchenTask.xml());
                Data data = model.newData()) {
            data.doubles(DataField.QFRC_APPLIED).set(model.jntDofadr().get(model.id(ObjectType.JOINT, joint)), -2);
            data.step(150);
            double angle = data.qpos().get(model.jntQposadr().get(model.id(ObjectType.JOINT, joint)));
            assertThat(angle).isBetween(-0.6, -0.05);
            assertThat(data.qpos().get(model.jntQposadr().get(model.id(ObjectType.JOINT, coupled))))
                    .isCloseTo(angle / ratio, within(2e-3));
        }
    }
}
