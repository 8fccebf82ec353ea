package dev.advect.view.film;

import dev.advect.view.scene.Shape;

/**
 * Where rays meet the shapes, each in its own frame: analytic, from outside. Directions have length 1. The distance is
 * infinite if the ray misses.
 */
final class Intersections {
    private static final double MISS = Double.POSITIVE_INFINITY;

    private Intersections() {}

    /** The distance along the ray at which it enters the shape. */
    static double distance(Shape shape, double a, double b, double c, double ox, double oy, double oz, double dx,
            double dy, double dz) {
        return switch (shape) {
            case PLANE -> plane(a, b, ox, oy, oz, dx, dy, dz);
            case SPHERE -> sphere(a, ox, oy, oz, dx, dy, dz);
            case CAPSULE -> capsule(a, b, ox, oy, oz, dx, dy, dz);
            case ELLIPSOID -> ellipsoid(a, b, c, ox, oy, oz, dx, dy, dz);
            case CYLINDER -> cylinder(a, b, ox, oy, oz, dx, dy, dz);
            case BOX -> box(a, b, c, ox, oy, oz, dx, dy, dz);
            case MESH -> throw new IllegalArgumentException("meshes have triangles");
        };
    }

    /** Writes the outward normal at a point of the shape's surface, not normalised. */
    static void normal(Shape shape, double a, double b, double c, double x, double y, double z, double[] out) {
        switch (shape) {
            case PLANE, MESH -> set(out, 0, 0, 1);
            case SPHERE -> set(out, x, y, z);
            case CAPSULE -> set(out, x, y, z - Math.clamp(z, -b, b));
            case ELLIPSOID -> set(out, x / (a * a), y / (b * b), z / (c * c));
            case CYLINDER -> {
                boolean cap = Math.abs(Math.abs(z) - b) < Math.abs(Math.hypot(x, y) - a);
                set(out, cap ? 0 : x, cap ? 0 : y, cap ? Math.signum(z) : 0);
            }
            case BOX -> {
                double ax = Math.abs(Math.abs(x) - a);
                double ay = Math.abs(Math.abs(y) - b);
                double az = Math.abs(Math.abs(z) - c);
                boolean onX = ax <= ay && ax <= az;
                boolean onY = !onX && ay <= az;
                set(out, onX ? Math.signum(x) : 0, onY ? Math.signum(y) : 0, onX || onY ? 0 : Math.signum(z));
            }
        }
    }

    private static void set(double[] out, double x, double y, double z) {
        out[0] = x;
        out[1] = y;
        out[2] = z;
    }

    private static double plane(double a, double b, double ox, double oy, double oz, double dx, double dy, double dz) {
        if (oz <= 0 || dz >= 0) {
            return MISS;
        }
        double t = -oz / dz;
        boolean outside = (a > 0 && Math.abs(ox + t * dx) > a) || (b > 0 && Math.abs(oy + t * dy) > b);
        return outside ? MISS : t;
    }

    static double sphere(double r, double ox, double oy, double oz, double dx, double dy, double dz) {
        double b = ox * dx + oy * dy + oz * dz;
        double discriminant = b * b - (ox * ox + oy * oy + oz * oz) + r * r;
        return discriminant < 0 ? MISS : ahead(-b - Math.sqrt(discriminant));
    }

    private static double ellipsoid(double a, double b, double c, double ox, double oy, double oz, double dx, double dy,
            double dz) {
        double px = ox / a;
        double py = oy / b;
        double pz = oz / c;
        double vx = dx / a;
        double vy = dy / b;
        double vz = dz / c;
        double vv = vx * vx + vy * vy + vz * vz;
        double pv = px * vx + py * vy + pz * vz;
        double discriminant = pv * pv - vv * (px * px + py * py + pz * pz - 1);
        return discriminant < 0 ? MISS : ahead((-pv - Math.sqrt(discriminant)) / vv);
    }

    /** Where the ray enters the endless cylinder of radius r around z. */
    private static double tube(double r, double ox, double oy, double dx, double dy) {
        double vv = dx * dx + dy * dy;
        double pv = ox * dx + oy * dy;
        double discriminant = pv * pv - vv * (ox * ox + oy * oy - r * r);
        return discriminant < 0 || vv == 0 ? MISS : (-pv - Math.sqrt(discriminant)) / vv;
    }

    private static double capsule(double r, double half, double ox, double oy, double oz, double dx, double dy, double dz) {
        double t = tube(r, ox, oy, dx, dy);
        if (t == MISS && dx * dx + dy * dy > 0) {
            return MISS; // the tube holds the whole capsule
        }
        double z = oz + t * dz;
        if (t > 0 && Math.abs(z) <= half) {
            return t;
        }
        double top = sphere(r, ox, oy, oz - half, dx, dy, dz);
        double bottom = sphere(r, ox, oy, oz + half, dx, dy, dz);
        return Math.min(top, bottom);
    }

    private static double cylinder(double r, double half, double ox, double oy, double oz, double dx, double dy, double dz) {
        double t = tube(r, ox, oy, dx, dy);
        if (t > 0 && t < MISS && Math.abs(oz + t * dz) <= half) {
            return t;
        }
        if (dz == 0) {
            return MISS;
        }
        double cap = ((dz > 0 ? -half : half) - oz) / dz;
        double x = ox + cap * dx;
        double y = oy + cap * dy;
        return x * x + y * y <= r * r ? ahead(cap) : MISS;
    }

    static double box(double a, double b, double c, double ox, double oy, double oz, double dx, double dy, double dz) {
        double x1 = (-a - ox) / dx;
        double x2 = (a - ox) / dx;
        double y1 = (-b - oy) / dy;
        double y2 = (b - oy) / dy;
        double z1 = (-c - oz) / dz;
        double z2 = (c - oz) / dz;
        double in = Math.max(Math.max(Math.min(x1, x2), Math.min(y1, y2)), Math.min(z1, z2));
        double out = Math.min(Math.min(Math.max(x1, x2), Math.max(y1, y2)), Math.max(z1, z2));
        return in <= out ? ahead(in) : MISS;
    }

    private static double ahead(double t) {
        return t > 0 ? t : MISS;
    }
}
