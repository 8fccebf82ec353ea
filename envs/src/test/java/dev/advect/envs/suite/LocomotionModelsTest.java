package dev.advect.envs.suite;

import dev.advect.mujoco.Data;
import dev.advect.mujoco.Model;
import dev.advect.mujoco.Warning;
import dev.advect.mujoco.layout.ModelField;
import dev.advect.mujoco.layout.ModelSize;
import dev.advect.random.Rng;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static dev.advect.envs.suite.ModelsTest.assertControlRange;
import static dev.advect.envs.suite.ModelsTest.assertView;
import static dev.advect.envs.suite.ModelsTest.gears;
import static dev.advect.envs.suite.ModelsTest.publicModel;
import static dev.advect.envs.suite.ModelsTest.sizes;
import static org.assertj.core.api.Assertions.assertThat;

/** Hopper, walker and humanoid against the figures of MuJoCo Playground's files, as in {@link ModelsTest}. */
class LocomotionModelsTest {

    @Test
    void hopper_figures() {
        try (Model model = publicModel("hopper.xml")) {
            assertThat(sizes(model)).containsExactly(7, 7, 4, 6, 7);
            assertThat(model.timestep()).isEqualTo(0.005);
            assertThat(model.options().iterations()).isEqualTo(4);
            assertView(model.bodyMass(), 0, 4.828383533, 3.141330854, 1.926843494, 1.01787602, 1.524719635);
            assertView(model.bodyInertia(), 0, 0, 0,
                    0.05369224192, 0.04967328253, 0.0132792447,
                    0.01845681201, 0.01845681201, 0.006150040029,
                    0.02451388936, 0.02451388936, 0.001498581584,
                    0.01126751055, 0.01126751055, 0.0004478654487,
                    0.01241331222, 0.01241331222, 0.001176882496);
            assertView(model.doubles(ModelField.BODY_IPOS), 0, 0, 0, 0.007455520578, 0, 0.07888983682, 0, 0, -0.075,
                    0, 0, -0.165, 0, 0, -0.16, 0.045, 0, 0);
            assertView(model.bodyPos(), 0, 0, 0, 0, 0, 1, 0, 0, -0.05, 0, 0, -0.2, 0, 0, -0.33, 0, 0, -0.32);
            assertView(model.jntRange(), 0, 0, 0, 0, 0, 0, -0.5235987756, 0.5235987756, -2.967059728, 0.1745329252,
                    0.0872664626, 2.617993878, -0.7853981634, 0.7853981634);
            assertView(model.doubles(ModelField.JNT_STIFFNESS), 0, 0, 0, 0, 0, 0, 0);
            assertView(model.dofDamping(), 0, 0, 0, 0.05, 0.05, 0.05, 0.05);
            assertView(model.dofArmature(), 0, 0, 0, 0.2, 0.2, 0.2, 0.2);
            assertThat(gears(model)).containsExactly(30, 40, 30, 10);
            assertView(model.geomSize(), 50, 1, 0.2, 0.0653, 0.125, 0, 0.03, 0.03535533906, 0, 0.065, 0.075, 0,
                    0.04, 0.165, 0, 0.03, 0.16, 0, 0.04, 0.125, 0);
            assertView(model.doubles(ModelField.SITE_POS), 0.17, 0, 0, -0.08, 0, 0);
            assertControlRange(model);
        }
    }

    @Test
    void walker_figures() {
        try (Model model = publicModel("walker.xml")) {
            assertThat(sizes(model)).containsExactly(9, 9, 6, 8, 8);
            assertThat(model.timestep()).isEqualTo(0.0025);
            assertThat(model.options().iterations()).isEqualTo(2);
            assertView(model.bodyMass(), 0, 10.67303744, 4.057890511, 2.781356696, 2.094395102, 4.057890511,
                    2.781356696, 2.094395102);
            assertView(model.bodyInertia(), 0, 0, 0,
                    0.4431558034, 0.4431558034, 0.02544493176,
                    0.09329875683, 0.09329875683, 0.004941463445,
                    0.07230254017, 0.07230254017, 0.002182192145,
                    0.0139408174, 0.0139408174, 0.002487094184,
                    0.09329875683, 0.09329875683, 0.004941463445,
                    0.07230254017, 0.07230254017, 0.002182192145,
                    0.0139408174, 0.0139408174, 0.002487094184);
            assertView(model.doubles(ModelField.BODY_IPOS), 0, 0, 0, 0, 0, 0,
                    0, 0, -0.225, 0, 0, 0, 0, 0, 0, 0, 0, -0.225, 0, 0, 0, 0, 0, 0);
            assertView(model.bodyPos(), 0, 0, 0, 0, 0, 1.3, 0, -0.05, -0.3, 0, 0, -0.7, 0.06, 0, -0.25,
                    0, 0.05, -0.3, 0, 0, -0.7, 0.06, 0, -0.25);
            assertView(model.jntRange(), 0, 0, 0, 0, 0, 0,
                    -0.3490658504, 1.745329252, -2.617993878, 0, -0.7853981634, 0.7853981634,
                    -0.3490658504, 1.745329252, -2.617993878, 0, -0.7853981634, 0.7853981634);
            assertView(model.doubles(ModelField.JNT_STIFFNESS), 0, 0, 0, 0, 0, 0, 0, 0, 0);
            assertView(model.dofDamping(), 0, 0, 0, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1);
            assertView(model.dofArmature(), 0, 0, 0, 0.01, 0.01, 0.01, 0.01, 0.01, 0.01);
            assertThat(gears(model)).containsExactly(100, 50, 20, 100, 50, 20);
            assertView(model.geomSize(), 250, 0.8, 0.2, 0.07, 0.3, 0, 0.05, 0.225, 0, 0.04, 0.25, 0, 0.05, 0.1, 0,
                    0.05, 0.225, 0, 0.04, 0.25, 0, 0.05, 0.1, 0);
            assertThat(model.ints(ModelField.GEOM_CONAFFINITY).toArray()).containsExactly(1, 0, 0, 0, 0, 0, 0, 0);
            assertControlRange(model);
        }
    }

    @Test
    void humanoid_figures() {
        try (Model model = publicModel("humanoid.xml")) {
            assertThat(sizes(model)).containsExactly(28, 27, 21, 17, 20);
            assertThat(model.timestep()).isEqualTo(0.005);
            assertThat(model.options().iterations()).isEqualTo(4);
            assertThat(model.nsensordata()).isEqualTo(48);
            assertView(model.bodyMass(), 0, 5.853834311, 3.053628059, 2.261946711, 6.616194128,
                    4.751750929, 2.755696167, 1.131141232, 4.751750929, 2.755696167, 1.131141232,
                    1.661080485, 0.9614576197, 0.2680825731, 1.661080485, 0.9614576197, 0.2680825731);
            assertView(model.bodyInertia(), 0, 0, 0,
                    0.05127419291, 0.03196674986, 0.03114934146,
                    0.009893754912, 0.009893754912, 0.009893754912,
                    0.009853039871, 0.009853039871, 0.003745783753,
                    0.05231797919, 0.05231797919, 0.02432214749,
                    0.07495165387, 0.07495165387, 0.008227431346,
                    0.03260801546, 0.03260801546, 0.003189890293,
                    0.006446461544, 0.005943724377, 0.000903017234,
                    0.07495165387, 0.07495165387, 0.008227431346,
                    0.03260801546, 0.03260801546, 0.003189890293,
                    0.006446461544, 0.005943724377, 0.000903017234,
                    0.01590554238, 0.01590554238, 0.001285971176,
                    0.008401616405, 0.008401616405, 0.0004499882355,
                    0.0001715728468, 0.0001715728468, 0.0001715728468,
                    0.01590554238, 0.01590554238, 0.001285971176,
                    0.008401616405, 0.008401616405, 0.0004499882355,
                    0.0001715728468, 0.0001715728468, 0.0001715728468);
            assertView(model.doubles(ModelField.BODY_IPOS), 0, 0, 0, -0.003864042934, 0, -0.04636851521, 0, 0, 0,
                    0, 0, 0, -0.02, 0, 0, 0, 0.005, -0.17, 0, 0, -0.15, 0.035, -0.01, 0,
                    0, -0.005, -0.17, 0, 0, -0.15, 0.035, 0.01, 0, 0.08, -0.08, -0.08, 0.09, 0.09, 0.09, 0, 0, 0,
                    0.08, 0.08, -0.08, 0.09, -0.09, 0.09, 0, 0, 0);
            assertView(model.jntRange(), 0, 0, -0.7853981634, 0.7853981634, -1.308996939, 0.5235987756,
                    -0.6108652382, 0.6108652382,
                    -0.436332313, 0.0872664626, -1.047197551, 0.6108652382, -1.919862177, 0.3490658504,
                    -2.792526803, 0.03490658504, -0.872664626, 0.872664626, -0.872664626, 0.872664626,
                    -0.436332313, 0.0872664626, -1.047197551, 0.6108652382, -2.094395102, 0.3490658504,
                    -2.792526803, 0.03490658504, -0.872664626, 0.872664626, -0.872664626, 0.872664626,
                    -1.483529864, 1.047197551, -1.483529864, 1.047197551, -1.570796327, 0.872664626,
                    -1.047197551, 1.483529864, -1.047197551, 1.483529864, -1.570796327, 0.872664626);
            assertView(model.doubles(ModelField.JNT_STIFFNESS),
                    0, 20, 10, 10, 10, 10, 20, 1, 6, 3, 10, 10, 20, 1, 6, 3, 1, 1, 0, 1, 1, 0);
            assertView(model.dofDamping(), 0, 0, 0, 0, 0, 0, 5, 5, 5, 5, 5, 5, 0.2, 0.2, 0.2, 5, 5, 5, 0.2, 0.2, 0.2,
                    0.2, 0.2, 0.2, 0.2, 0.2, 0.2);
            assertView(model.dofArmature(), 0, 0, 0, 0, 0, 0, 0.01, 0.01, 0.01, 0.01, 0.01, 0.01, 0.01, 0.01, 0.01,
                    0.01, 0.01, 0.01, 0.01, 0.01, 0.01, 0.01, 0.01, 0.01, 0.01, 0.01, 0.01);
            assertThat(gears(model)).containsExactly(
                    40, 40, 40, 40, 40, 120, 80, 20, 20, 40, 40, 120, 80, 20, 20, 20, 20, 40, 20, 20, 40);
            assertThat(model.ints(ModelField.GEOM_CONDIM).toArray())
                    .containsExactly(3, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1);
            assertControlRange(model);
        }
    }

    /** Full torque back and forth folds the body up as far as it goes. */
    @ParameterizedTest
    @CsvSource({"hopper-hop, 34", "walker-run, 39", "humanoid-run, 82"})
    void size_twiceTheConstraintsEverSeen(String name, int most) {
        try (SuiteEnv env = Suite.task(name).create()) {
            assertThat(env.model().size(ModelSize.NJMAX)).isGreaterThanOrEqualTo(2 * most);
            Data data = env.data();
            Rng random = new Rng(4, 0);
            int contacts = 0;
            for (int step = 0; step < 3000; step++) {
                if (step % 100 == 0) {
                    for (int i = 0; i < env.model().nu(); i++) {
                        data.ctrl().set(i, random.nextBoolean() ? 1 : -1);
                    }
                }
                data.step();
                contacts = Math.max(contacts, data.ncon());
            }
            assertThat(contacts).isBetween(1, env.model().size(ModelSize.NCONMAX) / 2);
            assertThat(data.warningCount(Warning.CONSTRAINT_FULL)).isZero();
            assertThat(data.warningCount(Warning.CONTACT_FULL)).isZero();
        }
    }
}
