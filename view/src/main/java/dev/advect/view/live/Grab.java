package dev.advect.view.live;

import dev.advect.mujoco.Data;
import dev.advect.mujoco.DoubleView;
import dev.advect.mujoco.Model;
import dev.advect.mujoco.layout.ModelField;

/**
 * The spring between the mouse and a point of a geom. Like the one of MuJoCo's own viewer it is critically damped and
 * scaled by the body's inertia, F = m·(k·(target − p) − 2·√k·v), so that light and heavy bodies follow alike. The mass m
 * is that which the body seems to have at its place in the mechanism. The force is held for a control step.
 */
final class Grab {
    /** k in 1/s². */
    private static final double STIFFNESS = 100;

    private final int geom;
    private final int body;
    private final double[] local;
    private final double mass;
    private final double[] target;
    private final double[] position;
    private final double[] rotation;

    /**
     * Takes hold of a geom.
     *
     * @param geom the geom's id; not one of the world's
     * @param local the point in the geom's frame, in metres, {@code [3]}
     * @param target where the point is pulled to, in metres, {@code [3]}
     */
    Grab(Data data, int geom, double[] local, double[] target) {
        this.geom = geom;
        this.local = local.clone();
        body = data.model().geomBodyid().get(geom);
        mass = apparentMass(data.model(), body);
        this.target = target.clone();
        position = new double[3 * data.model().nv()];
        rotation = new double[3 * data.model().nv()];
    }

    void moveTo(double[] place) {
        System.arraycopy(place, 0, target, 0, 3);
    }

    /** The mass in kg that a body seems to have when it is pulled: the inverse of MuJoCo's mean translational inverse. */
    private static double apparentMass(Model model, int body) {
        double inverse = model.doubles(ModelField.BODY_INVWEIGHT0).get(2 * body);
        return inverse > 0 ? 1 / inverse : 0;
    }

    /** Sets the force for the next control step. */
    void pull(Data data) {
        double[] point = point(data);
        double[] velocity = velocity(data, point);
        double[] force = new double[3];
        double[] lever = new double[3]; // from the centre of mass, where MuJoCo applies the force
        for (int i = 0; i < 3; i++) {
            force[i] = mass * (STIFFNESS * (target[i] - point[i]) - 2 * Math.sqrt(STIFFNESS) * velocity[i]);
            lever[i] = point[i] - data.xipos().get(3 * body + i);
        }
        DoubleView applied = data.xfrcApplied();
        for (int i = 0; i < 3; i++) {
            int j = (i + 1) % 3;
            int k = (i + 2) % 3;
            applied.set(6 * body + i, force[i]);
            applied.set(6 * body + 3 + i, lever[j] * force[k] - lever[k] * force[j]);
        }
    }

    /** Lets go. */
    void release(Data data) {
        for (int i = 0; i < 6; i++) {
            data.xfrcApplied().set(6 * body + i, 0);
        }
    }

    /** Where the point is. */
    private double[] point(Data data) {
        double[] out = new double[3];
        for (int row = 0; row < 3; row++) {
            out[row] = data.geomXpos().get(3 * geom + row);
            for (int column = 0; column < 3; column++) {
                out[row] += data.geomXmat().get(9 * geom + 3 * row + column) * local[column];
            }
        }
        return out;
    }

    /** The velocity of the point, v + ω × (point - origin of the body). */
    private double[] velocity(Data data, double[] point) {
        data.bodyJacobian(body, position, rotation);
        int nv = data.model().nv();
        double[] v = new double[3];
        double[] omega = new double[3];
        for (int row = 0; row < 3; row++) {
            for (int column = 0; column < nv; column++) {
                v[row] += position[row * nv + column] * data.qvel().get(column);
                omega[row] += rotation[row * nv + column] * data.qvel().get(column);
            }
        }
        double[] out = new double[3];
        for (int i = 0; i < 3; i++) {
            int j = (i + 1) % 3;
            int k = (i + 2) % 3;
            double armJ = point[j] - data.xpos().get(3 * body + j);
            double armK = point[k] - data.xpos().get(3 * body + k);
            out[i] = v[i] + omega[j] * armK - omega[k] * armJ;
        }
        return out;
    }
}
