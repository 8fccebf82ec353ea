package dev.advect.envs.humanoid;

import java.util.List;

/**
 * Poses and velocities of all 24 bodies, computed from qpos and qvel by forward kinematics. MuJoCo's own are one physics
 * step old after a step, and a full update of them would cost a quarter of the simulation.
 */
public final class BodyStates {
    private static final int N = Anatomy.BODIES;
    private static final int[] PARENT = new int[N];
    private static final double[] OFFSET = new double[3 * N];

    static {
        for (int body = 0; body < N; body++) {
            PARENT[body] = Anatomy.parent(body);
            System.arraycopy(Anatomy.offset(body), 0, OFFSET, 3 * body, 3);
        }
    }

    /** Positions in the world, m, {@code [24, 3]}. */
    public final double[] position = new double[3 * N];
    /** Orientations in the world, quaternions w x y z, {@code [24, 4]}. */
    public final double[] rotation = new double[4 * N];
    /** Linear velocities of the bodies' origins, m/s, world axes, {@code [24, 3]}. */
    public final double[] linear = new double[3 * N];
    /** Angular velocities, rad/s, world axes, {@code [24, 3]}. */
    public final double[] angular = new double[3 * N];

    private final int[] first;
    private final int[] axes;
    private final double[] arm = new double[3];
    private final double[] half = new double[4];

    /** Creates the states of a variant's bodies, all zero. */
    public BodyStates(HumanoidBody body) {
        List<Hinge> hinges = body.hinges();
        axes = hinges.stream().mapToInt(Hinge::axis).toArray();
        first = new int[N + 1];
        for (Hinge hinge : hinges) {
            first[hinge.body() + 1]++;
        }
        for (int i = 0; i < N; i++) {
            first[i + 1] += first[i];
        }
    }

    /** Computes the states for qpos and qvel, as {@link HumanoidBody} describes them. */
    public void set(double[] qpos, double[] qvel) {
        System.arraycopy(qpos, 0, position, 0, 3);
        System.arraycopy(qpos, 3, rotation, 0, 4);
        System.arraycopy(qvel, 0, linear, 0, 3);
        Quaternion.rotate(rotation, 0, qvel, 3, angular, 0);
        for (int body = 1; body < N; body++) {
            int parent = PARENT[body];
            Quaternion.rotate(rotation, 4 * parent, OFFSET, 3 * body, arm, 0);
            double wx = angular[3 * parent];
            double wy = angular[3 * parent + 1];
            double wz = angular[3 * parent + 2];
            for (int i = 0; i < 3; i++) {
                position[3 * body + i] = position[3 * parent + i] + arm[i];
            }
            linear[3 * body] = linear[3 * parent] + wy * arm[2] - wz * arm[1];
            linear[3 * body + 1] = linear[3 * parent + 1] + wz * arm[0] - wx * arm[2];
            linear[3 * body + 2] = linear[3 * parent + 2] + wx * arm[1] - wy * arm[0];
            System.arraycopy(rotation, 4 * parent, rotation, 4 * body, 4);
            System.arraycopy(angular, 3 * parent, angular, 3 * body, 3);
            for (int i = first[body]; i < first[body + 1]; i++) {
                turn(body, axes[i], qpos[HumanoidBody.ROOT_POSITIONS + i], qvel[HumanoidBody.ROOT_VELOCITIES + i]);
            }
        }
    }

    /** Turns a body about one of its axes as the earlier hinges have left it. */
    private void turn(int body, int axis, double angle, double velocity) {
        Quaternion.rotate(rotation, 4 * body, axis == 0 ? 1 : 0, axis == 1 ? 1 : 0, axis == 2 ? 1 : 0, arm, 0);
        for (int i = 0; i < 3; i++) {
            angular[3 * body + i] += velocity * arm[i];
        }
        half[0] = Math.cos(angle / 2);
        half[1] = 0;
        half[2] = 0;
        half[3] = 0;
        half[1 + axis] = Math.sin(angle / 2);
        Quaternion.multiply(rotation, 4 * body, half, 0, rotation, 4 * body);
    }

    /** The distance of a body from the same body in another state, m. */
    public double distance(BodyStates other, int body) {
        double x = position[3 * body] - other.position[3 * body];
        double y = position[3 * body + 1] - other.position[3 * body + 1];
        double z = position[3 * body + 2] - other.position[3 * body + 2];
        return Math.sqrt(x * x + y * y + z * z);
    }
}
