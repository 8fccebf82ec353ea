package dev.advect.mujoco;

import dev.advect.mujoco.layout.ModelField;
import dev.advect.mujoco.layout.ModelSize;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

final class ModelTest {
    private static final String TETRAHEDRON = """
            v 0 0 0
            v 1 0 0
            v 0 1 0
            v 0 0 1
            f 1 3 2
            f 1 2 4
            f 1 4 3
            f 2 3 4
            """;

    @Test
    void sizesAndArrays_pendulum_areThoseOfTheXml() {
        try (Model model = Model.fromXml(Models.PENDULUM)) {
            assertThat(model.nq()).isEqualTo(1);
            assertThat(model.nv()).isEqualTo(1);
            assertThat(model.nu()).isEqualTo(1);
            assertThat(model.na()).isZero();
            assertThat(model.nbody()).isEqualTo(2);
            assertThat(model.njnt()).isEqualTo(1);
            assertThat(model.ngeom()).isZero();
            assertThat(model.nsite()).isEqualTo(1);
            assertThat(model.nsensor()).isEqualTo(2);
            assertThat(model.nsensordata()).isEqualTo(4);
            assertThat(model.bodyMass().toArray()).containsExactly(0, 2);
            assertThat(model.bodyInertia().slice(3, 3).toArray()).containsExactly(0.1, 0.1, 0.1);
            assertThat(model.actuatorGear().toArray()).containsExactly(3, 0, 0, 0, 0, 0);
            assertThat(model.actuatorCtrlrange().toArray()).containsExactly(-2, 2);
            assertThat(model.actuatorCtrllimited().toArray()).containsExactly(1);
            assertThat(model.jntLimited().toArray()).containsExactly(0);
            assertThat(model.jntType().toArray()).containsExactly(3);
            assertThat(model.sensorAdr().toArray()).containsExactly(0, 1);
            assertThat(model.sensorDim().toArray()).containsExactly(1, 3);
            assertThat(model.gravity().toArray()).containsExactly(0, 0, -10);
            assertThat(model.doubles(ModelField.BODY_IPOS).slice(3, 3).toArray()).containsExactly(0, 0, -0.5);
            assertThat(model.ints(ModelField.JNT_BODYID).toArray()).containsExactly(1);
            assertThat(model.size(ModelSize.NM)).isEqualTo(1);
            assertThatThrownBy(() -> model.ints(ModelField.BODY_IPOS)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> model.doubles(ModelField.JNT_TYPE)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    /** The file begins with integers, the second of them the size of a number; in MuJoCo 2 then come nq, nv, nu. */
    @Test
    void saveBinary_holdsTheModelAsItIsNow(@TempDir Path folder) throws IOException {
        try (Model model = Model.fromXml(Models.PENDULUM)) {
            model.bodyMass().set(1, 7.25);
            model.saveBinary(folder.resolve("arm.mjb"));
            byte[] bytes = Files.readAllBytes(folder.resolve("arm.mjb"));
            ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());

            assertThat(file.getInt(4)).isEqualTo(Double.BYTES);
            if (!Models.IS_3) {
                assertThat(file.getInt(16)).isEqualTo(model.nq());
                assertThat(file.getInt(20)).isEqualTo(model.nv());
                assertThat(file.getInt(24)).isEqualTo(model.nu());
            }
            byte[] mass = ByteBuffer.allocate(Double.BYTES).order(ByteOrder.nativeOrder()).putDouble(7.25).array();
            assertThat(new String(bytes, StandardCharsets.ISO_8859_1))
                    .contains(new String(mass, StandardCharsets.ISO_8859_1));
            assertThatThrownBy(() -> model.saveBinary(folder.resolve("none/arm.mjb")))
                    .isInstanceOf(MujocoException.class)
                    .hasMessageContaining("none");
        }
    }

    @Test
    void saveBinary_replacesAFile_andNothingElseIsLeft(@TempDir Path folder) throws IOException {
        try (Model model = Model.fromXml(Models.PENDULUM)) {
            Path old = Files.writeString(folder.resolve("old.mjb"), "old");
            Path link = Files.createSymbolicLink(folder.resolve("link.mjb"), old);
            model.saveBinary(folder.resolve("new.mjb"));
            model.saveBinary(link);

            assertThat(link).isSymbolicLink();
            assertThat(old).hasSameBinaryContentAs(folder.resolve("new.mjb"));
            assertThat(folder.toFile().list()).containsExactlyInAnyOrder("old.mjb", "link.mjb", "new.mjb");
        }
    }

    @Test
    void saveBinary_diskFull_isSaid_andTheOldFileStays(@TempDir Path folder) throws Exception {
        Process mount = new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=8k", "tmpfs", folder.toString()).start();
        assumeTrue(mount.waitFor() == 0, "cannot mount");
        try (Model model = Model.fromXml(Models.HEAP)) {
            Path file = Files.writeString(folder.resolve("arm.mjb"), "old");

            assertThatThrownBy(() -> model.saveBinary(file)).isInstanceOf(MujocoException.class)
                    .hasMessageStartingWith("the model cannot be written to " + file + ": ").hasMessageContaining("No space left");

            assertThat(file).hasContent("old");
            assertThat(folder.toFile().list()).containsExactly("arm.mjb");
        } finally {
            assertThat(new ProcessBuilder("umount", folder.toString()).start().waitFor()).isZero();
        }
    }

    @Test
    void timestep_changed_isThatOfTheNextStep() {
        try (Model model = Model.fromXml(Models.FREE_FALL);
                Data data = model.newData()) {
            assertThat(model.timestep()).isEqualTo(0.01);
            model.timestep(0.5);
            data.step();
            assertThat(data.qvel().get(2)).isCloseTo(-5, within(1e-12));
            for (double wrong : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
                assertThatThrownBy(() -> model.timestep(wrong)).isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    @Test
    void id_andName_areInverse() {
        try (Model model = Model.fromXml(Models.PENDULUM)) {
            assertThat(model.id(ObjectType.BODY, "arm")).isEqualTo(1);
            assertThat(model.name(ObjectType.BODY, 1)).isEqualTo("arm");
            assertThat(model.names(ObjectType.BODY)).containsExactly("world", "arm");
            assertThat(model.id(ObjectType.SENSOR, "tip_position")).isEqualTo(1);
            assertThat(model.id(ObjectType.ACTUATOR, "torque")).isZero();
            assertThatThrownBy(() -> model.name(ObjectType.BODY, 2)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> model.id(ObjectType.SENSOR, "tip_positoin"))
                    .isInstanceOf(MujocoException.class)
                    .hasMessage("the model has no sensor named 'tip_positoin'; it has tip_position, now");
            assertThatThrownBy(() -> model.id(ObjectType.TENDON, "x"))
                    .hasMessageContaining("it has none at all");
        }
        try (Model model = Model.fromXml(Models.HEAP)) {
            assertThat(model.name(ObjectType.GEOM, 2)).isEmpty();
        }
    }

    @Test
    void fromXml_mistakes_areNamedWithTheirLine() {
        assertThatThrownBy(() -> Model.fromXml("<mujoco>\n<worldbody>\n<body>\n</worldbody>\n</mujoco>"))
                .isInstanceOf(MujocoException.class)
                .message()
                .containsAnyOf("Line number=3", "line 3");
        assertThatThrownBy(() -> Model.fromXml("<mujoco>\n<worldbody>\n<boody/>\n</worldbody>\n</mujoco>"))
                .isInstanceOf(MujocoException.class)
                .hasMessageContaining("boody")
                .hasMessageContaining("line 3");
        assertThatThrownBy(() -> Model.fromXml("<mujoco>\n<worldbody>\n<geom size='-1'/>\n</worldbody>\n</mujoco>"))
                .isInstanceOf(MujocoException.class)
                .hasMessageContaining("size")
                .message()
                .containsAnyOf("line = 3", "line 3");
        assertThatThrownBy(() -> Model.fromXml("<horse/>"))
                .isInstanceOf(MujocoException.class)
                .hasMessageContaining("horse");
        assertThatThrownBy(() -> Model.fromXml("not xml")).isInstanceOf(MujocoException.class);
        assertThatThrownBy(() -> Model.fromXml(" \n")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void fromXml_assets_areFoundByName() {
        String xml = """
                <mujoco>
                  <compiler meshdir="meshes"/>
                  <include file="common/light.xml"/>
                  <asset><mesh name="t" file="Tetra.obj"/></asset>
                  <worldbody><body><freejoint/><geom type="mesh" mesh="t"/></body></worldbody>
                </mujoco>
                """;
        byte[] include = bytes("<mujocoinclude><worldbody><light name='lamp'/></worldbody></mujocoinclude>");
        Map<String, byte[]> assets = Map.of("light.xml", include, "meshes/tetra.obj", bytes(TETRAHEDRON));
        try (Model model = Model.fromXml(xml, assets)) {
            assertThat(model.names(ObjectType.LIGHT)).containsExactly("lamp");
            assertThat(model.names(ObjectType.MESH)).containsExactly("t");
            assertThat(model.bodyMass().get(1)).isPositive();
        }
        assertThatThrownBy(() -> Model.fromXml(xml)).isInstanceOf(MujocoException.class);
        assertThatThrownBy(() -> Model.fromXml(xml, Map.of("light.xml", include)))
                .isInstanceOf(MujocoException.class)
                .hasMessageContaining("Tetra.obj");
    }

    @Test
    void fromXml_assetsThatMujocoCannotTakeIn_areRefused() {
        byte[] one = {1};
        for (Map<String, byte[]> wrong : List.of(
                Map.of("a.obj", new byte[0]),
                Map.of("folder/", one),
                Map.of("", one),
                Map.of("x".repeat(1000), one),
                Map.of("one/a.obj", one, "two/A.OBJ", one))) {
            assertThatThrownBy(() -> Model.fromXml(Models.FREE_FALL, wrong))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void fromXml_nameOfIncludeEmptyOrTooLong_isAnExceptionAndNotTheEnd() {
        for (String name : new String[] {"", "folder/", "x".repeat(2000)}) {
            assertThatThrownBy(() -> Model.fromXml("<mujoco><include file='" + name + "'/></mujoco>"))
                    .isInstanceOf(MujocoException.class);
        }
    }

    @Test
    void fromXml_stackTooSmall_isEnlarged() {
        String small = Models.IS_3 ? "memory='80K'" : "nstack='3000'";
        try (Model model = Model.fromXml(Models.HEAP.replace("<size ", "<size " + small + " "));
                Data data = model.newData()) {
            // MuJoCo 2: room for 500 constraints of 19 degrees of freedom, six times; 3: for 50 contacts of 10 pairs
            assertThat(model.size(Models.IS_3 ? ModelSize.NARENA : ModelSize.NSTACK))
                    .isGreaterThan(Models.IS_3 ? 50 * 10 * 600 : 6 * 500 * 19);
            data.step(500);
            assertThat(data.ncon()).isPositive();
        }
        String tiny = Models.IS_3 ? "memory='1K'" : "nstack='1'";
        assertThatThrownBy(() -> Model.fromXml(Models.HEAP.replace("<size ", "<size " + tiny + " ")))
                .isInstanceOf(MujocoException.class)
                .hasMessageMatching("(?i).*stack overflow.*")
                .hasMessageContaining("nstack");
    }

    @Test
    void fromXml_tooLargeForMemory_isAnException() {
        String size = Models.IS_3 ? "memory='400T'" : "njmax='40000' nstack='1000'";
        assertThatThrownBy(() -> Model.fromXml(Models.HEAP.replace("<size ", "<size " + size + " ")))
                .isInstanceOf(MujocoException.class);
    }

    /** 44 boxes in one place: 4000 contacts of 40 000 constraints, for which MuJoCo 3 leaves no room by itself. */
    @Test
    void newData_aCrowdOfContacts_hasRoom() {
        assumeTrue(Models.IS_3, "MuJoCo 2 has room for as many contacts as the model says");
        String boxes = "<body pos='0 0 0.05'><freejoint/><geom type='box' size='0.1 0.1 0.1' condim='6'/></body>";
        String xml = "<mujoco><worldbody><geom type='plane' size='5 5 1'/>" + boxes.repeat(44)
                + "</worldbody></mujoco>";
        try (Model model = Model.fromXml(xml);
                Data data = model.newData()) {
            data.step();
            assertThat(data.ncon()).isGreaterThan(3000);
            assertThat(data.warningCount(Warning.CONTACT_FULL)).isZero();
            assertThat(data.warningCount(Warning.CONSTRAINT_FULL)).isZero();
            assertThat(data.contactDistance(data.ncon() - 1)).isNegative();
        }
    }

    @Test
    void fromFile_findsWhatLiesBesideIt(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("model.xml");
        Files.writeString(file, "<mujoco><include file='rest.xml'/></mujoco>");
        Files.writeString(folder.resolve("rest.xml"), Models.FREE_FALL);
        try (Model model = Model.fromFile(file)) {
            assertThat(model.nq()).isEqualTo(7);
        }
        Files.writeString(file, "<mujoco>\n<include file='nothing.xml'/></mujoco>");
        assertThatThrownBy(() -> Model.fromFile(file))
                .isInstanceOf(MujocoException.class)
                .hasMessageContaining("model.xml")
                .hasMessageContaining("nothing.xml");
        assertThatThrownBy(() -> Model.fromFile(folder.resolve("absent.xml")))
                .isInstanceOf(MujocoException.class)
                .hasMessageContaining("absent.xml");
        assertThatThrownBy(() -> Model.fromFile(folder)).isInstanceOf(MujocoException.class);
    }

    @Test
    void options_areThoseOfTheXml() {
        String xml = "<mujoco><option integrator='RK4' cone='elliptic' solver='CG' iterations='9' density='3' "
                + "viscosity='4' tolerance='0.5' impratio='2'><flag energy='enable' contact='disable'/></option>"
                + "</mujoco>";
        try (Model model = Model.fromXml(xml)) {
            assertThat(model.options()).isEqualTo(new Options(1, 1, 1, 9, 1 << 4, 1 << 1, 0.5, 2, 3, 4));
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
