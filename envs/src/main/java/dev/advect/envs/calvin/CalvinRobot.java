package dev.advect.envs.calvin;

import dev.advect.mujoco.Data;
import dev.advect.mujoco.DoubleView;
import dev.advect.mujoco.ObjectType;
import dev.advect.mujoco.layout.DataField;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

import static dev.advect.envs.calvin.CalvinKinematics.JOINTS;

/**
 * The arm and its controller. An action moves a target pose, not the hand: by ±0.02 m and ±0.05 rad of roll, pitch and yaw.
 * Joint angles that reach the target are found by {@link CalvinKinematics}; the joints' servos follow them at no more than 2
 * rad/s. The arm's weight is compensated. The gripper opens for a positive last component and closes for another one.
 */
final class CalvinRobot {
    /** Translation x, y, z; rotation x, y, z; gripper. */
    static final int ACTION = 7;

    /** Tool centre point x, y, z, roll, pitch, yaw; opening; seven joints; gripper action. */
    static final int OBSERVATION = 15;

    static final double METRES = 0.02;
    static final double RADIANS = 0.05;
    static final double OPEN = 0.04;

    /** The initial joint angles, rad. */
    static final double[] START = {-1.21779206, 1.03987646, 2.11978261, -2.34205014, -0.87015947, 1.64119353, 0.55344866};

    /** The largest motion of a joint in a control step: 2 rad/s. */
    private static final double FASTEST = 2.0 / 30;

    private final DoubleView qpos;
    private final DoubleView ctrl;
    private final DoubleView bias;
    private final DoubleView applied;
    private final DoubleView sitePositions;
    private final DoubleView siteRotations;
    private final int tool;
    private final CalvinKinematics kinematics = new CalvinKinematics();
    private final double[] matrix = new double[9];
    private final double[] angles = new double[3];
    /** The target pose: position in m, and roll, pitch and yaw in rad, which are not wrapped. */
    final double[] target = new double[6];
    private final double[] goal = new double[JOINTS];
    private final double[] command = new double[JOINTS];
    private boolean open;

    CalvinRobot(Data data) {
        qpos = data.qpos();
        ctrl = data.ctrl();
        bias = data.doubles(DataField.QFRC_BIAS);
        applied = data.doubles(DataField.QFRC_APPLIED);
        sitePositions = data.doubles(DataField.SITE_XPOS);
        siteRotations = data.doubles(DataField.SITE_XMAT);
        tool = data.model().id(ObjectType.SITE, "tcp");
    }

    /** Sets the initial pose, with an open gripper or one that is as wide as a block. */
    void reset(boolean isOpen) {
        open = isOpen;
        for (int i = 0; i < JOINTS; i++) {
            qpos.set(i, START[i]);
            goal[i] = START[i];
            command[i] = START[i];
        }
        for (int i = JOINTS; i < JOINTS + 2; i++) {
            qpos.set(i, open ? OPEN : CalvinBlock.HALF);
        }
        kinematics.forward(START);
        System.arraycopy(kinematics.position, 0, target, 0, 3);
        Euler.of(kinematics.rotation, angles);
        System.arraycopy(angles, 0, target, 3, 3);
        send();
    }

    /** Moves the target by an action, each component in [-1, 1], and sends the servos there. */
    void act(float[] action) {
        for (int i = 0; i < 3; i++) {
            target[i] += METRES * Math.clamp(action[i], -1, 1);
            target[3 + i] += RADIANS * Math.clamp(action[3 + i], -1, 1);
        }
        open = action[6] > 0;
        Euler.matrix(target[3], target[4], target[5], matrix);
        kinematics.solve(target, matrix, goal, START);
        for (int i = 0; i < JOINTS; i++) {
            command[i] += Math.clamp(goal[i] - command[i], -FASTEST, FASTEST);
        }
        send();
    }

    private void send() {
        for (int i = 0; i < JOINTS; i++) {
            ctrl.set(i, command[i]);
        }
        for (int i = JOINTS; i < JOINTS + 2; i++) {
            ctrl.set(i, open ? OPEN : 0);
        }
    }

    /** Compensates the arm's weight by the forces that the last physics step found. */
    void carry() {
        for (int i = 0; i < JOINTS; i++) {
            applied.set(i, bias.get(i));
        }
    }

    /** One coordinate of the tool centre point, m. */
    double position(int axis) {
        return sitePositions.get(3 * tool + axis);
    }

    /** The angle of a joint, rad. */
    double joint(int i) {
        return qpos.get(i);
    }

    /** Whether the last action closed the gripper. */
    boolean closed() {
        return !open;
    }

    /** The distance between the fingers, 0 to 0.08 m. */
    double opening() {
        return qpos.get(JOINTS) + qpos.get(JOINTS + 1);
    }

    /** Writes {@link #OBSERVATION} components from the beginning of the observation. */
    void observe(float[] observation) {
        for (int i = 0; i < 9; i++) {
            matrix[i] = siteRotations.get(9 * tool + i);
        }
        Euler.of(matrix, angles);
        for (int i = 0; i < 3; i++) {
            observation[i] = (float) position(i);
            observation[3 + i] = (float) angles[i];
        }
        observation[6] = (float) opening();
        for (int i = 0; i < JOINTS; i++) {
            observation[7 + i] = (float) qpos.get(i);
        }
        observation[14] = open ? 1 : -1;
    }

    void save(DataOutput out) throws IOException {
        for (double[] values : new double[][] {target, goal, command}) {
            for (double value : values) {
                out.writeDouble(value);
            }
        }
        out.writeBoolean(open);
    }

    void load(DataInput in) throws IOException {
        for (double[] values : new double[][] {target, goal, command}) {
            for (int i = 0; i < values.length; i++) {
                values[i] = in.readDouble();
            }
        }
        open = in.readBoolean();
    }
}
