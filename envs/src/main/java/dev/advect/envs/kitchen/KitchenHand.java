package dev.advect.envs.kitchen;

import dev.advect.envs.algebra.Cholesky;
import dev.advect.envs.algebra.Rotation;
import dev.advect.mujoco.Data;
import dev.advect.mujoco.DoubleView;
import dev.advect.mujoco.Model;
import dev.advect.mujoco.ObjectType;
import dev.advect.mujoco.layout.DataField;
import dev.advect.mujoco.layout.ModelField;

/**
 * Leads the hand to a place and a direction by the velocities of the joints. Each step solves a damped least-squares
 * problem: the joints' motion that brings the hand nearest to where it should be, a metre counting as much as several
 * radians of direction, and that leans towards a posture where it is free to; joints at a bound are left out. The weight
 * of the arm, which bends the servos, is added to the velocities.
 */
final class KitchenHand {
    private static final int JOINTS = 7;
    private static final int OPEN = 1;
    private static final int CLOSED = -1;

    /** m and rad that a step may aim at. */
    private static final double LONGEST_MOVE = 0.06;
    private static final double LONGEST_TURN = 0.3;

    /** Weight of an error of direction against one of place, m/rad. */
    private static final double DIRECTION = 0.2;

    private static final double DAMPING = 2e-3;
    private static final double POSTURE_GAIN = 0.05;

    /** What a servo is sent ahead by, to be about there in a step: it does not settle within one. */
    private static final double LEAD = 1.6;

    /** Nearest to a bound that a joint is sent, rad. */
    private static final double MARGIN = 0.03;

    /** The elbow's free motion leans towards these angles, rad. */
    private static final double[] POSTURE = {0.15, -1.3, 1.6, -2.2, 0.2, 0.9, 1.5};

    private final Data data;
    private final DoubleView qpos;
    private final DoubleView bias;
    private final DoubleView sitePositions;
    private final DoubleView siteRotations;
    private final int end;
    private final int nv;
    private final double[] low = new double[JOINTS];
    private final double[] high = new double[JOINTS];
    private final double[] stiffness = new double[JOINTS];
    private final double[] linear;
    private final double[] angular;
    private final double[] goal = new double[3];
    private final double[] rotation = new double[9];
    private final double[] rotationGoal = new double[9];
    private final double[] offset = new double[3];
    private final double[] turn = new double[3];
    private final Cholesky cholesky = new Cholesky(JOINTS);
    private final double[] normal = new double[JOINTS * JOINTS];
    private final double[] motion = new double[JOINTS];
    private final boolean[] atBound = new boolean[JOINTS];
    private double speed = 1;
    private int fingers = CLOSED;

    KitchenHand(Data data) {
        this.data = data;
        Model model = data.model();
        qpos = data.qpos();
        bias = data.doubles(DataField.QFRC_BIAS);
        sitePositions = data.doubles(DataField.SITE_XPOS);
        siteRotations = data.doubles(DataField.SITE_XMAT);
        end = model.id(ObjectType.SITE, "end");
        nv = model.nv();
        linear = new double[3 * nv];
        angular = new double[3 * nv];
        for (int i = 0; i < JOINTS; i++) {
            low[i] = Math.max(VelocityServo.LOW[i], model.doubles(ModelField.JNT_RANGE).get(2 * i)) + MARGIN;
            high[i] = Math.min(VelocityServo.HIGH[i], model.doubles(ModelField.JNT_RANGE).get(2 * i + 1)) - MARGIN;
            int columns = model.doubles(ModelField.ACTUATOR_GAINPRM).size() / model.nu();
            stiffness[i] = model.doubles(ModelField.ACTUATOR_GAINPRM).get(columns * i);
        }
    }

    /** Begins an episode: stays where it is, pointing at the kitchen. */
    void begin() {
        stay();
        point(0, 0);
        close();
        speed = 1;
    }

    void stay() {
        goTo(position(0), position(1), position(2));
    }

    /** A coordinate of the end site, between the fingers, m. */
    double position(int axis) {
        return sitePositions.get(3 * end + axis);
    }

    /** Where the end site is to be, m. */
    void goTo(double x, double y, double z) {
        goal[0] = x;
        goal[1] = y;
        goal[2] = z;
    }

    /** Where a point is to be that lies {@code ahead} of the end site along the fingers, m; their tips are 0.05 m ahead. */
    void reach(double x, double y, double z, double ahead) {
        goTo(x - ahead * rotationGoal[2], y - ahead * rotationGoal[5], z - ahead * rotationGoal[8]);
    }

    /** The goal becomes a place behind the hand, against the direction of the fingers. */
    void back(double metres) {
        reach(position(0), position(1), position(2), metres);
    }

    /**
     * Where the fingers are to point: yaw 0 and pitch 0 is along y, to the kitchen; a positive yaw turns them to the right,
     * to x, a positive pitch up. They open to the left and right.
     */
    void point(double yaw, double pitch) {
        double[] ahead = {Math.sin(yaw) * Math.cos(pitch), Math.cos(yaw) * Math.cos(pitch), Math.sin(pitch)};
        double[] right = {Math.cos(yaw), -Math.sin(yaw), 0};
        for (int i = 0; i < 3; i++) {
            int j = (i + 1) % 3;
            int k = (i + 2) % 3;
            rotationGoal[3 * i] = right[j] * ahead[k] - right[k] * ahead[j];
            rotationGoal[3 * i + 1] = right[i];
            rotationGoal[3 * i + 2] = ahead[i];
        }
    }

    /** Part of the full speed that is used from now on. */
    void speed(double part) {
        speed = part;
    }

    void close() {
        fingers = CLOSED;
    }

    void open() {
        fingers = OPEN;
    }

    /** From the end site to its goal, m. */
    double distance() {
        return distanceTo(goal[0], goal[1], goal[2]);
    }

    /** From the end site to a place, m. */
    double distanceTo(double x, double y, double z) {
        return Math.hypot(Math.hypot(x - position(0), y - position(1)), z - position(2));
    }

    /** Writes the nine numbers of the action. */
    void act(float[] action) {
        measure();
        solve();
        double largest = 1;
        for (int i = 0; i < JOINTS; i++) {
            motion[i] *= LEAD / (VelocityServo.SPEED * VelocityServo.SECONDS);
            largest = Math.max(largest, Math.abs(motion[i]));
        }
        for (int i = 0; i < JOINTS; i++) {
            double weight = bias.get(i) / (stiffness[i] * VelocityServo.SPEED * VelocityServo.SECONDS);
            action[i] = (float) Math.clamp(motion[i] / largest + weight, -1, 1);
        }
        action[JOINTS] = fingers;
        action[JOINTS + 1] = fingers;
    }

    /** What is between the hand and its goal, no more than a step may aim at. */
    private void measure() {
        data.siteJacobian(end, linear, angular);
        for (int i = 0; i < 9; i++) {
            rotation[i] = siteRotations.get(9 * end + i);
        }
        for (int i = 0; i < 3; i++) {
            offset[i] = goal[i] - position(i);
        }
        Rotation.error(rotation, rotationGoal, turn);
        shorten(offset, LONGEST_MOVE * speed);
        shorten(turn, LONGEST_TURN * speed);
    }

    private static void shorten(double[] vector, double longest) {
        double length = Math.sqrt(vector[0] * vector[0] + vector[1] * vector[1] + vector[2] * vector[2]);
        double part = length > longest ? longest / length : 1;
        for (int i = 0; i < 3; i++) {
            vector[i] *= part;
        }
    }

    /** Solves for the motion of the joints; those that would pass a bound are held, and the others solved for again. */
    private void solve() {
        for (int i = 0; i < JOINTS; i++) {
            atBound[i] = false;
        }
        boolean again = true;
        while (again) {
            solveFree();
            again = false;
            for (int i = 0; i < JOINTS; i++) {
                double next = qpos.get(i) + motion[i];
                boolean outward = (next < low[i] && motion[i] < 0) || (next > high[i] && motion[i] > 0);
                if (outward && !atBound[i]) {
                    atBound[i] = true;
                    again = true;
                }
            }
        }
    }

    private void solveFree() {
        for (int i = 0; i < JOINTS; i++) {
            for (int j = 0; j < JOINTS; j++) {
                normal[i * JOINTS + j] = atBound[i] || atBound[j] ? 0 : product(i, j);
            }
            normal[i * JOINTS + i] += atBound[i] ? 1 : DAMPING;
            motion[i] = 0;
            if (!atBound[i]) {
                motion[i] = DAMPING * POSTURE_GAIN * (POSTURE[i] - qpos.get(i));
                for (int axis = 0; axis < 3; axis++) {
                    motion[i] += linear[axis * nv + i] * offset[axis]
                            + DIRECTION * DIRECTION * angular[axis * nv + i] * turn[axis];
                }
            }
        }
        cholesky.factor(normal);
        cholesky.solve(motion);
    }

    private double product(int i, int j) {
        double sum = 0;
        for (int axis = 0; axis < 3; axis++) {
            sum += linear[axis * nv + i] * linear[axis * nv + j]
                    + DIRECTION * DIRECTION * angular[axis * nv + i] * angular[axis * nv + j];
        }
        return sum;
    }
}
