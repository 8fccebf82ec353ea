package dev.advect.envs.arm;

import dev.advect.mujoco.Data;
import dev.advect.mujoco.DataField;
import dev.advect.mujoco.DoubleView;
import dev.advect.mujoco.Model;
import dev.advect.mujoco.ObjectType;

/** A thing that moves freely: a body whose only joint, of the same name, is a free one. */
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

    /** Puts it down upright, turned about z by {@code yaw}, rad. */
    void place(double x, double y, double z, double yaw) {
        place(x, y, z, new double[] {Math.cos(yaw / 2), 0, 0, Math.sin(yaw / 2)});
    }

    /** Puts it somewhere; the quaternion is (w, x, y, z). */
    void place(double x, double y, double z, double[] quaternion) {
        qpos.set(firstQpos, x);
        qpos.set(firstQpos + 1, y);
        qpos.set(firstQpos + 2, z);
        for (int i = 0; i < 4; i++) {
            qpos.set(firstQpos + 3 + i, quaternion[i]);
        }
    }

    /** A coordinate, m. */
    double position(int axis) {
        return xpos.get(3 * body + axis);
    }

    /** Its orientation, (w, x, y, z). */
    void quaternion(double[] quaternion) {
        for (int i = 0; i < 4; i++) {
            quaternion[i] = xquat.get(4 * body + i);
        }
    }

    /** The angle about z of its x axis, rad. */
    double yaw() {
        return heading(0);
    }

    /** The direction in the plane of one of its axes, 0, 1 or 2, as an angle from the world's x, rad. */
    double heading(int axis) {
        lookAt();
        return Math.atan2(axes[3 + axis], axes[axis]);
    }

    /** A coordinate of a point of it, given in its own frame, m. */
    double point(double x, double y, double z, int axis) {
        lookAt();
        return position(axis) + axes[3 * axis] * x + axes[3 * axis + 1] * y + axes[3 * axis + 2] * z;
    }

    /** Works out its axes, the columns of a matrix. */
    private void lookAt() {
        quaternion(own);
        Rotation.ofQuaternion(own, axes);
    }

    /** The distance to a robot's grip point, m. */
    double distance(Panda panda) {
        double squares = 0;
        for (int i = 0; i < 3; i++) {
            squares += (panda.grip(i) - position(i)) * (panda.grip(i) - position(i));
        }
        return Math.sqrt(squares);
    }

    /** Writes position x, y, z and quaternion x, y, z, w, and returns where the next number goes. */
    int observe(float[] observation, int at) {
        for (int i = 0; i < 3; i++) {
            observation[at + i] = (float) position(i);
            observation[at + 3 + i] = (float) xquat.get(4 * body + 1 + i);
        }
        observation[at + 6] = (float) xquat.get(4 * body);
        return at + 7;
    }

    /**
     * Writes position x, y, z and quaternion x, y, z, w as seen from a hand: from the grip point, in the axes of the body
     * {@code right_hand}. The quaternion is the product of the two, whose sign does not jump as that of a matrix's would.
     */
    int observeFrom(Panda panda, float[] observation, int at) {
        panda.handQuaternion(hand);
        quaternion(own);
        Rotation.ofQuaternion(hand, axes);
        Rotation.relative(hand, own, relative);
        for (int i = 0; i < 3; i++) {
            double sum = 0;
            for (int j = 0; j < 3; j++) {
                sum += axes[3 * j + i] * (position(j) - panda.grip(j));
            }
            observation[at + i] = (float) sum;
            observation[at + 3 + i] = (float) relative[1 + i];
        }
        observation[at + 6] = (float) relative[0];
        return at + 7;
    }
}
