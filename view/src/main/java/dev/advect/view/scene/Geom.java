package dev.advect.view.scene;

/**
 * A visible geom of a scene.
 *
 * @param shape its shape
 * @param sizeX the first size, see {@link Shape}
 * @param sizeY the second size
 * @param sizeZ the third size
 * @param colour its colour: that of the geom or of its material, or one of advect's palette if the model gives none
 * @param body the name of its body, empty if it has none; {@code world} is fixed
 * @param moves whether it can move: whether its body is, or hangs on, one with a joint or a mocap body
 * @param mesh the index of its mesh in {@link Scene#meshes()}, or -1
 * @param checkered whether it is drawn with a chequer of squares, as planes are
 */
public record Geom(
        Shape shape, float sizeX, float sizeY, float sizeZ, Colour colour, String body, boolean moves, int mesh,
        boolean checkered) {
    /** A plane that extends so far to either side is a floor: bodies stand beyond what would be drawn of it. */
    private static final float FLOOR = 4;

    /** Whether it is a floor, which is drawn to the horizon: a plane that is large, or has no size. */
    public boolean isFloor() {
        return shape == Shape.PLANE && (Math.min(sizeX, sizeY) == 0 || Math.max(sizeX, sizeY) >= FLOOR);
    }

    /** The three sizes that are drawn; zeros for a floor. */
    public float[] drawnSize() {
        return isFloor() ? new float[3] : new float[] {sizeX, sizeY, sizeZ};
    }

    /** The radius of a sphere around the origin of the geom's frame that holds it; infinite for a plane. */
    public double radius(Scene scene) {
        return switch (shape) {
            case PLANE -> Double.POSITIVE_INFINITY;
            case SPHERE -> sizeX;
            case CAPSULE -> sizeX + sizeY;
            case ELLIPSOID -> Math.max(sizeX, Math.max(sizeY, sizeZ));
            case CYLINDER -> Math.hypot(sizeX, sizeY);
            case BOX -> Math.sqrt((double) sizeX * sizeX + (double) sizeY * sizeY + (double) sizeZ * sizeZ);
            case MESH -> scene.meshes().get(mesh).radius();
        };
    }
}
