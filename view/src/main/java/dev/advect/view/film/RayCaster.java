package dev.advect.view.film;

import java.util.ArrayList;
import java.util.List;

/**
 * Takes one picture of solids: a ray through each pixel, a second one to the light, and four more through the pixels at
 * edges. What can be met is sorted out tile by tile, by the spheres around the solids. One thread uses an instance.
 */
final class RayCaster {
    private static final int TILE = 16;
    private static final double OPAQUE = 0.97;
    /** The difference of neighbouring pixels, summed over the components, from which on they are smoothed. */
    private static final int EDGE = 30;
    private static final double[] SMOOTH = {0.25, 0.25, 0.75, 0.25, 0.25, 0.75, 0.75, 0.75};

    private final List<Solid> solids;
    private final List<Solid> casters;
    private final Viewpoint eye;
    private final int width;
    private final int height;
    private final double reach;
    private final LocalRay ray = new LocalRay();
    private final double[] direction = new double[3];
    private final double[] normal = new double[3];
    private final double[] colour = new double[3];
    private final double[] veil = new double[3];
    private Solid[] opaque = new Solid[0];
    private Solid[] sheer = new Solid[0];
    private double nearestDistance;
    private int met;

    /**
     * @param reach the distance at which floors fade into the horizon, in metres
     */
    RayCaster(List<Solid> solids, Viewpoint eye, int width, int height, double reach) {
        this.solids = solids;
        this.eye = eye;
        this.width = width;
        this.height = height;
        this.reach = reach;
        for (int i = 0; i < solids.size(); i++) {
            solids.get(i).id = i;
        }
        casters = solids.stream().filter(solid -> !solid.isPlane() && solid.alpha > OPAQUE).toList();
    }

    /** The pixels 0xRRGGBB, row by row. */
    int[] take() {
        int[] pixels = new int[width * height];
        int[] ids = new int[width * height];
        for (int y = 0; y < height; y += TILE) {
            for (int x = 0; x < width; x += TILE) {
                tile(x, y, Math.min(x + TILE, width), Math.min(y + TILE, height), pixels, ids);
            }
        }
        return smooth(pixels, ids);
    }

    private void tile(int x0, int y0, int x1, int y1, int[] pixels, int[] ids) {
        choose(x0, y0, x1, y1);
        for (int y = y0; y < y1; y++) {
            for (int x = x0; x < x1; x++) {
                look(x + 0.5, y + 0.5);
                pixels[y * width + x] = Light.rgb(colour[0], colour[1], colour[2]);
                ids[y * width + x] = met;
            }
        }
    }

    /** Casts four rays instead of one wherever a pixel differs from a neighbour. */
    private int[] smooth(int[] pixels, int[] ids) {
        int[] smoothed = pixels.clone();
        for (int y0 = 0; y0 < height; y0 += TILE) {
            for (int x0 = 0; x0 < width; x0 += TILE) {
                boolean chosen = false;
                for (int y = y0; y < Math.min(y0 + TILE, height); y++) {
                    for (int x = x0; x < Math.min(x0 + TILE, width); x++) {
                        if (isEdge(x, y, pixels, ids)) {
                            if (!chosen) {
                                choose(x0, y0, Math.min(x0 + TILE, width), Math.min(y0 + TILE, height));
                                chosen = true;
                            }
                            smoothed[y * width + x] = average(x, y);
                        }
                    }
                }
            }
        }
        return smoothed;
    }

    private int average(int x, int y) {
        double red = 0;
        double green = 0;
        double blue = 0;
        int rays = SMOOTH.length / 2;
        for (int i = 0; i < rays; i++) {
            look(x + SMOOTH[2 * i], y + SMOOTH[2 * i + 1]);
            red += Math.min(1, colour[0]) / rays;
            green += Math.min(1, colour[1]) / rays;
            blue += Math.min(1, colour[2]) / rays;
        }
        return Light.rgb(red, green, blue);
    }

    private boolean isEdge(int x, int y, int[] pixels, int[] ids) {
        int at = y * width + x;
        return (x > 0 && differ(at, at - 1, pixels, ids)) || (x + 1 < width && differ(at, at + 1, pixels, ids))
                || (y > 0 && differ(at, at - width, pixels, ids))
                || (y + 1 < height && differ(at, at + width, pixels, ids));
    }

    private static boolean differ(int i, int j, int[] pixels, int[] ids) {
        int a = pixels[i];
        int b = pixels[j];
        return ids[i] != ids[j] || Math.abs(((a >> 16) & 255) - ((b >> 16) & 255)) + Math.abs(((a >> 8) & 255) - ((b >> 8) & 255))
                + Math.abs((a & 255) - (b & 255)) > EDGE;
    }

    /** Sorts out the solids that rays through a tile can meet: those whose sphere meets the cone around the tile. */
    private void choose(int x0, int y0, int x1, int y1) {
        double[] corner = new double[3];
        eye.direction((x0 + x1) / 2.0, (y0 + y1) / 2.0, width, height, direction);
        double[] axis = direction.clone();
        eye.direction(x0, y0, width, height, corner);
        double half = Math.acos(Math.min(1, axis[0] * corner[0] + axis[1] * corner[1] + axis[2] * corner[2])) * 1.15;
        List<Solid> all = new ArrayList<>();
        for (Solid solid : solids) {
            if (solid.isPlane() || isInCone(solid, axis, half)) {
                all.add(solid);
            }
        }
        opaque = all.stream().filter(solid -> solid.alpha > OPAQUE).toArray(Solid[]::new);
        sheer = all.stream().filter(solid -> solid.alpha <= OPAQUE).toArray(Solid[]::new);
    }

    private boolean isInCone(Solid solid, double[] axis, double half) {
        double cx = solid.x - eye.position()[0];
        double cy = solid.y - eye.position()[1];
        double cz = solid.z - eye.position()[2];
        double distance = Math.sqrt(cx * cx + cy * cy + cz * cz);
        if (distance <= solid.radius) {
            return true;
        }
        double angle = Math.acos(Math.clamp((cx * axis[0] + cy * axis[1] + cz * axis[2]) / distance, -1, 1));
        return angle <= half + Math.asin(solid.radius / distance);
    }

    /** Sets {@link #colour} to what is seen through a point of the picture, and {@link #met} to the number of what was met. */
    private void look(double px, double py) {
        eye.direction(px, py, width, height, direction);
        int first = nearest(opaque, Double.POSITIVE_INFINITY);
        double distance = first < 0 ? Double.POSITIVE_INFINITY : nearestDistance;
        if (first < 0) {
            Light.sky(direction[2], colour);
        } else {
            shade(opaque[first], distance, colour);
        }
        met = first < 0 ? -1 : opaque[first].id;
        int before = sheer.length == 0 ? -1 : nearest(sheer, distance);
        if (before >= 0) {
            Solid solid = sheer[before];
            shade(solid, nearestDistance, veil);
            for (int k = 0; k < 3; k++) {
                colour[k] += solid.alpha * (veil[k] - colour[k]);
            }
            met = solid.id;
        }
    }

    private int nearest(Solid[] among, double within) {
        double[] o = eye.position();
        int best = -1;
        double nearest = within;
        for (int i = 0; i < among.length; i++) {
            Solid solid = among[i];
            if (solid.isPlane() || solid.isNear(o[0], o[1], o[2], direction[0], direction[1], direction[2], nearest)) {
                double t = solid.distance(o[0], o[1], o[2], direction[0], direction[1], direction[2], nearest, ray);
                if (t < nearest) {
                    nearest = t;
                    best = i;
                }
            }
        }
        nearestDistance = nearest;
        return best;
    }

    private void shade(Solid solid, double distance, double[] out) {
        double[] o = eye.position();
        // once more, since the last solid that was tried need not be the nearest
        double t = solid.distance(o[0], o[1], o[2], direction[0], direction[1], direction[2], Double.POSITIVE_INFINITY, ray);
        solid.normal(t, ray, normal);
        double x = o[0] + distance * direction[0];
        double y = o[1] + distance * direction[1];
        double z = o[2] + distance * direction[2];
        double grain = solid.square > 0 ? grain(solid, x, y, z, distance) : 1;
        out[0] = solid.red * grain;
        out[1] = solid.green * grain;
        out[2] = solid.blue * grain;
        double facing = normal[0] * Light.KEY[0] + normal[1] * Light.KEY[1] + normal[2] * Light.KEY[2];
        double lit = facing <= 0 || isShadowed(x, y, z) ? 0 : 1;
        Light.shade(out, normal, direction, lit);
        if (solid.isPlane()) {
            Light.fade(distance, reach, out);
        }
    }

    /** The lightness of the chequer at a point, averaged over about the width of a pixel. */
    private double grain(Solid solid, double x, double y, double z, double distance) {
        double footprint = 2 * Math.tan(Math.toRadians(eye.fieldOfView()) / 2) / height * distance / solid.square;
        double slant = Math.max(0.02, Math.abs(direction[0] * normal[0] + direction[1] * normal[1]
                + direction[2] * normal[2]));
        double u = stripe(solid.along(0, x, y, z) / solid.square, footprint / Math.sqrt(slant));
        double v = stripe(solid.along(1, x, y, z) / solid.square, footprint / slant);
        return 1 - 0.13 * u * v;
    }

    /** A wave of period 2 between -1 and 1, averaged over a width: the integral is a triangle wave. */
    private static double stripe(double at, double width) {
        return (triangle(at + width / 2) - triangle(at - width / 2)) / width;
    }

    private static double triangle(double at) {
        double phase = at - 2 * Math.floor(at / 2);
        return phase < 1 ? phase : 2 - phase;
    }

    private boolean isShadowed(double x, double y, double z) {
        double lift = 1e-4 * reach;
        double ox = x + lift * normal[0];
        double oy = y + lift * normal[1];
        double oz = z + lift * normal[2];
        double[] l = Light.KEY;
        for (Solid solid : casters) {
            if (solid.isNear(ox, oy, oz, l[0], l[1], l[2], Double.POSITIVE_INFINITY)
                    && solid.distance(ox, oy, oz, l[0], l[1], l[2], Double.POSITIVE_INFINITY, ray)
                            < Double.POSITIVE_INFINITY) {
                return true;
            }
        }
        return false;
    }
}
