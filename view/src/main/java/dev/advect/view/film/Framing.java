package dev.advect.view.film;

import dev.advect.config.InvalidValueException;
import dev.advect.train.Nearest;
import dev.advect.view.scene.Camera;
import dev.advect.view.scene.Geom;
import dev.advect.view.scene.Pose;
import dev.advect.view.scene.Scene;
import dev.advect.view.scene.Shape;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The camera of a film: one of the model's, or one that frames what moves. The latter stands still where everything stays
 * in one place or within a small arena, and follows what travels; it sees a film's whole take beforehand, so it never has
 * to jump.
 */
final class Framing {
    /** The camera that chooses its own direction. */
    static final String TRACK = "track";

    private static final double FIELD_OF_VIEW = 32;
    private static final double MARGIN = 1.05;
    private static final double[] DIAGONAL = {0.75, -1, 0.55};
    /** Directions from what is seen to the eye, by name. */
    private static final Map<String, double[]> DIRECTIONS = new TreeMap<>(Map.of(
            "side", new double[] {0, -1, 0.12},
            "front", new double[] {1, -0.1, 0.25},
            "back", new double[] {-1, -0.1, 0.35},
            "diagonal", DIAGONAL,
            "top", new double[] {0, -0.02, 1}));
    private static final double[] UPRIGHT = {0.28, -1, 0.24};
    private static final double[] FLAT = {0.1, -0.75, 1.1};
    /** What moves travels if its middle moves by more than this part of its size. */
    private static final double TRAVEL = 1.2;
    /** Fixed geoms belong to the picture if they are not farther away, nor larger, than so many sizes of what moves. */
    private static final double NEAR = 0.6;
    /** Frames to either side over which the camera's path is averaged. */
    private static final int CALM = 12;
    private static final int CHECKED_FRAMES = 60;

    private final Take take;
    private final int camera;
    private final double fieldOfView;
    private final double[] towardsEye;
    private final double[][] middles;
    private final double size;
    private final double distance;

    /**
     * @param name {@code track}, {@code side}, {@code front}, {@code back}, {@code diagonal}, {@code top}, or one of the
     *     model's cameras
     * @param aspect the width of the picture divided by its height
     * @throws InvalidValueException if there is no such camera
     */
    Framing(Take take, String name, double aspect) {
        this.take = take;
        Scene scene = take.scenes().getFirst();
        List<String> own = scene.cameras().stream().map(Camera::name).toList();
        camera = name.isEmpty() ? -1 : own.indexOf(name);
        requireKnown(name, own);
        fieldOfView = camera < 0 ? FIELD_OF_VIEW : scene.cameras().get(camera).fieldOfView();
        List<Extent> moving = new ArrayList<>();
        boolean anyMoves = scene.geoms().stream().anyMatch(Geom::moves);
        for (int i = 0; i < take.frames(); i++) {
            moving.add(Extent.of(take.scenes().get(i), take.poses().get(i), geom -> geom.moves() || !anyMoves));
        }
        size = Math.max(1e-3, moving.stream().mapToDouble(Extent::longest).average().orElse(1));
        boolean travels = !hasArena() && travels(moving);
        middles = travels ? followed(moving) : still(moving);
        double[] chosen = DIRECTIONS.get(name);
        towardsEye = unit(chosen != null ? chosen : direction(moving, travels));
        distance = distance(aspect, travels);
    }

    /** The names of cameras that every scene has. */
    static Collection<String> names() {
        List<String> names = new ArrayList<>(DIRECTIONS.keySet());
        names.add(TRACK);
        return names;
    }

    private static void requireKnown(String name, List<String> own) {
        List<String> known = new ArrayList<>(names());
        own.stream().filter(camera -> !camera.isEmpty()).forEach(known::add);
        InvalidValueException.throwIf(!known.contains(name), "--camera=" + name + ": there is no such camera"
                + Nearest.hint(name, known));
    }

    /** Where a frame is taken from. */
    Viewpoint viewpoint(int frame) {
        if (camera >= 0) {
            return Viewpoint.of(take.poses().get(frame), camera, fieldOfView);
        }
        double[] to = middles[frame];
        double[] from = {to[0] + distance * towardsEye[0], to[1] + distance * towardsEye[1],
            to[2] + distance * towardsEye[2]};
        return Viewpoint.lookAt(from, to, fieldOfView);
    }

    /** What the camera that frames looks at, {@code [3]}. */
    double[] middle(int frame) {
        return middles[frame];
    }

    /** How far away from it that camera is. */
    double distance() {
        return distance;
    }

    /**
     * The side of the squares on the floor, in metres: 1, 2 or 5 times a power of ten, about as large as what moves, in an
     * arena a tenth of it.
     */
    double square() {
        double wanted = hasArena()
                ? 0.1 * arena(take.scenes().getFirst(), take.poses().getFirst()).longest() : 0.55 * size;
        double power = Math.pow(10, Math.floor(Math.log10(wanted)));
        double lead = wanted / power;
        return power * (lead < 1.5 ? 1 : lead < 3.5 ? 2 : 5);
    }

    /** The distance at which the floor fades into the horizon. */
    double reach() {
        return 5 * Math.max(distance, size);
    }

    private boolean travels(List<Extent> moving) {
        Extent path = new Extent();
        for (int i = 0; i < take.frames(); i++) {
            path.addPoint(moving.get(i).middle());
        }
        return Math.max(path.side(0), path.side(1)) > TRAVEL * size;
    }

    /**
     * The path of the middle, averaged over as many frames before as after within the episode: what runs at a constant
     * speed stays in the middle of the picture.
     */
    private double[][] followed(List<Extent> moving) {
        double[][] path = new double[take.frames()][3];
        for (int i = 0; i < path.length; i++) {
            int reach = 0;
            while (reach < CALM && isSameEpisode(i, i - reach - 1) && isSameEpisode(i, i + reach + 1)) {
                reach++;
            }
            for (int j = i - reach; j <= i + reach; j++) {
                double[] middle = moving.get(j).middle();
                for (int k = 0; k < 3; k++) {
                    path[i][k] += middle[k] / (2 * reach + 1);
                }
            }
        }
        return path;
    }

    private boolean isSameEpisode(int frame, int other) {
        return other >= 0 && other < take.frames() && take.episodes().get(frame).equals(take.episodes().get(other));
    }

    /** The middle of all that is in the picture, for every frame. */
    private double[][] still(List<Extent> moving) {
        Extent all = new Extent();
        moving.forEach(all::add);
        Scene scene = take.scenes().getFirst();
        Pose pose = take.poses().getFirst();
        all.add(Extent.of(scene, pose, geom -> isNear(scene, geom)));
        all.add(arena(scene, pose));
        double[][] path = new double[take.frames()][];
        Arrays.fill(path, all.middle());
        return path;
    }

    /** The floors within which something small moves about, as they are the picture then. */
    private Extent arena(Scene scene, Pose pose) {
        Extent arena = new Extent();
        for (int i = 0; i < scene.geoms().size(); i++) {
            Geom geom = scene.geoms().get(i);
            double half = Math.max(geom.sizeX(), geom.sizeY());
            if (geom.shape() == Shape.PLANE && half < 1 && size < 0.1 * half) {
                arena.add(pose, i, half);
            }
        }
        return arena;
    }

    private boolean hasArena() {
        return arena(take.scenes().getFirst(), take.poses().getFirst()).side(0) > 0;
    }

    private boolean isNear(Scene scene, Geom geom) {
        return geom.moves() || geom.radius(scene) < NEAR * size;
    }

    /** Mechanisms in a vertical plane are seen from the side, what lies on the floor from above, others between. */
    private double[] direction(List<Extent> moving, boolean travels) {
        Extent path = new Extent();
        moving.forEach(extent -> path.addPoint(extent.middle()));
        Extent first = moving.getFirst();
        double across = Math.max(first.side(0), first.side(1));
        if (hasArena() || (first.side(2) < 0.35 * across && path.side(2) < 0.1 * across)) {
            return FLAT;
        }
        boolean planar = path.side(1) < 0.02 * first.longest();
        return travels || planar ? UPRIGHT : DIAGONAL;
    }

    /** The smallest distance from which the sphere around every geom that belongs to the picture is wholly seen. */
    private double distance(double aspect, boolean travels) {
        double vertical = Math.tan(Math.toRadians(FIELD_OF_VIEW) / 2);
        Viewpoint axes = Viewpoint.lookAt(towardsEye, new double[3], FIELD_OF_VIEW);
        double needed = 0;
        int stride = Math.max(1, take.frames() / CHECKED_FRAMES);
        for (int i = 0; i < take.frames(); i += stride) {
            Scene scene = take.scenes().get(i);
            for (int g = 0; g < scene.geoms().size(); g++) {
                Geom geom = scene.geoms().get(g);
                boolean belongs = geom.moves() || (!travels && isNear(scene, geom));
                if (geom.shape() == Shape.PLANE || !belongs) {
                    continue;
                }
                double[] u = new double[3];
                for (int k = 0; k < 3; k++) {
                    u[k] = take.poses().get(i).geoms()[g * Pose.FRAME + k] - middles[i][k];
                }
                double r = geom.radius(scene);
                double depth = dot(u, axes.forward());
                needed = Math.max(needed, (Math.abs(dot(u, axes.right())) + r) / (vertical * aspect) - depth);
                needed = Math.max(needed, (Math.abs(dot(u, axes.up())) + r) / vertical - depth);
            }
        }
        return MARGIN * Math.max(needed, Math.max(size, arenaDistance(travels)));
    }

    private double arenaDistance(boolean travels) {
        Extent arena = arena(take.scenes().getFirst(), take.poses().getFirst());
        return travels || arena.side(0) < 0 ? 0 : 1.25 * arena.longest();
    }

    private static double dot(double[] a, double[] b) {
        return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
    }

    private static double[] unit(double[] v) {
        double length = Math.sqrt(dot(v, v));
        return new double[] {v[0] / length, v[1] / length, v[2] / length};
    }
}
