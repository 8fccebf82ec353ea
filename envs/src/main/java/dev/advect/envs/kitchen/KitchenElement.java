package dev.advect.envs.kitchen;

import dev.advect.mujoco.DoubleView;

import java.util.Locale;

/**
 * Something in the kitchen that can be worked: the joints that it moves, and where they are to be. An element is done when
 * its joints are nearer than 0.3 to the goal, in the Euclidean norm over all of them (rad, m, and components of the
 * kettle's quaternion alike).
 */
enum KitchenElement {
    BOTTOM_BURNER(11, -0.88, -0.01),
    TOP_BURNER(15, -0.92, -0.01),
    LIGHT_SWITCH(17, -0.69, -0.05),
    SLIDE_CABINET(19, 0.37),
    HINGE_CABINET(20, 0, 1.45),
    MICROWAVE(22, -0.75),
    /** Position and quaternion w, x, y, z: a quaternion of the other sign, though the same rotation, is not the goal. */
    KETTLE(23, -0.23, 0.75, 1.62, 0.99, 0, 0, -0.06);

    private static final double TOLERANCE = 0.3;

    private final int first;
    @SuppressWarnings("ImmutableEnumChecker") // never written to
    private final double[] goal;

    /** @param first the first of its joints' positions in qpos */
    KitchenElement(int first, double... goal) {
        this.first = first;
        this.goal = goal;
    }

    /** As environments, metrics and sites of the model are called: {@code bottom_burner}. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Where its joints' positions begin in qpos. */
    int first() {
        return first;
    }

    /** From the joints to their goal. */
    double distance(DoubleView qpos) {
        double sum = 0;
        for (int i = 0; i < goal.length; i++) {
            double off = qpos.get(first + i) - goal[i];
            sum += off * off;
        }
        return Math.sqrt(sum);
    }

    boolean isDone(DoubleView qpos) {
        return distance(qpos) < TOLERANCE;
    }
}
