package dev.advect.envs.calvin;

/**
 * A servo for experts: it moves the robot's target pose to a goal. Yaw is chosen among the two directions in which the
 * fingers close along the same line, so that the last joint stays near the middle of its range.
 */
final class CalvinHand {
    /** The fraction of the full speed at which the joints can follow. */
    private static final double TRAVEL = 0.7;

    private final CalvinRobot robot;
    private final double[] goal = new double[3];
    private final double[] angles = new double[3];
    private double speed;
    private boolean closed;

    CalvinHand(CalvinRobot robot) {
        this.robot = robot;
    }

    /** Begins a script: stays where the target is and keeps the gripper as it is. */
    void begin(boolean isClosed) {
        closed = isClosed;
        speed = TRAVEL;
        System.arraycopy(robot.target, 0, goal, 0, 3);
        System.arraycopy(robot.target, 3, angles, 0, 3);
    }

    /** Sets the goal of the tool centre point, m. */
    void goTo(double x, double y, double z) {
        goal[0] = x;
        goal[1] = y;
        goal[2] = z;
    }

    /** Sets the height of the goal and leaves the rest where the target is. */
    void rise(double z) {
        goTo(robot.target[0], robot.target[1], z);
    }

    /** One coordinate of the tool centre point, m. */
    double position(int axis) {
        return robot.position(axis);
    }

    /** The fraction of the full speed that is used from now on. */
    void speed(double part) {
        speed = part;
    }

    void close() {
        closed = true;
    }

    void open() {
        closed = false;
    }

    /** Points the hand straight down, its fingers closing across the direction {@code heading}, rad from x. */
    void pointDown(double heading) {
        point(Math.PI, 0, nearest(heading, Math.PI));
    }

    /** Turns the hand, pointing down, to exactly this yaw, rad. */
    void turnTo(double yaw) {
        point(Math.PI, 0, yaw);
    }

    /**
     * Points the fingers outward by an angle from straight down, in the vertical plane of the direction {@code heading}; they
     * close across it.
     */
    void pointOutward(double heading, double angle) {
        double[] ahead = {Math.cos(heading) * Math.sin(angle), Math.sin(heading) * Math.sin(angle), -Math.cos(angle)};
        double[] across = {Math.sin(heading), -Math.cos(heading), 0};
        double[] matrix = new double[9];
        for (int i = 0; i < 3; i++) {
            int j = (i + 1) % 3;
            int k = (i + 2) % 3;
            matrix[3 * i] = across[j] * ahead[k] - across[k] * ahead[j];
            matrix[3 * i + 1] = across[i];
            matrix[3 * i + 2] = ahead[i];
        }
        double[] wanted = new double[3];
        Euler.of(matrix, wanted);
        point(wanted[0], wanted[1], wanted[2]);
    }

    private void point(double roll, double pitch, double yaw) {
        angles[0] = unwrapped(roll, 3);
        angles[1] = unwrapped(pitch, 4);
        angles[2] = unwrapped(yaw, 5);
    }

    /** The angle that is nearest to a component of the target, but for full turns. */
    private double unwrapped(double angle, int component) {
        return robot.target[component] + Math.IEEEremainder(angle - robot.target[component], 2 * Math.PI);
    }

    /** The yaw among {@code angle + k period} that keeps the last joint near its middle. */
    double nearest(double angle, double period) {
        double middle = robot.target[5] + robot.joint(6);
        return angle + period * Math.rint((middle - angle) / period);
    }

    /** The distance from the tool centre point to its goal, m. */
    double distance() {
        double sum = 0;
        for (int i = 0; i < 3; i++) {
            sum += (goal[i] - robot.position(i)) * (goal[i] - robot.position(i));
        }
        return Math.sqrt(sum);
    }

    /** Whether tool centre point and target have arrived, to within {@code metres} and 0.05 rad. */
    boolean arrived(double metres) {
        double turn = 0;
        for (int i = 0; i < 3; i++) {
            turn = Math.max(turn, Math.abs(angles[i] - robot.target[3 + i]));
        }
        return distance() < metres && turn < 0.05;
    }

    /** Writes the seven components of the action. */
    void act(float[] action) {
        double longest = 0;
        for (int i = 0; i < 3; i++) {
            longest = Math.max(longest, Math.abs(goal[i] - robot.target[i]) / CalvinRobot.METRES);
        }
        double part = longest > speed ? speed / longest : 1;
        for (int i = 0; i < 3; i++) {
            action[i] = (float) Math.clamp(part * (goal[i] - robot.target[i]) / CalvinRobot.METRES, -1, 1);
            action[3 + i] = (float) Math.clamp((angles[i] - robot.target[3 + i]) / CalvinRobot.RADIANS, -1, 1);
        }
        action[CalvinRobot.ACTION - 1] = closed ? -1 : 1;
    }
}
