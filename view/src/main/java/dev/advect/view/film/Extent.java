package dev.advect.view.film;

import dev.advect.view.scene.Geom;
import dev.advect.view.scene.Pose;
import dev.advect.view.scene.Scene;
import dev.advect.view.scene.Shape;

import java.util.Arrays;
import java.util.function.Predicate;

/** A box around things, parallel to the axes. */
final class Extent {
    private final double[] low = new double[3];
    private final double[] high = new double[3];

    Extent() {
        Arrays.fill(low, Double.POSITIVE_INFINITY);
        Arrays.fill(high, Double.NEGATIVE_INFINITY);
    }

    /** The box around the geoms of a scene that are asked for, planes excepted. */
    static Extent of(Scene scene, Pose pose, Predicate<Geom> which) {
        Extent extent = new Extent();
        for (int i = 0; i < scene.geoms().size(); i++) {
            Geom geom = scene.geoms().get(i);
            if (geom.shape() != Shape.PLANE && which.test(geom)) {
                extent.add(pose, i, geom.radius(scene));
            }
        }
        return extent;
    }

    void add(Pose pose, int geom, double radius) {
        for (int k = 0; k < 3; k++) {
            double at = pose.geoms()[geom * Pose.FRAME + k];
            low[k] = Math.min(low[k], at - radius);
            high[k] = Math.max(high[k], at + radius);
        }
    }

    void add(Extent other) {
        for (int k = 0; k < 3; k++) {
            low[k] = Math.min(low[k], other.low[k]);
            high[k] = Math.max(high[k], other.high[k]);
        }
    }

    void addPoint(double[] point) {
        for (int k = 0; k < 3; k++) {
            low[k] = Math.min(low[k], point[k]);
            high[k] = Math.max(high[k], point[k]);
        }
    }

    double low(int axis) {
        return low[axis];
    }

    double side(int axis) {
        return high[axis] - low[axis];
    }

    double longest() {
        return Math.max(side(0), Math.max(side(1), side(2)));
    }

    double[] middle() {
        return new double[] {(low[0] + high[0]) / 2, (low[1] + high[1]) / 2, (low[2] + high[2]) / 2};
    }
}
