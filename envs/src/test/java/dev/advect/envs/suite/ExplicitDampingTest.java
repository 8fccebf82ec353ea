package dev.advect.envs.suite;

import dev.advect.mujoco.Data;
import dev.advect.mujoco.Model;
import dev.advect.mujoco.layout.ModelField;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class ExplicitDampingTest {

    /** Upright, gravity has no lever: inertia 1·0.5² + 0.001, damping 0.1, step 0.01, velocity 1. */
    @Test
    void compile_pendulumStep() {
        String xml = new SuiteModel("pendulum.xml").xml();
        assertThat(velocityAfterStep(ExplicitDamping.compile(xml))).isCloseTo(1 - 0.001 / 0.251, within(1e-12));
        assertThat(velocityAfterStep(Model.fromXml(xml))).isCloseTo(1 / (1 + 0.001 / 0.251), within(1e-12));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cartpole.xml", "cheetah.xml", "pendulum.xml", "point_mass.xml", "reacher.xml",
        "acrobot.xml", "ball_in_cup.xml", "fish.xml", "swimmer.xml", "hopper.xml", "humanoid.xml", "walker.xml"})
    void compile_movesDampingOnly(String resource) {
        String xml = new SuiteModel(resource).xml();
        try (Model plain = Model.fromXml(xml);
                Model explicit = ExplicitDamping.compile(xml)) {
            double[] damping = plain.dofDamping().toArray();
            double[] moved = explicit.doubles(ModelField.TENDON_DAMPING).toArray();
            int tendon = plain.ntendon();
            for (int i = 0; i < damping.length; i++) {
                assertThat(explicit.dofDamping().get(i)).isZero();
                if (damping[i] != 0) {
                    assertThat(moved[tendon++]).isEqualTo(damping[i]);
                }
            }
            assertThat(explicit.ntendon()).isEqualTo(tendon);
            assertThat(explicit.nq()).isEqualTo(plain.nq());
            assertThat(explicit.nu()).isEqualTo(plain.nu());
            for (ModelField field : new ModelField[] {
                ModelField.BODY_MASS, ModelField.BODY_INERTIA, ModelField.BODY_IPOS, ModelField.JNT_RANGE,
                ModelField.JNT_STIFFNESS, ModelField.DOF_ARMATURE, ModelField.GEOM_SIZE, ModelField.GEOM_POS,
                ModelField.GEOM_FRICTION, ModelField.ACTUATOR_GEAR, ModelField.ACTUATOR_CTRLRANGE
            }) {
                assertThat(explicit.doubles(field).toArray())
                        .as(field.name())
                        .isEqualTo(plain.doubles(field).toArray());
            }
        }
    }

    private static double velocityAfterStep(Model model) {
        try (model;
                Data data = model.newData()) {
            data.qvel().set(0, 1);
            data.step();
            return data.qvel().get(0);
        }
    }
}
