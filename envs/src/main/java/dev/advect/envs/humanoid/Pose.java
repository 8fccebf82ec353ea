package dev.advect.envs.humanoid;

/**
 * A pose under construction, for motions made by code: the pelvis and the feet are placed and the legs follow by inverse
 * kinematics; the trunk and the arms are turned joint by joint.
 */
final class Pose {
    private static final int HIP = 1;
    private static final int LEG = 4;
    private static final int TORSO = Anatomy.index("Torso");
    private static final int CHEST = Anatomy.index("Chest");
    private static final int[] SHOULDER = {Anatomy.index("L_Shoulder"), Anatomy.index("R_Shoulder")};
    private static final int[] ELBOW = {Anatomy.index("L_Elbow"), Anatomy.index("R_Elbow")};
    private static final double[] UPRIGHT = {1, 0, 0, 0};

    /** The pelvis's position, m, {@code [3]}. */
    final double[] root = {0, 0, Anatomy.STANDING};
    /** Local rotations, {@code [24, 4]}. */
    final double[] local = new double[4 * Anatomy.BODIES];

    /** Creates a standing pose with hanging arms. */
    Pose() {
        for (int i = 0; i < local.length; i += 4) {
            local[i] = 1;
        }
        arm(0, Anatomy.ARMS_DOWN, 0, 0);
        arm(1, Anatomy.ARMS_DOWN, 0, 0);
    }

    /** Moves the pelvis from its standing position, m. */
    Pose pelvis(double x, double y, double z) {
        root[0] += x;
        root[1] += y;
        root[2] += z;
        return this;
    }

    /** Turns a body to a rotation relative to its parent. */
    Pose turn(int body, double[] rotation) {
        System.arraycopy(rotation, 0, local, 4 * body, 4);
        return this;
    }

    /** Bends the trunk: forward by its lower half, turned to the left by both halves, rad. */
    Pose trunk(double forward, double left) {
        turn(TORSO, Quaternion.product(Quaternion.about(1, forward), Quaternion.about(2, left / 2)));
        return turn(CHEST, Quaternion.about(2, left / 2));
    }

    /**
     * Sets an arm.
     *
     * @param side 0 for left, 1 for right
     * @param down the angle by which it hangs below the horizontal, rad; negative if it is raised
     * @param forward the angle by which it then points forward, rad
     * @param bend the angle of the elbow, which brings the hand forward, rad
     */
    Pose arm(int side, double down, double forward, double bend) {
        double sign = side == 0 ? -1 : 1;
        turn(SHOULDER[side], Quaternion.product(Quaternion.about(0, sign * down), Quaternion.about(2, sign * forward)));
        return turn(ELBOW[side], Quaternion.about(2, sign * bend));
    }

    /** Stands with both feet flat on the ground under the standing pose's hips. */
    Pose feet() {
        foot(0, 0, Anatomy.HIP_SIDE, 0);
        return foot(1, 0, -Anatomy.HIP_SIDE, 0);
    }

    /**
     * Places a foot, level and pointing along x, by two-bone inverse kinematics: the hip tilts the plane of the leg sideways
     * and the knee bends forward in it. A foot out of reach is reached for with a straight leg.
     *
     * @param side 0 for left, 1 for right
     * @param x position of the ankle in the world, m
     * @param height height of the sole, m
     */
    Pose foot(int side, double x, double y, double height) {
        int hip = HIP + LEG * side;
        double[] target = {x - root[0], y - root[1], height + Anatomy.ANKLE - root[2]};
        double[] pelvis = {local[0], local[1], local[2], local[3]};
        Quaternion.rotate(Quaternion.inverse(pelvis), 0, target, 0, target, 0);
        double[] offset = Anatomy.offset(hip);
        double forward = target[0] - offset[0];
        double side1 = target[1] - offset[1];
        double up = target[2] - offset[2];
        double tilt = Math.atan2(side1, -up);
        double down = Math.hypot(side1, up);
        double reach = Math.clamp(Math.hypot(forward, down), 0.1, Anatomy.THIGH + Anatomy.SHANK);
        double bend = Math.PI - corner(Anatomy.THIGH, Anatomy.SHANK, reach);
        double swing = Math.atan2(-forward, down) - corner(Anatomy.THIGH, reach, Anatomy.SHANK);
        double[] thigh = Quaternion.product(Quaternion.about(0, tilt), Quaternion.about(1, swing));
        turn(hip, thigh);
        turn(hip + 1, Quaternion.about(1, bend));
        double[] shank = Quaternion.product(Quaternion.product(pelvis, thigh), Quaternion.about(1, bend));
        return turn(hip + 2, Quaternion.product(Quaternion.inverse(shank), UPRIGHT));
    }

    /** The angle between the first two sides of a triangle, rad. */
    private static double corner(double one, double other, double opposite) {
        return Math.acos(Math.clamp((one * one + other * other - opposite * opposite) / (2 * one * other), -1.0, 1.0));
    }
}
