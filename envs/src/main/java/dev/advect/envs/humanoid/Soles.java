package dev.advect.envs.humanoid;

/** The soles of both feet. */
final class Soles {
    /** The soles' corners in the axes of an ankle, and of a toe, m. */
    private static final double[][] HEEL = {{-0.06, -0.045, -0.08}, {-0.06, 0.045, -0.08}, {0.11, -0.045, -0.08}, {0.11, 0.045, -0.08}};

    private static final double[][] TOE = {{0.09, -0.045, -0.025}, {0.09, 0.045, -0.025}};

    private Soles() {}

    /**
     * The height of the lowest point of both soles.
     *
     * @param root the pelvis's position, from index r on
     * @param world the rotations of the 24 bodies in the world, from index w on
     */
    static double lowest(double[] root, int r, double[] world, int w) {
        double lowest = Double.POSITIVE_INFINITY;
        for (int hip : new int[] {1, 5}) {
            double[] at = {root[r], root[r + 1], root[r + 2]};
            double[] step = new double[3];
            for (int body = hip; body < hip + 4; body++) {
                int parent = Anatomy.parent(body);
                Quaternion.rotate(world, w + 4 * parent, Anatomy.offset(body), 0, step, 0);
                for (int i = 0; i < 3; i++) {
                    at[i] += step[i];
                }
                double[][] corners = body == hip + 2 ? HEEL : body == hip + 3 ? TOE : new double[0][];
                for (double[] corner : corners) {
                    Quaternion.rotate(world, w + 4 * body, corner, 0, step, 0);
                    lowest = Math.min(lowest, at[2] + step[2]);
                }
            }
        }
        return lowest;
    }
}
