package dev.advect.envs.arm;

/**
 * A servo that moves a downward-pointing hand to a goal position and yaw through the actions of its controller. Yaw is the
 * angle about z of the direction in which the fingers close. It is unwrapped over full turns, since the wrist can only turn
 * back the way it came.
 */
final class HandServo {
    private static final double GAIN = 2.5;
    private static final double TURN_GAIN = 1.5;

    /** The fraction of the full turning speed in use; more would saturate the wrist's motors and tilt the hand. */
    private static final double TURN_LIMIT = 0.35;

    final Panda panda;
    private final double[] rotation = new double[9];
    private final double[] goal = new double[3];
    private double yaw;
    private double yawGoal;
    private double speed;
    private boolean closed;

    HandServo(Panda panda) {
        this.panda = panda;
    }

    /** Begins an episode: holds the current pose with open fingers. */
    void begin() {
        panda.gripRotation(rotation);
        yaw = Math.atan2(rotation[3], rotation[0]);
        yawGoal = yaw;
        closed = false;
        speed = 1;
        stay();
    }

    /** Sets the goal to the current pose of the hand. */
    void stay() {
        goTo(panda.grip(0), panda.grip(1), panda.grip(2));
    }

    void goTo(double x, double y, double z) {
        goal[0] = x;
        goal[1] = y;
        goal[2] = z;
    }

    /** Sets the fraction of the full speed that is used from now on. */
    void speed(double part) {
        speed = part;
    }

    void close() {
        closed = true;
    }

    void open() {
        closed = false;
    }

    /**
     * Sets the goal yaw to the one among {@code angle + k * period}, k an integer, that keeps the last joint nearest the
     * middle of its range.
     *
     * @return the selected yaw, rad
     */
    double turnTo(double angle, double period) {
        yawGoal = nearest(angle, period);
        return yawGoal;
    }

    /** Sets the goal to an unwrapped yaw, rad. */
    void turnExactly(double angle) {
        yawGoal = angle;
    }

    /** The yaw that {@link #turnTo} would select, rad. */
    double nearest(double angle, double period) {
        // the last joint's axis points down, so it turns opposite to the yaw
        double middle = yaw + panda.joint(6);
        return angle + period * Math.rint((middle - angle) / period);
    }

    /** The distance of the last joint from its middle at a given yaw, rad; its limit is 2.8973. */
    double wristAt(double angle) {
        return Math.abs(panda.joint(6) - (angle - yaw));
    }

    /** The current unwrapped yaw, rad. */
    double yaw() {
        return yaw;
    }

    /** The distance from grip point to goal, m. */
    double distance() {
        return Math.sqrt(square(0) + square(1) + square(2));
    }

    /** The horizontal distance from grip point to goal, m. */
    double distanceAcross() {
        return Math.sqrt(square(0) + square(1));
    }

    private double square(int axis) {
        double d = goal[axis] - panda.grip(axis);
        return d * d;
    }

    /** Whether the hand has reached the goal within {@code metres} in position and {@code radians} in yaw. */
    boolean arrived(double metres, double radians) {
        return distance() < metres && Math.abs(yawGoal - yaw) < radians;
    }

    /** Updates the unwrapped yaw; call this once before each {@link #act}. */
    void look() {
        panda.gripRotation(rotation);
        double seen = Math.atan2(rotation[3], rotation[0]);
        yaw += Math.IEEEremainder(seen - yaw, 2 * Math.PI);
    }

    /** Writes the seven components of the action, starting at index {@code from}. */
    void act(float[] action, int from) {
        for (int i = 0; i < 3; i++) {
            double way = GAIN * (goal[i] - panda.grip(i)) / OperationalSpaceController.METRES;
            action[from + i] = (float) Math.clamp(way, -speed, speed);
        }
        // the hand's z axis, the third column, should point down: z × (0, 0, -1) = (-z_y, z_x, 0)
        action[from + 3] = turn(-rotation[5]);
        action[from + 4] = turn(rotation[2]);
        action[from + 5] = turn(yawGoal - yaw);
        action[from + 6] = closed ? 1 : -1;
    }

    private static float turn(double radians) {
        double part = TURN_GAIN * radians / OperationalSpaceController.RADIANS;
        return (float) Math.clamp(part, -TURN_LIMIT, TURN_LIMIT);
    }
}
