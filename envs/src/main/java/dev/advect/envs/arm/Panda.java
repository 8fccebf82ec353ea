package dev.advect.envs.arm;

import dev.advect.mujoco.Data;
import dev.advect.mujoco.DataField;
import dev.advect.mujoco.DoubleView;
import dev.advect.mujoco.Model;
import dev.advect.mujoco.ObjectType;

import java.util.random.RandomGenerator;

/**
 * One Panda in a simulation: where its seven joints, two fingers, actuators and frames lie in MuJoCo's arrays. The grip
 * point between the fingertips is what is controlled and where the hand is said to be; the orientation that is observed
 * is that of the body {@code right_hand}, 90 degrees about z from it.
 */
final class Panda {
    static final int JOINTS = 7;

    /** The limits of the joints' torques, N m. */
    static final double[] TORQUES = {80, 80, 80, 80, 80, 12, 12};

    /** Where an episode begins, rad, before noise. */
    private static final double[] START = {
        0, Math.PI / 16, 0, -5 * Math.PI / 6, 0, Math.PI - 0.2, Math.PI / 4
    };

    /** Where the fingers begin, m from closed, each. */
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

    /** The robot whose parts' names begin with {@code name}. */
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

    /** Puts the arm to its start, each joint off by normal noise of 0.02 rad, the fingers half open. */
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

    /** A coordinate of the grip point, m. */
    double grip(int axis) {
        return siteXpos.get(3 * grip + axis);
    }

    /** The orientation of the gripper, {@code [3, 3]}, gripper to world; its fingers close along x and point along z. */
    void gripRotation(double[] matrix) {
        for (int i = 0; i < 9; i++) {
            matrix[i] = siteXmat.get(9 * grip + i);
        }
    }

    /** The orientation of the hand, (w, x, y, z). */
    void handQuaternion(double[] quaternion) {
        for (int i = 0; i < 4; i++) {
            quaternion[i] = xquat.get(4 * hand + i);
        }
    }

    /** How far a finger, 0 or 1, is from closed along its axis, m: the second one's is negative. */
    double finger(int i) {
        return qpos.get(firstQpos + JOINTS + i);
    }

    /** Whether both pads touch a geom. */
    boolean grasps(int geom) {
        return Contacts.touch(data, leftPad, geom) && Contacts.touch(data, rightPad, geom);
    }
}
