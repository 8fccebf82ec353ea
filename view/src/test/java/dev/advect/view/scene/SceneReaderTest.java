package dev.advect.view.scene;

import dev.advect.envs.suite.Suite;
import dev.advect.envs.suite.SuiteEnv;
import dev.advect.mujoco.Data;
import dev.advect.mujoco.Model;
import dev.advect.random.Rng;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** The scene of a model with every shape, read from whichever version of MuJoCo the tests run with. */
final class SceneReaderTest {
    private static final float HALF = (float) Math.sqrt(0.5);

    private static final String MODEL = """
            <mujoco>
              <asset>
                <material name="green" rgba="0.25 0.75 0.5 1"/>
                <mesh name="octahedron" vertex="0.5 0 0  -0.5 0 0  0 1 0  0 -1 0  0 0 1.5  0 0 -1.5"/>
                <hfield name="hills" nrow="2" ncol="3" size="4 2 1 0.5"/>
              </asset>
              <worldbody>
                <geom type="plane" size="3 2 1"/>
                <geom type="hfield" hfield="hills" pos="0 0 -5"/>
                <geom type="box" size="0.1 0.2 0.3" group="3"/>
                <geom type="sphere" size="0.1" rgba="1 0 0 0"/>
                <camera name="above" pos="0 0 7" fovy="33"/>
                <site name="hook" pos="0 0 2" size="0.03" material="green"/>
                <site name="hidden" rgba="1 1 1 0"/>
                <body name="arm" pos="1 2 3" quat="0.5 0.5 0.5 0.5">
                  <freejoint/>
                  <geom type="capsule" size="0.1 0.4" material="green"/>
                  <geom type="ellipsoid" size="0.1 0.2 0.3" rgba="0.125 0.25 0.5 1" pos="0 0 1"/>
                  <site name="eye" type="box" size="0.1 0.2 0.3" rgba="1 0.5 0 0.5" group="4"/>
                  <body><geom type="mesh" mesh="octahedron"/></body>
                </body>
                <body><geom type="cylinder" size="0.1 0.2"/><geom type="box" size="0.1 0.2 0.3"/></body>
              </worldbody>
              <tendon><spatial width="0.02" rgba="0 0 1 1"><site site="hook"/><site site="eye"/></spatial></tendon>
            </mujoco>
            """;

    @Test
    void scene_ofEveryShape_isThatOfTheModel() {
        try (Model model = Model.fromXml(MODEL); Data data = model.newData()) {
            data.forward();
            SceneReader reader = new SceneReader(model, data);
            Scene scene = reader.scene();

            assertThat(scene.geoms()).extracting(Geom::shape).containsExactly(Shape.PLANE, Shape.MESH, Shape.CAPSULE,
                    Shape.ELLIPSOID, Shape.MESH, Shape.CYLINDER, Shape.BOX);
            assertThat(scene.geoms()).extracting(Geom::moves).containsExactly(false, false, true, true, true, false, false);
            assertThat(scene.geoms()).extracting(Geom::body).startsWith("world", "world", "arm", "arm");
            assertThat(scene.geoms().get(0).checkered()).isTrue();
            Geom capsule = scene.geoms().get(2);
            assertThat(capsule.colour()).isEqualTo(new Colour(0.25f, 0.75f, 0.5f, 1));
            assertThat(capsule.sizeX()).isEqualTo(0.1f);
            assertThat(capsule.sizeY()).isEqualTo(0.4f);
            assertThat(scene.geoms().get(3).colour()).isEqualTo(new Colour(0.125f, 0.25f, 0.5f, 1));
            assertThat(scene.geoms().get(5).colour()).isNotEqualTo(new Colour(0.5f, 0.5f, 0.5f, 1));
            assertThat(scene.cameras()).containsExactly(new Camera("above", 33));
            assertThat(scene.strands()).containsExactly(new Strand(0.02f, new Colour(0, 0, 1, 1)));
            assertThat(scene.sites()).containsExactly(
                    new Site(Shape.SPHERE, 0.03f, 0.005f, 0.005f, new Colour(0.25f, 0.75f, 0.5f, 1), "hook"),
                    new Site(Shape.BOX, 0.1f, 0.2f, 0.3f, new Colour(1, 0.5f, 0, 0.5f), "eye"));

            Mesh hills = scene.meshes().get(scene.geoms().get(1).mesh());
            assertThat(hills.vertices()).containsExactly(-4, -2, 0, 0, -2, 0, 4, -2, 0, -4, 2, 0, 0, 2, 0, 4, 2, 0);
            assertThat(hills.faces()).hasSize(3 * 4);
            Mesh octahedron = scene.meshes().get(scene.geoms().get(4).mesh());
            assertThat(octahedron.vertices()).hasSize(3 * 6);
            assertThat(octahedron.faces()).hasSize(3 * 8);
            assertThat(octahedron.radius()).isCloseTo(1.5, within(1e-6));
            // read once more, as for each episode of a film, it is the same scene, whose meshes are written once
            assertThat(new SceneReader(model, data).scene()).isEqualTo(scene).hasSameHashCodeAs(scene);
            assertThat(octahedron).isNotEqualTo(hills);
        }
    }

    @Test
    void plane_largeOrWithoutSize_isAFloor() {
        assertThat(plane(3, 2).isFloor()).isFalse();
        assertThat(plane(3, 2).drawnSize()).containsExactly(3, 2, 1);
        for (Geom floor : List.of(plane(0, 0), plane(3, 0), plane(100, 0.8f), plane(0.8f, 100), plane(4, 4))) {
            assertThat(floor.isFloor()).isTrue();
            assertThat(floor.drawnSize()).containsExactly(0, 0, 0);
        }
    }

    private static Geom plane(float x, float y) {
        return new Geom(Shape.PLANE, x, y, 1, new Colour(1, 1, 1, 1), "world", false, -1, true);
    }

    @Test
    void pose_isWhereThingsAre() {
        try (Model model = Model.fromXml(MODEL); Data data = model.newData()) {
            data.forward();
            Pose pose = new SceneReader(model, data).pose();

            // the capsule lies at the body, the ellipsoid one metre along its z, which the quaternion turns to x
            assertThat(frame(pose.geoms(), 2)).containsExactly(new float[] {1, 2, 3, 0.5f, 0.5f, 0.5f, 0.5f}, within(1e-6f));
            assertThat(frame(pose.geoms(), 3)).containsExactly(new float[] {2, 2, 3, 0.5f, 0.5f, 0.5f, 0.5f}, within(1e-6f));
            assertThat(pose.strands()).containsExactly(new float[] {0, 0, 2, 1, 2, 3}, within(1e-6f));
            assertThat(frame(pose.sites(), 0)).containsExactly(new float[] {0, 0, 2, 0, 0, 0, 1}, within(1e-6f));
            assertThat(frame(pose.sites(), 1)).containsExactly(new float[] {1, 2, 3, 0.5f, 0.5f, 0.5f, 0.5f}, within(1e-6f));
            assertThat(pose.cameras()).containsExactly(new float[] {0, 0, 7, 0, 0, 0, 1}, within(1e-6f));
        }
    }

    @Test
    void reading_changesNoEpisode() {
        double[] unseen = positions(false);
        assertThat(positions(true)).containsExactly(unseen);
    }

    private static double[] positions(boolean seen) {
        try (SuiteEnv env = Suite.task("cheetah-run").create()) {
            float[] observation = new float[17];
            env.reset(new Rng(1, 0), observation);
            SceneReader reader = SceneReader.of(env).orElseThrow();
            for (int i = 0; i < 20; i++) {
                if (seen) {
                    reader.scene();
                    reader.pose();
                }
                env.advance(new float[] {1, -1, 1, -1, 1, -1});
            }
            return env.data().qpos().toArray();
        }
    }

    @Test
    void rotations_thereAndBack_areTheSame() {
        float[][] quaternions = {{0, 0, 0, 1}, {1, 0, 0, 0}, {0, 1, 0, 0}, {0, 0, 1, 0}, {HALF, 0, 0, HALF},
            {0, HALF, HALF, 0}, {0.5f, -0.5f, 0.5f, 0.5f}};
        for (float[] quaternion : quaternions) {
            float[] back = new float[4];
            Rotations.toQuaternion(Rotations.toMatrix(quaternion, 0), back, 0);
            double dot = 0;
            for (int k = 0; k < 4; k++) {
                dot += quaternion[k] * back[k];
            }
            assertThat(Math.abs(dot)).isCloseTo(1, within(1e-6)); // a quaternion and its negative are one rotation
        }
        // a quarter turn about z takes x to y
        assertThat(Rotations.toMatrix(new float[] {0, 0, HALF, HALF}, 0))
                .containsExactly(new double[] {0, -1, 0, 1, 0, 0, 0, 0, 1}, within(1e-6));
    }

    private static float[] frame(float[] frames, int index) {
        return Arrays.copyOfRange(frames, index * Pose.FRAME, (index + 1) * Pose.FRAME);
    }
}
