package dev.advect.envs.humanoid;

import dev.advect.mujoco.BodyView;
import dev.advect.mujoco.Data;
import dev.advect.mujoco.Model;
import dev.advect.mujoco.ObjectType;
import dev.advect.random.Rng;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class HumanoidBodyTest {

    @Test
    void names_areThoseOfSmplInDepthFirstOrder() {
        assertThat(Anatomy.names()).containsExactly("Pelvis", "L_Hip", "L_Knee", "L_Ankle", "L_Toe", "R_Hip", "R_Knee", "R_Ankle",
                "R_Toe", "Torso", "Spine", "Chest", "Neck", "Head", "L_Thorax", "L_Shoulder", "L_Elbow", "L_Wrist", "L_Hand",
                "R_Thorax", "R_Shoulder", "R_Elbow", "R_Wrist", "R_Hand");
        List<String> model = HumanoidBody.LITE.model().names(ObjectType.BODY);
        assertThat(model.subList(1, model.size())).isEqualTo(Anatomy.names());
    }

    @ParameterizedTest
    @CsvSource({"LITE, 36, 35, 29", "FULL, 76, 75, 69"})
    void model_sizes(HumanoidBody body, int nq, int nv, int nu) {
        Model model = body.model();
        assertThat(List.of(model.nq(), model.nv(), model.nu())).containsExactly(nq, nv, nu);
        assertThat(body.positions()).isEqualTo(nq);
        assertThat(body.velocities()).isEqualTo(nv);
        assertThat(model.timestep() * Tracking.PHYSICS_STEPS).isCloseTo(1 / 30.0, within(1e-15));
        assertThat(model.names(ObjectType.ACTUATOR)).isEqualTo(body.hinges().stream().map(Hinge::name).toList());
    }

    /** 16 + 2 · (7.5 + 3.5 + 1.4 + 0.4) + 4.5 + 4 + 9.5 + 0.7 + 4.3 + 2 · (1.1 + 1.9 + 1.05 + 0.3 + 0.15) kg. */
    @Test
    void masses_addUpAndAreTheSameOnBothSides() {
        assertThat(Anatomy.all().stream().mapToDouble(Part::mass).sum()).isCloseTo(73.6, within(1e-9));
        try (Data data = HumanoidBody.FULL.model().newData()) {
            data.forward();
            double[] com = data.body("Pelvis").subtreeCom().toArray();
            assertThat(com[1]).isCloseTo(0, within(1e-12));
            for (int body = 0; body < Anatomy.BODIES; body++) {
                BodyView left = data.body(Anatomy.names().get(body));
                BodyView right = data.body(Anatomy.names().get(Anatomy.mirrored(body)));
                assertThat(data.model().bodyMass().get(left.id())).isEqualTo(data.model().bodyMass().get(right.id()));
                assertThat(left.xipos().get(0)).isCloseTo(right.xipos().get(0), within(1e-12));
                assertThat(left.xipos().get(1)).isCloseTo(-right.xipos().get(1), within(1e-12));
                assertThat(left.xipos().get(2)).isCloseTo(right.xipos().get(2), within(1e-12));
            }
        }
    }

    @Test
    void hinges_ofBothSidesAreMirrorImages() {
        for (Hinge hinge : HumanoidBody.FULL.hinges()) {
            Hinge other = HumanoidBody.FULL.hinges().stream()
                    .filter(one -> one.body() == Anatomy.mirrored(hinge.body()) && one.axis() == hinge.axis()).findFirst().orElseThrow();
            assertThat(hinge.half()).isEqualTo(other.half());
            assertThat(hinge.centre()).isEqualTo(hinge.axis() == 1 || hinge.body() == other.body() ? other.centre() : -other.centre());
            assertThat(hinge.stiffness()).isEqualTo(other.stiffness());
        }
    }

    /** Gain 800 · (0.5 − 0.2) − 80 · 1.5 = 120; 800 · 2 is limited to 500, and damping is not. */
    @Test
    void torque_isProportionalAndDerivative() {
        Hinge knee = HumanoidBody.LITE.hinges().stream().filter(hinge -> hinge.name().equals("L_Knee_y")).findFirst().orElseThrow();
        assertThat(knee.torque(0.5, 0.2, 1.5)).isCloseTo(120, within(1e-9));
        assertThat(knee.torque(2, 0, -1)).isCloseTo(580, within(1e-9));
        assertThat(knee.target(0.5)).isCloseTo(1.2, within(1e-12));
        assertThat(knee.action(1.2)).isCloseTo(0.5, within(1e-12));
        assertThat(knee.action(9)).isEqualTo(1);
    }

    /** MuJoCo applies the same law: in the air, the actuator's force is that of the gain, and the passive force the damping. */
    @ParameterizedTest
    @EnumSource
    void torque_isWhatMujocoApplies(HumanoidBody body) {
        try (Data data = body.model().newData()) {
            data.qpos().set(2, 3);
            for (int i = 0; i < body.hinges().size(); i++) {
                data.ctrl().set(i, 0.1 + 0.01 * i);
                data.qvel().set(HumanoidBody.ROOT_VELOCITIES + i, 0.3);
            }
            data.forward();
            for (int i = 0; i < body.hinges().size(); i++) {
                double damping = data.model().dofDamping().get(HumanoidBody.ROOT_VELOCITIES + i);
                double applied = data.qfrcActuator().get(HumanoidBody.ROOT_VELOCITIES + i) - damping * 0.3;
                assertThat(applied).isCloseTo(body.hinges().get(i).torque(0.1 + 0.01 * i, 0, 0.3), within(1e-9));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void bodyStates_areMujocos(HumanoidBody body) {
        Rng random = new Rng(1, 2);
        BodyStates states = new BodyStates(body);
        try (Data data = body.model().newData()) {
            double[] qpos = data.qpos().toArray();
            double[] qvel = data.qvel().toArray();
            System.arraycopy(Quaternion.ofVector(0.3, -0.5, 1.2), 0, qpos, 3, 4);
            for (int i = HumanoidBody.ROOT_POSITIONS; i < qpos.length; i++) {
                qpos[i] = 0.5 * random.nextGaussian();
            }
            for (int i = 0; i < qvel.length; i++) {
                qvel[i] = random.nextGaussian();
            }
            data.qpos().copyFrom(qpos);
            data.qvel().copyFrom(qvel);
            data.forward();
            states.set(qpos, qvel);
            double[] com = data.body("Pelvis").subtreeCom().toArray();
            for (int i = 0; i < Anatomy.BODIES; i++) {
                BodyView view = data.body(Anatomy.names().get(i));
                for (int k = 0; k < 3; k++) {
                    int k1 = (k + 1) % 3;
                    int k2 = (k + 2) % 3;
                    double linear = view.cvel().get(3 + k) + view.cvel().get(k1) * (view.xpos().get(k2) - com[k2])
                            - view.cvel().get(k2) * (view.xpos().get(k1) - com[k1]);
                    assertThat(states.position[3 * i + k]).isCloseTo(view.xpos().get(k), within(1e-12));
                    assertThat(states.angular[3 * i + k]).isCloseTo(view.cvel().get(k), within(1e-11));
                    assertThat(states.linear[3 * i + k]).isCloseTo(linear, within(1e-11));
                }
                assertThat(Quaternion.angle(states.rotation, 4 * i, view.xquat().toArray(), 0)).isCloseTo(0, within(1e-7));
            }
        }
    }

    /** Nothing but the soles touches anything at rest, with the arms stretched out and hanging. */
    @ParameterizedTest
    @EnumSource
    void contacts_atRestAreTheSolesAlone(HumanoidBody body) {
        try (Data data = body.model().newData()) {
            for (double arms : new double[] {0, Anatomy.ARMS_DOWN}) {
                for (Hinge hinge : body.hinges()) {
                    if (hinge.name().endsWith("Shoulder_x")) {
                        data.joint(hinge.name()).qpos().set(0, Math.copySign(arms, hinge.centre()));
                    }
                }
                data.forward();
                assertThat(data.ncon()).isEqualTo(16);
                for (int i = 0; i < data.ncon(); i++) {
                    assertThat(data.model().name(ObjectType.GEOM, data.contactGeom1(i))).isEqualTo("floor");
                }
            }
        }
    }

    /** A constant target holds the pose for ten seconds. */
    @ParameterizedTest
    @EnumSource
    void stand_lasts(HumanoidBody body) {
        try (Data data = body.model().newData()) {
            for (int i = 0; i < body.hinges().size(); i++) {
                data.ctrl().set(i, body.hinges().get(i).centre());
                data.qpos().set(HumanoidBody.ROOT_POSITIONS + i, body.hinges().get(i).centre());
            }
            data.step(1200);
            assertThat(data.qpos().get(2)).isBetween(0.93, 0.96);
            assertThat(Math.hypot(data.qpos().get(0), data.qpos().get(1))).isLessThan(0.05);
        }
    }
}
