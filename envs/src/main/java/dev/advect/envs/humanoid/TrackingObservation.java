package dev.advect.envs.humanoid;

import dev.advect.env.ObservationPart;
import dev.advect.env.ObservationRange;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * The observation of motion tracking. All vectors have the axes of the pelvis's heading: x forward, y left, z up.
 *
 * <p>With n hinges: height of the pelvis, 1 (m); the vertical in the pelvis's own axes, 3; its linear (m/s) and angular velocity
 * (rad/s), 6; joint angles (rad) and velocities (rad/s), n each; positions of the other 23 bodies from the pelvis, 69 (m). Then
 * for the next frame of the reference, for each of 24 bodies: its position from the body's present one, 72 (m); its position
 * from the present pelvis, 72 (m); its linear velocity minus the body's present one, 72 (m/s).
 */
final class TrackingObservation {
    private static final int GOAL = 3 * Anatomy.BODIES;

    private final int hinges;

    TrackingObservation(HumanoidBody body) {
        hinges = body.hinges().size();
    }

    List<ObservationPart> parts() {
        return List.of(new ObservationPart("height", 1), new ObservationPart("vertical", 3),
                new ObservationPart("root_velocity", 6), new ObservationPart("joint_angles", hinges),
                new ObservationPart("joint_velocities", hinges), new ObservationPart("body_positions", GOAL - 3),
                new ObservationPart("goal_offsets", GOAL), new ObservationPart("goal_positions", GOAL),
                new ObservationPart("goal_velocities", GOAL));
    }

    int size() {
        return goalStart() + 3 * GOAL;
    }

    private int goalStart() {
        return 10 + 2 * hinges + GOAL - 3;
    }

    /** What a policy with the given goal sees. */
    List<ObservationRange> seen(Goal goal) {
        if (goal == Goal.ALL) {
            return List.of();
        }
        List<ObservationRange> seen = new ArrayList<>();
        seen.add(new ObservationRange(0, goalStart()));
        for (int kind = 0; kind < 2; kind++) { // positions, and no velocities
            for (int body : goal.bodies()) {
                int from = goalStart() + kind * GOAL + 3 * body;
                seen.add(new ObservationRange(from, from + 3));
            }
        }
        return seen;
    }

    void write(double[] qpos, double[] qvel, BodyStates now, BodyStates goal, float[] out) {
        double heading = Quaternion.heading(qpos, 3);
        double cos = Math.cos(heading);
        double sin = Math.sin(heading);
        int n = 0;
        out[n++] = (float) qpos[2];
        double[] vertical = new double[3];
        Quaternion.rotate(new double[] {qpos[3], -qpos[4], -qpos[5], -qpos[6]}, 0, 0, 0, 1, vertical, 0);
        for (double component : vertical) {
            out[n++] = (float) component;
        }
        n = put(now.linear, 0, null, 0, cos, sin, out, n);
        n = put(now.angular, 0, null, 0, cos, sin, out, n);
        for (int i = 0; i < hinges; i++) {
            out[n++] = (float) qpos[HumanoidBody.ROOT_POSITIONS + i];
        }
        for (int i = 0; i < hinges; i++) {
            out[n++] = (float) qvel[HumanoidBody.ROOT_VELOCITIES + i];
        }
        for (int i = 3; i < GOAL; i += 3) {
            n = put(now.position, i, now.position, 0, cos, sin, out, n);
        }
        for (int i = 0; i < GOAL; i += 3) {
            n = put(goal.position, i, now.position, i, cos, sin, out, n);
        }
        for (int i = 0; i < GOAL; i += 3) {
            n = put(goal.position, i, now.position, 0, cos, sin, out, n);
        }
        for (int i = 0; i < GOAL; i += 3) {
            n = put(goal.linear, i, now.linear, i, cos, sin, out, n);
        }
    }

    /** Writes a vector, or its difference from another, in the axes of the heading. */
    private static int put(double[] vector, int i, double @Nullable [] from, int j, double cos, double sin,
            float[] out, int n) {
        double x = vector[i] - (from == null ? 0 : from[j]);
        double y = vector[i + 1] - (from == null ? 0 : from[j + 1]);
        double z = vector[i + 2] - (from == null ? 0 : from[j + 2]);
        out[n] = (float) (cos * x + sin * y);
        out[n + 1] = (float) (cos * y - sin * x);
        out[n + 2] = (float) z;
        return n + 3;
    }
}
