package dev.advect.view.live;

import dev.advect.env.Env;
import dev.advect.envs.SimulatedEnv;
import dev.advect.view.scene.Colour;
import dev.advect.view.scene.Geom;
import dev.advect.view.scene.Mesh;
import dev.advect.view.scene.Pose;
import dev.advect.view.scene.Scene;
import dev.advect.view.scene.SceneReader;
import dev.advect.view.scene.Site;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * A simulated model. Its state is the {@link Pose}: frames of geoms {@code [n, 7]}, ends of strands {@code [n, 6]},
 * frames of cameras {@code [n, 7]}.
 */
final class ModelStage implements Stage {
    private final SceneReader reader;
    /** The readers of this environment and of its ghosts. */
    private final Map<Env, SceneReader> readers = new WeakHashMap<>();
    private volatile Scene scene;

    ModelStage(SimulatedEnv env) {
        reader = new SceneReader(env.model(), env.data());
        readers.put(env, reader);
        scene = reader.scene();
    }

    @Override
    public Map<String, Object> description() {
        Scene now = scene; // the simulation's thread may put another in its place meanwhile
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("kind", "model");
        description.put("geoms", now.geoms().stream().map(ModelStage::geom).toList());
        description.put("meshes", now.meshes().stream().map(ModelStage::mesh).toList());
        description.put("strands", now.strands().stream()
                .map(strand -> Map.of("radius", strand.radius(), "rgba", rgba(strand.colour()))).toList());
        description.put("sites", now.sites().stream().map(ModelStage::site).toList());
        description.put("cameras", now.cameras().stream()
                .map(camera -> Map.of("name", camera.name(), "fieldOfView", camera.fieldOfView())).toList());
        return description;
    }

    private static Map<String, Object> geom(Geom geom) {
        return Map.of("shape", geom.shape().name(), "size", geom.drawnSize(),
                "rgba", rgba(geom.colour()), "body", geom.body(), "moves", geom.moves(), "mesh", geom.mesh(),
                "chequered", geom.checkered());
    }

    private static Map<String, Object> site(Site site) {
        return Map.of("shape", site.shape().name(), "size", new float[] {site.sizeX(), site.sizeY(), site.sizeZ()},
                "rgba", rgba(site.colour()), "name", site.name());
    }

    private static Map<String, Object> mesh(Mesh mesh) {
        return Map.of("vertices", mesh.vertices(), "faces", mesh.faces());
    }

    private static List<Float> rgba(Colour colour) {
        return List.of(colour.red(), colour.green(), colour.blue(), colour.alpha());
    }

    @Override
    public float[] state(Env env) {
        Pose pose = readers.computeIfAbsent(env, other -> SceneReader.of(other).orElseThrow()).pose();
        float[] out = new float[pose.geoms().length + pose.strands().length + pose.cameras().length];
        System.arraycopy(pose.geoms(), 0, out, 0, pose.geoms().length);
        System.arraycopy(pose.strands(), 0, out, pose.geoms().length, pose.strands().length);
        System.arraycopy(pose.cameras(), 0, out, pose.geoms().length + pose.strands().length, pose.cameras().length);
        return out;
    }

    @Override
    public float[] sites() {
        return reader.sites();
    }

    @Override
    public int geom(int number) {
        return number >= 0 && number < scene.geoms().size() ? reader.geom(number) : -1;
    }

    @Override
    public boolean refresh() {
        Scene now = reader.scene();
        boolean differs = !now.geoms().equals(scene.geoms());
        if (differs) {
            scene = now;
        }
        return differs;
    }
}
