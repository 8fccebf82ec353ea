package dev.advect.envs.arm;

import dev.advect.envs.algebra.Rotation;
import dev.advect.envs.algebra.SymmetricEigen;
import dev.advect.mujoco.Data;
import dev.advect.mujoco.Model;
import dev.advect.mujoco.ObjectType;
import dev.advect.mujoco.layout.ModelField;

/**
 * The boxes and cylinders of a free body, whose sizes may change between episodes. After a change, {@link #renew}
 * recomputes the mass, the inertia and the quantities that MuJoCo derives from them, as MuJoCo's compiler would. Sizes must
 * not exceed those that the model was compiled with, because the bounding spheres for collision detection do not change.
 * Nor do the boxes around bodies of several geoms that MuJoCo 3 has: they lie about the centre of mass, which moves, so that the
 * model is used without them. The principal axes keep the compiler's order and directions.
 */
final class BodyShape {
    private static final int CYLINDER = 5;

    private final Data data;
    private final Model model;
    private final int body;
    private final int[] geoms;
    private final double[] densities;
    private final double[] rotation = new double[9];
    private final double[] quaternion = new double[4];
    private final SymmetricEigen eigen = new SymmetricEigen(3);
    /** The compiler's principal axes as columns, {@code [3, 3]}. */
    private final double[] compiled = new double[9];

    /**
     * Creates the shape of a body.
     *
     * @param densities the densities of the body's geoms in the order of the MJCF, kg/m³
     */
    BodyShape(Data data, String body, double... densities) {
        this.data = data;
        model = data.model();
        model.disableMidphase();
        this.body = model.id(ObjectType.BODY, body);
        this.densities = densities;
        geoms = new int[densities.length];
        for (int i = 0; i < geoms.length; i++) {
            geoms[i] = model.ints(ModelField.BODY_GEOMADR).get(this.body) + i;
        }
        if (model.ints(ModelField.BODY_GEOMNUM).get(this.body) != densities.length) {
            throw new IllegalArgumentException("body " + body + " does not have " + densities.length + " geoms");
        }
        read(ModelField.BODY_IQUAT, this.body);
        Rotation.ofQuaternion(quaternion, compiled);
    }

    /** Sets the size of a geom: a box's half extents, or a cylinder's radius and half height, m. */
    void size(int geom, double... size) {
        for (int i = 0; i < size.length; i++) {
            model.doubles(ModelField.GEOM_SIZE).set(3 * geoms[geom] + i, size[i]);
        }
    }

    /** Sets the position of a geom in the body's frame, m. */
    void position(int geom, double x, double y, double z) {
        set(ModelField.GEOM_POS, 3 * geoms[geom], x, y, z);
    }

    /** Recomputes mass, centre of mass, inertia, and what MuJoCo derives from them. The state is kept. */
    void renew() {
        double mass = 0;
        double[] centre = new double[3];
        for (int g = 0; g < geoms.length; g++) {
            double part = mass(g);
            mass += part;
            for (int i = 0; i < 3; i++) {
                centre[i] += part * get(ModelField.GEOM_POS, 3 * geoms[g] + i);
            }
        }
        for (int i = 0; i < 3; i++) {
            centre[i] /= mass;
        }
        double[] inertia = new double[9];
        for (int g = 0; g < geoms.length; g++) {
            add(g, centre, inertia);
        }
        eigen.decompose(inertia);
        double[] axes = new double[9];
        double[] values = new double[3];
        for (int axis = 0; axis < 3; axis++) {
            nearest(axis, axes, values);
        }
        Rotation.toQuaternion(axes, quaternion);
        set(ModelField.BODY_MASS, body, mass);
        set(ModelField.BODY_IPOS, 3 * body, centre);
        set(ModelField.BODY_IQUAT, 4 * body, quaternion);
        set(ModelField.BODY_INERTIA, 3 * body, values);
        data.setConst();
    }

    /** Finds the principal axis nearest to one of the compiler's, and stores it with its moment of inertia. */
    private void nearest(int axis, double[] axes, double[] values) {
        double best = 0;
        for (int candidate = 0; candidate < 3; candidate++) {
            double cosine = 0;
            for (int i = 0; i < 3; i++) {
                cosine += compiled[3 * i + axis] * eigen.vectors[3 * i + candidate];
            }
            if (Math.abs(cosine) > Math.abs(best)) {
                best = cosine;
                values[axis] = eigen.values[candidate];
                for (int i = 0; i < 3; i++) {
                    axes[3 * i + axis] = Math.copySign(1, cosine) * eigen.vectors[3 * i + candidate];
                }
            }
        }
    }

    /** Adds the inertia of a geom about the centre of mass to {@code inertia}, {@code [3, 3]}. */
    private void add(int g, double[] centre, double[] inertia) {
        double[] own = principal(g);
        double[] arm = new double[3];
        for (int i = 0; i < 3; i++) {
            arm[i] = get(ModelField.GEOM_POS, 3 * geoms[g] + i) - centre[i];
        }
        read(ModelField.GEOM_QUAT, geoms[g]);
        Rotation.ofQuaternion(quaternion, rotation);
        double square = arm[0] * arm[0] + arm[1] * arm[1] + arm[2] * arm[2];
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                double sum = mass(g) * ((i == j ? square : 0) - arm[i] * arm[j]);
                for (int k = 0; k < 3; k++) {
                    sum += rotation[3 * i + k] * own[k] * rotation[3 * j + k];
                }
                inertia[3 * i + j] += sum;
            }
        }
    }

    private double mass(int g) {
        double x = size(g, 0);
        double y = size(g, 1);
        return densities[g] * (isCylinder(g) ? 2 * Math.PI * x * x * y : 8 * x * y * size(g, 2));
    }

    /** The principal moments of inertia of a geom, in its own axes, kg m². */
    private double[] principal(int g) {
        double x = size(g, 0);
        double y = size(g, 1);
        double mass = mass(g);
        if (isCylinder(g)) {
            double across = mass * (3 * x * x + 4 * y * y) / 12;
            return new double[] {across, across, mass * x * x / 2};
        }
        double z = size(g, 2);
        return new double[] {mass * (y * y + z * z) / 3, mass * (x * x + z * z) / 3, mass * (x * x + y * y) / 3};
    }

    private boolean isCylinder(int g) {
        return model.ints(ModelField.GEOM_TYPE).get(geoms[g]) == CYLINDER;
    }

    private double size(int g, int i) {
        return get(ModelField.GEOM_SIZE, 3 * geoms[g] + i);
    }

    private double get(ModelField field, int index) {
        return model.doubles(field).get(index);
    }

    private void read(ModelField field, int row) {
        for (int i = 0; i < 4; i++) {
            quaternion[i] = get(field, 4 * row + i);
        }
    }

    private void set(ModelField field, int from, double... values) {
        for (int i = 0; i < values.length; i++) {
            model.doubles(field).set(from + i, values[i]);
        }
    }
}
