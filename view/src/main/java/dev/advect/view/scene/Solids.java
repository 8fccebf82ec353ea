package dev.advect.view.scene;

import dev.advect.mujoco.FloatView;
import dev.advect.mujoco.IntView;
import dev.advect.mujoco.Model;
import dev.advect.mujoco.ObjectType;
import dev.advect.mujoco.layout.ModelField;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads geoms, and the meshes that they refer to, from a model. */
final class Solids {
    /** The types of geoms by their number in MuJoCo; height fields become meshes, and later types are not shown. */
    private static final Shape[] SHAPES = {Shape.PLANE, Shape.MESH, Shape.SPHERE, Shape.CAPSULE, Shape.ELLIPSOID,
        Shape.CYLINDER, Shape.BOX, Shape.MESH};

    private static final int HEIGHT_FIELD = 1;

    /** What MuJoCo takes for a geom's colour where the model says nothing. */
    private static final Colour UNSAID = new Colour(0.5f, 0.5f, 0.5f, 1);

    private final Model model;
    private final List<Mesh> meshes = new ArrayList<>();
    private final Map<String, Integer> meshIndex = new HashMap<>();

    Solids(Model model) {
        this.model = model;
    }

    static boolean isKnown(Model model, int id) {
        return model.ints(ModelField.GEOM_TYPE).get(id) < SHAPES.length;
    }

    /** The meshes of the geoms that were read. */
    List<Mesh> meshes() {
        return meshes;
    }

    Geom geom(int id) {
        int type = model.ints(ModelField.GEOM_TYPE).get(id);
        Shape shape = SHAPES[type];
        float[] size = new float[3];
        for (int k = 0; k < 3; k++) {
            size[k] = (float) model.doubles(ModelField.GEOM_SIZE).get(3 * id + k);
        }
        int body = model.ints(ModelField.GEOM_BODYID).get(id);
        int mesh = shape == Shape.MESH ? mesh(type, model.ints(ModelField.GEOM_DATAID).get(id)) : -1;
        return new Geom(shape, size[0], size[1], size[2], colour(id, shape, body), model.name(ObjectType.BODY, body),
                moves(body), mesh, shape == Shape.PLANE);
    }

    Site site(int id) {
        float[] size = new float[3];
        for (int k = 0; k < 3; k++) {
            size[k] = (float) model.doubles(ModelField.SITE_SIZE).get(3 * id + k);
        }
        Colour colour = colour(model.floats(ModelField.SITE_RGBA), id);
        int material = model.ints(ModelField.SITE_MATID).get(id);
        return new Site(SHAPES[model.ints(ModelField.SITE_TYPE).get(id)], size[0], size[1], size[2],
                colour.equals(UNSAID) && material >= 0 ? colour(model.floats(ModelField.MAT_RGBA), material) : colour,
                model.name(ObjectType.SITE, id));
    }

    /** A body that is not welded to the world moves, and so does one that hangs on a mocap body. */
    private boolean moves(int body) {
        int root = body;
        while (model.ints(ModelField.BODY_PARENTID).get(root) != 0) {
            root = model.ints(ModelField.BODY_PARENTID).get(root);
        }
        return model.ints(ModelField.BODY_WELDID).get(body) != 0 || model.ints(ModelField.BODY_MOCAPID).get(root) >= 0;
    }

    private Colour colour(int id, Shape shape, int body) {
        Colour own = colour(model.floats(ModelField.GEOM_RGBA), id);
        if (!own.equals(UNSAID)) {
            return own;
        }
        int material = model.ints(ModelField.GEOM_MATID).get(id);
        if (material >= 0) {
            return colour(model.floats(ModelField.MAT_RGBA), material);
        }
        return shape == Shape.PLANE ? Palette.FLOOR : Palette.of(model.ints(ModelField.BODY_ROOTID).get(body));
    }

    /** The colour in a row of an array, {@code [n, 4]}. */
    static Colour colour(FloatView colours, int row) {
        float[] rgba = colours.toArray(4 * row, 4);
        return new Colour(rgba[0], rgba[1], rgba[2], rgba[3]);
    }

    private int mesh(int type, int id) {
        return meshIndex.computeIfAbsent(type + "/" + id, key -> {
            meshes.add(type == HEIGHT_FIELD ? HeightField.mesh(model, id) : mesh(id));
            return meshes.size() - 1;
        });
    }

    private Mesh mesh(int id) {
        int vertexFrom = model.ints(ModelField.MESH_VERTADR).get(id);
        int vertexCount = model.ints(ModelField.MESH_VERTNUM).get(id);
        int faceFrom = model.ints(ModelField.MESH_FACEADR).get(id);
        IntView all = model.ints(ModelField.MESH_FACE);
        int[] faces = new int[3 * model.ints(ModelField.MESH_FACENUM).get(id)];
        for (int i = 0; i < faces.length; i++) {
            faces[i] = all.get(3 * faceFrom + i);
        }
        return new Mesh(model.floats(ModelField.MESH_VERT).toArray(3 * vertexFrom, 3 * vertexCount), faces);
    }
}
