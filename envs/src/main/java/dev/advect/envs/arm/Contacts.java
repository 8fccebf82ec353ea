package dev.advect.envs.arm;

import dev.advect.mujoco.Data;

/** Queries on the contacts detected in the last physics step. */
final class Contacts {
    private Contacts() {}

    /** Whether two geoms touch. */
    static boolean touch(Data data, int a, int b) {
        return touch(data, a, b, b + 1);
    }

    /** Whether a geom touches one of the geoms from {@code from} (inclusive) to {@code to} (exclusive). */
    static boolean touch(Data data, int geom, int from, int to) {
        for (int i = 0; i < data.ncon(); i++) {
            int first = data.contactGeom1(i);
            int second = data.contactGeom2(i);
            if ((first == geom && second >= from && second < to) || (second == geom && first >= from && first < to)) {
                return true;
            }
        }
        return false;
    }
}
