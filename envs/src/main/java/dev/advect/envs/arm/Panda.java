package dev.advect.envs.arm;

import dev.advect.mujoco.Data;
import dev.advect.mujoco.DoubleView;
import dev.advect.mujoco.Model;
import dev.advect.mujoco.ObjectType;
import dev.advect.mujoco.layout.DataField;

import java.util.random.RandomGenerator;

/**
 * A Panda arm in a simulation: the offsets of its seven joints, two fingers, actuators and frames in MuJoCo's arrays. The
 * grip point between the fingertips is the controlled frame and defines the hand's position; the observed orientation is
 * that of the body {@code right_hand}, which is rotated by 90 degrees about z.
 */
final class Panda {
    static final int JOINTS = 7;

    /** The torque limits of the joints, N m. */
    static final double[] TORQUES = {80, 80, 80, 80, 80, 12, 12};

    /** The initial joint angles of an episode, before noise, rad. */
    private static final double[] START = {
        0, Math.PI / 16, 0, -5 * Math.PI / 6, 0, Math.PI - 0.2, Math.PI / 4
    };

    /** The initial position of each finger, m from closed. */
    private static final double OPENING = 0.020833;

    final Data data;
    final int firstQpos;
    final int firstDof;
    final int firstActuator;
    final int grip;
    final int hand;
    final int leftPad;
    final int rightPad;
    final DoubleView qpos;
    final DoubleView qvel;
    final DoubleView ctrl;
    final DoubleView bias;
    private final DoubleView siteXpos;
    private final DoubleView siteXmat;
    private final DoubleView xquat;

    /** Binds the robot whose element names have the prefix {@code name}. */
    Panda(Data data, String name) {
        this.data = data;
        Model model = data.model();
        int joint = model.id(ObjectType.JOINT, name + "_joint1");
        firstQpos = model.jntQposadr().get(joint);
        firstDof = model.jntDofadr().get(joint);
        firstActuator = model.id(ObjectType.ACTUATOR, name + "_torque1");
        grip = model.id(ObjectType.SITE, name + "_grip");
        hand = model.id(ObjectType.BODY, name + "_right_hand");
        leftPad = model.id(ObjectType.GEOM, name + "_left_pad");
        rightPad = model.id(ObjectType.GEOM, name + "_right_pad");
        qpos = data.qpos();
        qvel = data.qvel();
        ctrl = data.ctrl();
        bias = data.doubles(DataField.QFRC_BIAS);
        siteXpos = data.doubles(DataField.SITE_XPOS);
        siteXmat = data.doubles(DataField.SITE_XMAT);
        xquat = data.doubles(DataField.XQUAT);
    }

    /** Sets the initial pose: joint angles with normal noise of standard deviation 0.02 rad, fingers half open. */
    void reset(RandomGenerator random) {
        for (int i = 0; i < JOINTS; i++) {
            qpos.set(firstQpos + i, START[i] + 0.02 * random.nextGaussian());
        }
        qpos.set(firstQpos + JOINTS, OPENING);
        qpos.set(firstQpos + JOINTS + 1, -OPENING);
    }

    /** The angle of a joint, rad. */
    double joint(int i) {
        return qpos.get(firstQpos + i);
    }

    /** The angular velocity of a joint, rad/s. */
    double velocity(int i) {
        return qvel.get(firstDof + i);
    }

    /** One world coordinate of the grip point, m. */
    double grip(int axis) {
        return siteXpos.get(3 * grip + axis);
    }

    /** Writes the rotation from gripper to world, {@code [3, 3]}; the fingers close along x and point along z. */
    void gripRotation(double[] matrix) {
        for (int i = 0; i < 9; i++) {
            matrix[i] = siteXmat.get(9 * grip + i);
        }
    }

    /** Writes the orientation of the hand as a quaternion (w, x, y, z). */
    void handQuaternion(double[] quaternion) {
        for (int i = 0; i < 4; i++) {
            quaternion[i] = xquat.get(4 * hand + i);
        }
    }

    /** The position of finger 0 or 1 along its axis, m from closed; that of finger 1 is negative. */
    double finger(int i) {
        return qpos.get(firstQpos + JOINTS + i);
    }

    /** Whether both finger pads touch a geom. */
    boolean grasps(int geom) {
        return Contacts.touch(data, leftPad, geom) && Contacts.touch(data, rightPad, geom);
    }
}
