package dev.advect.view.film;

import dev.advect.view.scene.Colour;
import dev.advect.view.scene.Geom;
import dev.advect.view.scene.Mesh;
import dev.advect.view.scene.Pose;
import dev.advect.view.scene.Rotations;
import dev.advect.view.scene.Scene;
import dev.advect.view.scene.Shape;
import dev.advect.view.scene.Strand;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Puts the geoms of scenes at their places in the world. The trees of meshes are built once. */
final class Solids {
    private final Map<Mesh, Triangles> trees = new HashMap<>();
    private final double square;

    /** @param square the side of the squares on planes, in metres */
    Solids(double square) {
        this.square = square;
    }

    /** All solids of a scene in a pose. */
    List<Solid> of(Scene scene, Pose pose) {
        List<Solid> solids = new ArrayList<>();
        for (int i = 0; i < scene.geoms().size(); i++) {
            solids.add(solid(scene, scene.geoms().get(i), pose, i));
        }
        strands(scene, pose, solids);
        return solids;
    }

    /** What can move in a scene, in one colour, as a ghost. */
    List<Solid> ghost(Scene scene, Pose pose, Colour colour) {
        List<Solid> solids = new ArrayList<>();
        for (int i = 0; i < scene.geoms().size(); i++) {
            Geom geom = scene.geoms().get(i);
            if (geom.moves() && geom.shape() != Shape.PLANE) {
                Geom pale = new Geom(geom.shape(), geom.sizeX(), geom.sizeY(), geom.sizeZ(), colour, geom.body(), true,
                        geom.mesh(), false);
                solids.add(solid(scene, pale, pose, i));
            }
        }
        return solids;
    }

    private Solid solid(Scene scene, Geom geom, Pose pose, int index) {
        float[] frames = pose.geoms();
        int at = index * Pose.FRAME;
        double[] place = {frames[at], frames[at + 1], frames[at + 2]};
        float[] size = geom.drawnSize();
        return new Solid(geom.shape(), new double[] {size[0], size[1], size[2]}, tree(scene, geom), place,
                Rotations.toMatrix(frames, at + 3), geom.radius(scene), linear(geom.colour()),
                geom.checkered() ? square : 0);
    }

    private @Nullable Triangles tree(Scene scene, Geom geom) {
        synchronized (trees) {
            return geom.mesh() < 0 ? null : trees.computeIfAbsent(scene.meshes().get(geom.mesh()), Triangles::new);
        }
    }

    private static void strands(Scene scene, Pose pose, List<Solid> solids) {
        for (int i = 0; i < scene.strands().size(); i++) {
            Strand strand = scene.strands().get(i);
            float[] ends = pose.strands();
            double[] along = new double[3];
            double[] middle = new double[3];
            for (int k = 0; k < 3; k++) {
                along[k] = ends[6 * i + 3 + k] - ends[6 * i + k];
                middle[k] = (ends[6 * i + 3 + k] + ends[6 * i + k]) / 2.0;
            }
            double length = Math.sqrt(along[0] * along[0] + along[1] * along[1] + along[2] * along[2]);
            if (length > 0) {
                solids.add(new Solid(Shape.CAPSULE, new double[] {strand.radius(), length / 2, 0}, null, middle,
                        zTo(along[0] / length, along[1] / length, along[2] / length), strand.radius() + length / 2,
                        linear(strand.colour()), 0));
            }
        }
    }

    /** A rotation that turns the axis z into the unit vector (x, y, z). */
    private static double[] zTo(double x, double y, double z) {
        boolean steep = Math.abs(z) > 0.9;
        // any vector that is not parallel to it spans the first axis
        double ax = steep ? z : y;
        double ay = steep ? 0 : -x;
        double az = steep ? -x : 0;
        double n = Math.sqrt(ax * ax + ay * ay + az * az);
        ax /= n;
        ay /= n;
        az /= n;
        return new double[] {ax, y * az - z * ay, x, ay, z * ax - x * az, y, az, x * ay - y * ax, z};
    }

    private static double[] linear(Colour colour) {
        return new double[] {
            Light.linear(colour.red()), Light.linear(colour.green()), Light.linear(colour.blue()), colour.alpha()};
    }
}
