package dev.advect.envs.suite;

import dev.advect.mujoco.DoubleView;
import dev.advect.mujoco.Model;
import dev.advect.mujoco.Mujoco;
import dev.advect.mujoco.layout.ModelField;
import org.junit.jupiter.api.Test;

import java.util.Arrays;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * The models against the figures of MuJoCo Playground's {@code dm_control_suite/xmls}, which were read from those
 * files' compiled form. Attributes that MuJoCo 2.2.2 does not know (ls_iterations, eulerdamp) were left out for that;
 * MuJoCo 3.14, which knows them, compiles the same figures.
 */
class ModelsTest {

    @Test
    void cheetah_figures() {
        try (Model model = publicModel("cheetah.xml")) {
            assertThat(sizes(model)).containsExactly(9, 9, 6, 8, 9);
            assertThat(model.timestep()).isEqualTo(0.01);
            assertView(model.bodyMass(), 0, 6.250209205, 1.543514644, 1.587447699, 1.09539749, 1.438075314,
                    1.20083682, 0.8845188285);
            assertView(model.bodyInertia(), 0, 0, 0,
                    0.8971176881, 0.8856970303, 0.01791934534,
                    0.01684433958, 0.01684433958, 0.00157602159,
                    0.01826741908, 0.01826741908, 0.001622502762,
                    0.006352423264, 0.006352423264, 0.00110191364,
                    0.01373964335, 0.01373964335, 0.001464466778,
                    0.008222108619, 0.008222108619, 0.001213468452,
                    0.003529109456, 0.003529109456, 0.0008788040167);
            assertView(model.doubles(ModelField.BODY_IPOS), 0, 0, 0,
                    0.1523898782, 0, 0.02539831303, 0.1, 0, -0.13, -0.14, 0, -0.07, 0.03, 0, -0.097,
                    -0.07, 0, -0.12, 0.065, 0, -0.09, 0.045, 0, -0.07);
            assertView(model.jntRange(), 0, 0, 0, 0, 0, 0, -0.5235987756, 1.047197551, -0.872664626, 0.872664626,
                    -4.01425728, 0.872664626, -0.9948376736, 0.006981317008, -1.221730476, 0.872664626,
                    -0.4886921906, 0.4886921906);
            assertView(model.doubles(ModelField.JNT_STIFFNESS), 0, 0, 0, 240, 180, 120, 180, 120, 60);
            assertView(model.dofDamping(), 0, 0, 0, 6, 4.5, 3, 4.5, 3, 1.5);
            assertView(model.dofArmature(), 0, 0, 0, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1);
            assertThat(gears(model)).containsExactly(120, 90, 60, 90, 60, 30);
            assertView(model.geomSize(), 100, 0.8, 0.5, 0.046, 0.5, 0, 0.046, 0.15, 0, 0.046, 0.145, 0,
                    0.046, 0.15, 0, 0.046, 0.094, 0, 0.046, 0.133, 0, 0.046, 0.106, 0, 0.046, 0.07, 0);
            assertControlRange(model);
        }
    }

    @Test
    void cartpole_figures() {
        try (Model model = publicModel("cartpole.xml")) {
            assertThat(sizes(model)).containsExactly(2, 2, 1, 3, 5);
            assertThat(model.timestep()).isEqualTo(0.01);
            assertView(model.bodyMass(), 0, 1, 0.1);
            assertView(model.bodyInertia(), 0, 0, 0, 0.01083333333, 0.01666666667, 0.02083333333,
                    0.009424592767, 0.009424592767, 0.0001001037736);
            assertView(model.doubles(ModelField.BODY_IPOS), 0, 0, 0, 0, 0, 0, 0, 0, 0.5);
            assertView(model.jntRange(), -1.8, 1.8, 0, 0);
            assertView(model.doubles(ModelField.JNT_STIFFNESS), 0, 0);
            assertView(model.dofDamping(), 5e-4, 2e-6);
            assertView(model.dofArmature(), 0, 0);
            assertView(model.doubles(ModelField.JNT_SOLREF), 0.08, 1, 0.02, 1);
            assertThat(gears(model)).containsExactly(10);
            assertControlRange(model);
        }
    }

    @Test
    void reacher_figures() {
        try (Model model = publicModel("reacher.xml")) {
            assertThat(sizes(model)).containsExactly(2, 2, 2, 5, 9);
            assertThat(model.timestep()).isEqualTo(0.005);
            assertView(model.bodyMass(), 0, 0.04188790205, 0.03560471674, 0.004188790205, 0.5235987756);
            assertView(model.bodyInertia(), 0, 0, 0,
                    6.331356395e-05, 6.331356395e-05, 2.0525072e-06,
                    3.917566039e-05, 3.917566039e-05, 1.738347935e-06,
                    1.675516082e-07, 1.675516082e-07, 1.675516082e-07,
                    0.0005235987756, 0.0005235987756, 0.0005235987756);
            assertView(model.doubles(ModelField.BODY_IPOS), 0, 0, 0, 0.06, 0, 0, 0.05, 0, 0, 0, 0, 0, 0, 0, 0);
            assertView(model.jntRange(), 0, 0, -2.792526803, 2.792526803);
            assertView(model.doubles(ModelField.JNT_STIFFNESS), 0, 0);
            assertView(model.dofDamping(), 0.01, 0.01);
            assertView(model.dofArmature(), 0, 0);
            assertThat(gears(model)).containsExactly(0.05, 0.05);
            assertControlRange(model);
        }
    }

    @Test
    void pointMass_figures() {
        try (Model model = publicModel("point_mass.xml")) {
            assertThat(sizes(model)).containsExactly(2, 2, 2, 2, 7);
            assertThat(model.timestep()).isEqualTo(0.02);
            assertView(model.bodyMass(), 0, 0.3);
            assertView(model.bodyInertia(), 0, 0, 0, 1.2e-05, 1.2e-05, 1.2e-05);
            assertView(model.jntRange(), -0.29, 0.29, -0.29, 0.29);
            assertView(model.doubles(ModelField.JNT_STIFFNESS), 0, 0);
            assertView(model.dofDamping(), 1, 1);
            assertView(model.dofArmature(), 0, 0);
            assertThat(gears(model)).containsExactly(0.1, 0.1);
            assertControlRange(model);
        }
    }

    @Test
    void pendulum_figures() {
        try (Model model = publicModel("pendulum.xml")) {
            assertThat(sizes(model)).containsExactly(1, 1, 1, 2, 4);
            assertThat(model.timestep()).isEqualTo(0.01);
            assertView(model.bodyMass(), 0, 1);
            assertView(model.bodyInertia(), 0, 0, 0, 0.001, 0.001, 0.001);
            assertView(model.doubles(ModelField.BODY_IPOS), 0, 0, 0, 0, 0, 0.5);
            assertView(model.jntRange(), 0, 0);
            assertView(model.doubles(ModelField.JNT_STIFFNESS), 0);
            assertView(model.dofDamping(), 0.1);
            assertView(model.dofArmature(), 0);
            assertThat(gears(model)).containsExactly(1);
            assertControlRange(model);
        }
    }

    static Model publicModel(String resource) {
        return Model.fromXml(new SuiteModel(resource).xml());
    }

    /** nq, nv, nu, nbody, ngeom. */
    static int[] sizes(Model model) {
        return new int[] {model.nq(), model.nv(), model.nu(), model.nbody(), model.ngeom()};
    }

    /** The first of each actuator's six gears; the others are for other transmissions. */
    static double[] gears(Model model) {
        double[] gears = model.doubles(ModelField.ACTUATOR_GEAR).toArray();
        double[] first = new double[model.nu()];
        for (int i = 0; i < first.length; i++) {
            first[i] = gears[6 * i];
        }
        return first;
    }

    static void assertControlRange(Model model) {
        double[] expected = new double[2 * model.nu()];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = i % 2 == 0 ? -1 : 1;
        }
        assertView(model.doubles(ModelField.ACTUATOR_CTRLRANGE), expected);
    }

    static void assertView(DoubleView view, double... expected) {
        double[] actual = view.toArray();
        assertThat(actual).as(Arrays.toString(actual)).hasSize(expected.length);
        for (int i = 0; i < expected.length; i++) {
            // Relative for the small ones: inertias go down to 1e-7.
            double tolerance = 1e-6 * Math.min(1, 1e-3 + Math.abs(expected[i]));
            assertThat(actual[i]).as("element " + i).isCloseTo(expected[i], within(tolerance));
        }
    }

    /** The bit that switches gravity off, which moved at MuJoCo 3.3.6. */
    static int noGravity() {
        return Mujoco.version().startsWith("2.") ? 64 : 128;
    }
}
