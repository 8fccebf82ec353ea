package dev.advect.envs.arm;

/**
 * Leads a hand that points down to a place and a yaw, by the actions of its controller. Yaw is the angle about z of the
 * direction in which the fingers close; it is counted on over full turns, since the wrist has to be turned back the way
 * it came.
 */
final class HandServo {
    private static final double GAIN = 2.5;
    private static final double TURN_GAIN = 1.5;

    /** Part of the full turning speed that is used: more drives the wrist's motors to their limit and tilts the hand. */
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

    /** Begins an episode: stays where it is, with open fingers. */
    void begin() {
        panda.gripRotation(rotation);
        yaw = Math.atan2(rotation[3], rotation[0]);
        yawGoal = yaw;
        closed = false;
        speed = 1;
        stay();
    }

    /** The goal becomes where the hand is. */
    void stay() {
        goTo(panda.grip(0), panda.grip(1), panda.grip(2));
    }

    void goTo(double x, double y, double z) {
        goal[0] = x;
        goal[1] = y;
        goal[2] = z;
    }

    /** Part of the full speed that is used from now on. */
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
     * Turns to one of the yaws {@code angle + k period}, k whole: that which leaves the last joint nearest its middle.
     *
     * @return the yaw that was chosen
     */
    double turnTo(double angle, double period) {
        yawGoal = nearest(angle, period);
        return yawGoal;
    }

    /** Turns to a yaw, counted on. */
    void turnExactly(double angle) {
        yawGoal = angle;
    }

    /** What {@link #turnTo} would choose. */
    double nearest(double angle, double period) {
        // the last joint's axis points down: it turns against the yaw
        double middle = yaw + panda.joint(6);
        return angle + period * Math.rint((middle - angle) / period);
    }

    /** How far from its middle the last joint would be at a yaw, rad; it locks at 2.8973. */
    double wristAt(double angle) {
        return Math.abs(panda.joint(6) - (angle - yaw));
    }

    /** The yaw, counted on, rad. */
    double yaw() {
        return yaw;
    }

    /** From grip point to goal, m. */
    double distance() {
        return Math.sqrt(square(0) + square(1) + square(2));
    }

    /** From grip point to goal in x and y only, m. */
    double distanceAcross() {
        return Math.sqrt(square(0) + square(1));
    }

    private double square(int axis) {
        double d = goal[axis] - panda.grip(axis);
        return d * d;
    }

    /** Whether the hand is where it was sent, within {@code metres}, and turned as it was told, within {@code radians}. */
    boolean arrived(double metres, double radians) {
        return distance() < metres && Math.abs(yawGoal - yaw) < radians;
    }

    /** Follows the yaw; once before each {@link #act}. */
    void look() {
        panda.gripRotation(rotation);
        double seen = Math.atan2(rotation[3], rotation[0]);
        yaw += Math.IEEEremainder(seen - yaw, 2 * Math.PI);
    }

    /** Writes the seven numbers of the action from {@code from} on. */
    void act(float[] action, int from) {
        for (int i = 0; i < 3; i++) {
            double way = GAIN * (goal[i] - panda.grip(i)) / OperationalSpaceController.METRES;
            action[from + i] = (float) Math.clamp(way, -speed, speed);
        }
        // the hand's z axis, the third column, is to point down: z × (0, 0, -1) = (-z_y, z_x, 0)
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
