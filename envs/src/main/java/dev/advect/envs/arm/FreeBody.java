package dev.advect.envs.arm;

import dev.advect.envs.algebra.Rotation;
import dev.advect.mujoco.Data;
import dev.advect.mujoco.DoubleView;
import dev.advect.mujoco.Model;
import dev.advect.mujoco.ObjectType;
import dev.advect.mujoco.layout.DataField;

/** A free object: a body whose only joint is a free joint of the same name. */
final class FreeBody {
    private final int body;
    private final int firstQpos;
    private final DoubleView qpos;
    private final DoubleView xpos;
    private final DoubleView xquat;
    private final double[] hand = new double[4];
    private final double[] own = new double[4];
    private final double[] relative = new double[4];
    private final double[] axes = new double[9];

    FreeBody(Data data, String name) {
        Model model = data.model();
        body = model.id(ObjectType.BODY, name);
        firstQpos = model.jntQposadr().get(model.id(ObjectType.JOINT, name));
        qpos = data.qpos();
        xpos = data.doubles(DataField.XPOS);
        xquat = data.doubles(DataField.XQUAT);
    }

    /** Sets its pose to a position, m, and an upright orientation with the given yaw about z, rad. */
    void place(double x, double y, double z, double yaw) {
        place(x, y, z, new double[] {Math.cos(yaw / 2), 0, 0, Math.sin(yaw / 2)});
    }

    /** Sets its pose to a position, m, and a quaternion (w, x, y, z). */
    void place(double x, double y, double z, double[] quaternion) {
        qpos.set(firstQpos, x);
        qpos.set(firstQpos + 1, y);
        qpos.set(firstQpos + 2, z);
        for (int i = 0; i < 4; i++) {
            qpos.set(firstQpos + 3 + i, quaternion[i]);
        }
    }

    /** One coordinate of its position, m. */
    double position(int axis) {
        return xpos.get(3 * body + axis);
    }

    /** Writes its orientation as a quaternion (w, x, y, z). */
    void quaternion(double[] quaternion) {
        for (int i = 0; i < 4; i++) {
            quaternion[i] = xquat.get(4 * body + i);
        }
    }

    /** Its yaw: the angle of its x axis about z, rad. */
    double yaw() {
        return heading(0);
    }

    /** The horizontal direction of one of its axes, 0, 1 or 2, as an angle from the world's x axis, rad. */
    double heading(int axis) {
        lookAt();
        return Math.atan2(axes[3 + axis], axes[axis]);
    }

    /** One world coordinate of a point (x, y, z) given in its own frame, m. */
    double point(double x, double y, double z, int axis) {
        lookAt();
        return position(axis) + axes[3 * axis] * x + axes[3 * axis + 1] * y + axes[3 * axis + 2] * z;
    }

    /** Computes its axes as the columns of a matrix. */
    private void lookAt() {
        quaternion(own);
        Rotation.ofQuaternion(own, axes);
    }

    /** The distance from its centre to a robot's grip point, m. */
    double distance(Panda panda) {
        double squares = 0;
        for (int i = 0; i < 3; i++) {
            squares += (panda.grip(i) - position(i)) * (panda.grip(i) - position(i));
        }
        return Math.sqrt(squares);
    }

    /** Writes position x, y, z and quaternion x, y, z, w at an offset, and returns the offset after them. */
    int observe(float[] observation, int offset) {
        for (int i = 0; i < 3; i++) {
            observation[offset + i] = (float) position(i);
            observation[offset + 3 + i] = (float) xquat.get(4 * body + 1 + i);
        }
        observation[offset + 6] = (float) xquat.get(4 * body);
        return offset + 7;
    }

    /**
     * Writes position x, y, z and quaternion x, y, z, w relative to a hand, that is, relative to the grip point and in the
     * axes of the body {@code right_hand}. The relative quaternion is computed as a product of quaternions, whose sign
     * does not jump as that of a quaternion converted from a matrix would. The result is the offset after them.
     */
    int observeFrom(Panda panda, float[] observation, int offset) {
        panda.handQuaternion(hand);
        quaternion(own);
        Rotation.ofQuaternion(hand, axes);
        Rotation.relative(hand, own, relative);
        for (int i = 0; i < 3; i++) {
            double sum = 0;
            for (int j = 0; j < 3; j++) {
                sum += axes[3 * j + i] * (position(j) - panda.grip(j));
            }
            observation[offset + i] = (float) sum;
            observation[offset + 3 + i] = (float) relative[1 + i];
        }
        observation[offset + 6] = (float) relative[0];
        return offset + 7;
    }
}
