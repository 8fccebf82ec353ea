package dev.advect.view.film;

import dev.advect.view.scene.Shape;
import org.jspecify.annotations.Nullable;

/** A shape at its place in the world, with its colour in linear light. */
final class Solid {
    final Shape shape;
    /** Its number in a picture. */
    int id;
    final double x;
    final double y;
    final double z;
    /** The radius of a sphere around (x, y, z) that holds it. */
    final double radius;
    final double red;
    final double green;
    final double blue;
    final double alpha;
    /** The side of its squares in metres; 0 if it has none. */
    final double square;
    private final double a;
    private final double b;
    private final double c;
    private final @Nullable Triangles triangles;
    /** From the solid's frame to the world, row-major. */
    private final double[] m;

    Solid(Shape shape, double[] size, @Nullable Triangles triangles, double[] place, double[] rotation, double radius,
            double[] rgba, double square) {
        this.shape = shape;
        this.a = size[0];
        this.b = size[1];
        this.c = size[2];
        this.triangles = triangles;
        this.x = place[0];
        this.y = place[1];
        this.z = place[2];
        this.m = rotation;
        this.radius = radius;
        this.red = rgba[0];
        this.green = rgba[1];
        this.blue = rgba[2];
        this.alpha = rgba[3];
        this.square = square;
    }

    boolean isPlane() {
        return shape == Shape.PLANE;
    }

    /** Whether a ray may meet it, nearer than that: whether it meets the sphere around it. */
    boolean isNear(double ox, double oy, double oz, double dx, double dy, double dz, double within) {
        double cx = x - ox;
        double cy = y - oy;
        double cz = z - oz;
        double along = cx * dx + cy * dy + cz * dz;
        double off = cx * cx + cy * cy + cz * cz - along * along;
        return off <= radius * radius && along > -radius && along - radius < within;
    }

    /** The distance along a ray at which it meets the solid, if that is less than {@code within}; else infinite. */
    double distance(double ox, double oy, double oz, double dx, double dy, double dz, double within, LocalRay ray) {
        double px = ox - x;
        double py = oy - y;
        double pz = oz - z;
        ray.ox = m[0] * px + m[3] * py + m[6] * pz;
        ray.oy = m[1] * px + m[4] * py + m[7] * pz;
        ray.oz = m[2] * px + m[5] * py + m[8] * pz;
        ray.dx = m[0] * dx + m[3] * dy + m[6] * dz;
        ray.dy = m[1] * dx + m[4] * dy + m[7] * dz;
        ray.dz = m[2] * dx + m[5] * dy + m[8] * dz;
        ray.distance = within;
        if (triangles != null) {
            return triangles.meet(ray) ? ray.distance : Double.POSITIVE_INFINITY;
        }
        double t = Intersections.distance(shape, a, b, c, ray.ox, ray.oy, ray.oz, ray.dx, ray.dy, ray.dz);
        return t < within ? t : Double.POSITIVE_INFINITY;
    }

    /** Writes the unit normal where the ray of the last call of {@link #distance} met the solid. */
    void normal(double distance, LocalRay ray, double[] out) {
        if (triangles == null) {
            Intersections.normal(shape, a, b, c, ray.ox + distance * ray.dx, ray.oy + distance * ray.dy,
                    ray.oz + distance * ray.dz, out);
        } else {
            out[0] = ray.nx;
            out[1] = ray.ny;
            out[2] = ray.nz;
        }
        double length = Math.sqrt(out[0] * out[0] + out[1] * out[1] + out[2] * out[2]);
        double nx = out[0] / length;
        double ny = out[1] / length;
        double nz = out[2] / length;
        out[0] = m[0] * nx + m[1] * ny + m[2] * nz;
        out[1] = m[3] * nx + m[4] * ny + m[5] * nz;
        out[2] = m[6] * nx + m[7] * ny + m[8] * nz;
    }

    /** The coordinate of a point of the world along the solid's own axis x (0) or y (1). */
    double along(int axis, double wx, double wy, double wz) {
        return m[axis] * (wx - x) + m[3 + axis] * (wy - y) + m[6 + axis] * (wz - z);
    }
}
