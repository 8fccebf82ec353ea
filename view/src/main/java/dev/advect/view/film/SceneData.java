package dev.advect.view.film;

import dev.advect.view.scene.Colour;
import dev.advect.view.scene.Geom;
import dev.advect.view.scene.Mesh;
import dev.advect.view.scene.Pose;
import dev.advect.view.scene.Scene;
import dev.advect.view.scene.Site;
import dev.advect.view.scene.Strand;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the page needs to know of takes of scenes. Poses are numbers of 16 bits: positions in the range in which things
 * move, quaternions in [-1, 1]. If they would still be too much, every second, third … frame is left out, and the page
 * interpolates.
 */
final class SceneData {
    private static final int STEPS = 32767;
    private static final int MAX_POSE_BYTES = 900_000;

    private final List<Take> takes;
    private final double fps;
    private final Framing framing;
    private final List<Scene> scenes = new ArrayList<>();
    private final List<Mesh> meshes = new ArrayList<>();
    private final double[] low = new double[3];
    private final double[] scale = new double[3];
    private final int stride;

    SceneData(List<Take> takes, String camera, double fps) {
        this.takes = takes;
        this.fps = fps;
        framing = new Framing(takes.getFirst(), camera, 16.0 / 9);
        Extent extent = new Extent();
        long numbers = 0;
        for (Take take : takes) {
            for (int i = 0; i < take.frames(); i++) {
                Scene scene = take.scenes().get(i);
                if (!scenes.contains(scene)) {
                    scenes.add(scene);
                }
                numbers += add(scene, take.poses().get(i), extent);
            }
        }
        for (int k = 0; k < 3; k++) {
            low[k] = extent.low(k);
            scale[k] = Math.max(1e-9, extent.side(k)) / (2 * STEPS);
        }
        stride = (int) Math.max(1, Math.ceilDiv(2 * numbers, MAX_POSE_BYTES));
    }

    private static int add(Scene scene, Pose pose, Extent extent) {
        int numbers = 0;
        for (int g = 0; g < scene.geoms().size(); g++) {
            if (scene.geoms().get(g).moves()) {
                extent.addPoint(point(pose.geoms(), g * Pose.FRAME));
                numbers += Pose.FRAME;
            }
        }
        for (int i = 0; i < pose.strands().length; i += 3) {
            extent.addPoint(point(pose.strands(), i));
            numbers += 3;
        }
        for (int i = 0; i < pose.sites().length; i += Pose.FRAME) {
            extent.addPoint(point(pose.sites(), i));
            numbers += Pose.FRAME;
        }
        return numbers;
    }

    private static double[] point(float[] values, int offset) {
        return new double[] {values[offset], values[offset + 1], values[offset + 2]};
    }

    Map<String, Object> json() {
        Viewpoint eye = framing.viewpoint(0);
        int frames = takes.getFirst().frames();
        List<double[]> path = new ArrayList<>();
        for (int i = 0; i < frames; i++) {
            path.add(framing.middle(i));
        }
        List<Map<String, Object>> sceneList = scenes.stream().map(this::scene).toList();
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("drawn", false);
        data.put("fps", fps);
        data.put("secondsPerFrame", takes.getFirst().seconds());
        data.put("stride", stride);
        data.put("low", low);
        data.put("scale", scale);
        data.put("eye", eye.position());
        data.put("fieldOfView", eye.fieldOfView());
        data.put("distance", framing.distance());
        data.put("reach", framing.reach());
        data.put("square", framing.square());
        data.put("path", path);
        data.put("scenes", sceneList);
        data.put("meshes", meshes.stream().map(SceneData::mesh).toList());
        data.put("lanes", takes.stream().map(this::lane).toList());
        return data;
    }

    private Map<String, Object> scene(Scene scene) {
        Pose first = takes.stream()
                .filter(take -> take.scenes().contains(scene))
                .map(take -> take.poses().get(take.scenes().indexOf(scene)))
                .findFirst().orElseThrow();
        List<Object> geoms = new ArrayList<>();
        for (int g = 0; g < scene.geoms().size(); g++) {
            Geom geom = scene.geoms().get(g);
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("shape", geom.shape().name());
            json.put("size", geom.drawnSize());
            json.put("colour", geom.colour().rgb());
            json.put("alpha", geom.colour().alpha());
            json.put("moves", geom.moves());
            if (geom.mesh() >= 0) {
                json.put("mesh", meshIndex(scene.meshes().get(geom.mesh())));
            }
            if (!geom.moves()) {
                json.put("frame", Arrays.copyOfRange(first.geoms(), g * Pose.FRAME, (g + 1) * Pose.FRAME));
            }
            geoms.add(json);
        }
        return Map.of("geoms", geoms, "strands", scene.strands().stream().map(Strand::colour).map(Colour::rgb).toList(),
                "sites", scene.sites().stream().map(SceneData::site).toList());
    }

    private static Map<String, Object> site(Site site) {
        return Map.of("shape", site.shape().name(), "size", List.of(site.sizeX(), site.sizeY(), site.sizeZ()),
                "colour", site.colour().rgb(), "alpha", site.colour().alpha());
    }

    private int meshIndex(Mesh mesh) {
        if (!meshes.contains(mesh)) {
            meshes.add(mesh);
        }
        return meshes.indexOf(mesh);
    }

    private static Map<String, Object> mesh(Mesh mesh) {
        byte[] vertices = new byte[mesh.vertices().length * Float.BYTES];
        littleEndian(vertices).asFloatBuffer().put(mesh.vertices());
        byte[] faces = new byte[mesh.faces().length * Integer.BYTES];
        littleEndian(faces).asIntBuffer().put(mesh.faces());
        return Map.of("vertices", base64(vertices), "faces", base64(faces));
    }

    private Map<String, Object> lane(Take take) {
        int keys = Math.ceilDiv(take.frames(), stride);
        List<Short> numbers = new ArrayList<>();
        for (int key = 0; key < keys; key++) {
            pose(take.scenes().get(key * stride), take.poses().get(key * stride), numbers);
        }
        byte[] bytes = new byte[numbers.size() * Short.BYTES];
        ByteBuffer buffer = littleEndian(bytes);
        numbers.forEach(buffer::putShort);
        List<Integer> shown = take.scenes().stream().map(scenes::indexOf).toList();
        return Map.of("frames", take.frames(), "keys", keys, "episodes", take.episodes(), "scenes", shown,
                "poses", base64(bytes));
    }

    private void pose(Scene scene, Pose pose, List<Short> out) {
        for (int g = 0; g < scene.geoms().size(); g++) {
            if (scene.geoms().get(g).moves()) {
                frame(pose.geoms(), g * Pose.FRAME, out);
            }
        }
        for (int i = 0; i < pose.strands().length; i += 3) {
            position(pose.strands(), i, out);
        }
        for (int i = 0; i < pose.sites().length; i += Pose.FRAME) {
            frame(pose.sites(), i, out);
        }
    }

    private void frame(float[] values, int offset, List<Short> out) {
        position(values, offset, out);
        for (int k = 3; k < Pose.FRAME; k++) {
            out.add((short) Math.round(values[offset + k] * STEPS));
        }
    }

    private void position(float[] values, int offset, List<Short> out) {
        for (int k = 0; k < 3; k++) {
            out.add((short) Math.clamp(Math.round((values[offset + k] - low[k]) / scale[k]) - STEPS, -STEPS, STEPS));
        }
    }

    private static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
