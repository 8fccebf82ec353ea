package dev.advect.envs.calvin;

import dev.advect.envs.algebra.Cholesky;
import dev.advect.envs.algebra.Rotation;

/**
 * The kinematics of the arm: the pose of its tool centre point and the joint angles that reach a pose. It works on angles,
 * not on the simulation, so that a target does not depend on how far the arm lags behind it.
 */
final class CalvinKinematics {
    static final int JOINTS = 7;

    static final double[] LOW = {-2.8973, -1.7628, -2.8973, -3.0718, -2.8973, -0.0175, -2.8973};
    static final double[] HIGH = {2.8973, 1.7628, 2.8973, -0.0698, 2.8973, 3.7525, 2.8973};

    private static final double[] BASE = {-0.34, -0.46, 0.24};
    /** The offset of each joint in the frame of the one before, m. */
    private static final double[][] OFFSETS = {
        {0, 0, 0.333}, {0, 0, 0}, {0, -0.316, 0}, {0.0825, 0, 0}, {-0.0825, 0.384, 0}, {0, 0, 0}, {0.088, 0, 0}
    };
    /** The rotation about x of each joint's frame, in quarter turns. */
    private static final int[] QUARTERS = {0, -1, 1, 1, -1, 1, 1};
    /** From the last joint to the tool centre point, m, and the hand's rotation about it, rad. */
    private static final double TOOL = 0.107 + 0.14;
    private static final double HAND = -Math.PI / 4;

    private static final int ITERATIONS = 8;
    /** The error, m or rad, at which iterations end. */
    private static final double ACCURATE = 1e-4;
    private static final double DAMPING = 1e-4;
    private static final double POSTURE_GAIN = 0.02;
    /** The weight of an error of 1 rad as one of so many m. */
    private static final double RADIAN = 0.3;
    /** The largest error that an iteration corrects, m. */
    private static final double LONGEST = 0.1;

    final double[] position = new double[3];
    final double[] rotation = new double[9];
    private final double[] anchors = new double[3 * JOINTS];
    private final double[] axes = new double[3 * JOINTS];
    private final double[] error = new double[6];
    private final double[] turn = new double[3];
    private final double[] jacobian = new double[6 * JOINTS];
    private final double[] normal = new double[JOINTS * JOINTS];
    private final double[] motion = new double[JOINTS];
    private final Cholesky cholesky = new Cholesky(JOINTS);

    /** Computes {@link #position} and {@link #rotation} of the tool centre point for joint angles, rad. */
    void forward(double[] angles) {
        System.arraycopy(BASE, 0, position, 0, 3);
        for (int i = 0; i < 9; i++) {
            rotation[i] = i % 4 == 0 ? 1 : 0;
        }
        for (int joint = 0; joint < JOINTS; joint++) {
            advance(OFFSETS[joint][0], OFFSETS[joint][1], OFFSETS[joint][2]);
            turnX(QUARTERS[joint]);
            for (int i = 0; i < 3; i++) {
                anchors[3 * joint + i] = position[i];
                axes[3 * joint + i] = rotation[3 * i + 2];
            }
            turnZ(angles[joint]);
        }
        advance(0, 0, TOOL);
        turnZ(HAND);
    }

    private void advance(double x, double y, double z) {
        for (int i = 0; i < 3; i++) {
            position[i] += rotation[3 * i] * x + rotation[3 * i + 1] * y + rotation[3 * i + 2] * z;
        }
    }

    /** Turns the frame about its x axis by a quarter turn, -1, 0 or 1. */
    private void turnX(int quarter) {
        if (quarter != 0) {
            for (int i = 0; i < 3; i++) {
                double y = rotation[3 * i + 1];
                rotation[3 * i + 1] = quarter * rotation[3 * i + 2];
                rotation[3 * i + 2] = -quarter * y;
            }
        }
    }

    private void turnZ(double angle) {
        double c = Math.cos(angle);
        double s = Math.sin(angle);
        for (int i = 0; i < 3; i++) {
            double x = rotation[3 * i];
            double y = rotation[3 * i + 1];
            rotation[3 * i] = c * x + s * y;
            rotation[3 * i + 1] = c * y - s * x;
        }
    }

    /**
     * Moves joint angles towards a pose, by a few steps of damped least squares within the joints' limits. An unreachable
     * pose is approached as far as possible.
     *
     * @param angles the angles to begin with, which are replaced
     * @param posture the angles that free motion leans towards
     */
    void solve(double[] targetPosition, double[] targetRotation, double[] angles, double[] posture) {
        for (int iteration = 0; iteration < ITERATIONS; iteration++) {
            forward(angles);
            if (iteration > 0 && errorTo(targetPosition, targetRotation) < ACCURATE) {
                return;
            }
            measure(targetPosition, targetRotation);
            step(angles, posture);
        }
    }

    /** The largest component of the error in position, m, or of that in orientation, as a sine. */
    private double errorTo(double[] targetPosition, double[] targetRotation) {
        Rotation.error(rotation, targetRotation, turn);
        double largest = 0;
        for (int i = 0; i < 3; i++) {
            largest = Math.max(largest, Math.max(Math.abs(targetPosition[i] - position[i]), Math.abs(turn[i])));
        }
        return largest;
    }

    private void measure(double[] targetPosition, double[] targetRotation) {
        Rotation.error(rotation, targetRotation, turn);
        double length = 0;
        for (int i = 0; i < 3; i++) {
            error[i] = targetPosition[i] - position[i];
            length += error[i] * error[i];
        }
        double part = Math.min(1, LONGEST / Math.sqrt(length + 1e-12));
        for (int i = 0; i < 3; i++) {
            error[i] *= part;
            error[3 + i] = RADIAN * turn[i];
        }
        for (int joint = 0; joint < JOINTS; joint++) {
            for (int i = 0; i < 3; i++) {
                int j = (i + 1) % 3;
                int k = (i + 2) % 3;
                jacobian[i * JOINTS + joint] = axes[3 * joint + j] * (position[k] - anchors[3 * joint + k])
                        - axes[3 * joint + k] * (position[j] - anchors[3 * joint + j]);
                jacobian[(3 + i) * JOINTS + joint] = RADIAN * axes[3 * joint + i];
            }
        }
    }

    private void step(double[] angles, double[] posture) {
        for (int i = 0; i < JOINTS; i++) {
            motion[i] = DAMPING * POSTURE_GAIN * (posture[i] - angles[i]);
            for (int k = 0; k < 6; k++) {
                motion[i] += jacobian[k * JOINTS + i] * error[k];
            }
            for (int j = 0; j <= i; j++) {
                double sum = i == j ? DAMPING : 0;
                for (int k = 0; k < 6; k++) {
                    sum += jacobian[k * JOINTS + i] * jacobian[k * JOINTS + j];
                }
                normal[i * JOINTS + j] = sum;
            }
        }
        if (cholesky.factor(normal)) {
            cholesky.solve(motion);
            for (int i = 0; i < JOINTS; i++) {
                angles[i] = Math.clamp(angles[i] + motion[i], LOW[i], HIGH[i]);
            }
        }
    }
}
