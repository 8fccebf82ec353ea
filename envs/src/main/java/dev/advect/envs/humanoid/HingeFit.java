package dev.advect.envs.humanoid;

import java.util.List;

/**
 * The fit of a variant's hinge angles to rotations of all bodies. Bodies are fitted from the pelvis outwards, each relative
 * to its parent as fitted, so that a joint makes up for the rotation of fixed bodies before it.
 *
 * <p>Three hinges take any rotation; fewer take the nearest that they can, which is found axis by axis.
 */
final class HingeFit {
    private static final int SWEEPS = 20;

    private final int[][] axes = new int[Anatomy.BODIES][];
    private final int[] first = new int[Anatomy.BODIES];
    private final double[] target = new double[4 * Anatomy.BODIES];
    private final double[] fitted = new double[4 * Anatomy.BODIES];

    HingeFit(HumanoidBody body) {
        List<Hinge> hinges = body.hinges();
        for (int i = 0; i < Anatomy.BODIES; i++) {
            int part = i;
            axes[i] = hinges.stream().filter(hinge -> hinge.body() == part).mapToInt(Hinge::axis).toArray();
            first[i] = (int) hinges.stream().filter(hinge -> hinge.body() < part).count();
        }
    }

    /**
     * Fits the angles to local rotations.
     *
     * @param local rotations relative to the parents, {@code [24, 4]}
     * @param angles receives the angles of the hinges, rad; on entry, those of the frame before, near which solutions are
     *     chosen
     * @param residual receives the angle by which each body's orientation in the world is missed, rad, {@code [24]}
     */
    void fit(double[] local, double[] angles, double[] residual) {
        System.arraycopy(local, 0, target, 0, 4);
        System.arraycopy(local, 0, fitted, 0, 4);
        double[] own = new double[4];
        for (int body = 1; body < Anatomy.BODIES; body++) {
            int parent = Anatomy.parent(body);
            Quaternion.multiply(target, 4 * parent, local, 4 * body, target, 4 * body);
            double[] inverse = {fitted[4 * parent], -fitted[4 * parent + 1], -fitted[4 * parent + 2], -fitted[4 * parent + 3]};
            Quaternion.multiply(inverse, 0, target, 4 * body, own, 0);
            angles(axes[body], own, angles, first[body]);
            System.arraycopy(fitted, 4 * parent, fitted, 4 * body, 4);
            for (int i = 0; i < axes[body].length; i++) {
                Quaternion.multiply(fitted, 4 * body, Quaternion.about(axes[body][i], angles[first[body] + i]), 0, fitted,
                        4 * body);
            }
            residual[body] = Quaternion.angle(target, 4 * body, fitted, 4 * body);
        }
    }

    /** The height by which the last fit has raised the lowest point of the soles, m, negative if it has lowered it. */
    double raisedSoles() {
        double[] pelvis = new double[3];
        return Soles.lowest(pelvis, 0, fitted, 0) - Soles.lowest(pelvis, 0, target, 0);
    }

    private static void angles(int[] axes, double[] rotation, double[] angles, int offset) {
        if (axes.length == 3) {
            euler(rotation, angles, offset);
            return;
        }
        for (int sweep = 0; sweep < (axes.length == 1 ? 1 : SWEEPS); sweep++) {
            for (int i = 0; i < axes.length; i++) {
                angles[offset + i] = unwrapped(nearest(axes, i, rotation, angles, offset), angles[offset + i]);
            }
        }
    }

    /** The best angle of one of up to two hinges for the present angle of the other. */
    private static double nearest(int[] axes, int which, double[] rotation, double[] angles, int offset) {
        double[] rest = rotation;
        for (int i = 0; i < which; i++) {
            rest = Quaternion.product(Quaternion.inverse(Quaternion.about(axes[i], angles[offset + i])), rest);
        }
        for (int i = axes.length - 1; i > which; i--) {
            rest = Quaternion.product(rest, Quaternion.inverse(Quaternion.about(axes[i], angles[offset + i])));
        }
        return 2 * Math.atan2(rest[1 + axes[which]], rest[0]);
    }

    /** The angles of R = Rx Ry Rz, of the two solutions the one nearer to the given angles. */
    private static void euler(double[] q, double[] angles, int offset) {
        double w = q[0];
        double x = q[1];
        double y = q[2];
        double z = q[3];
        double sine = Math.clamp(2 * (x * z + w * y), -1.0, 1.0);
        double[] one = {Math.atan2(2 * (w * x - y * z), 1 - 2 * (x * x + y * y)), Math.asin(sine),
            Math.atan2(2 * (w * z - x * y), 1 - 2 * (y * y + z * z))};
        double[] other = {one[0] + Math.PI, Math.PI - one[1], one[2] + Math.PI};
        double[] best = one;
        double least = Double.POSITIVE_INFINITY;
        for (double[] solution : List.of(one, other)) {
            double change = 0;
            for (int i = 0; i < 3; i++) {
                solution[i] = unwrapped(solution[i], angles[offset + i]);
                change += Math.abs(solution[i] - angles[offset + i]);
            }
            if (change < least) {
                least = change;
                best = solution;
            }
        }
        System.arraycopy(best, 0, angles, offset, 3);
    }

    /** The angle plus the multiple of a full turn that brings it nearest to another. */
    private static double unwrapped(double angle, double near) {
        return angle + 2 * Math.PI * Math.rint((near - angle) / (2 * Math.PI));
    }
}
