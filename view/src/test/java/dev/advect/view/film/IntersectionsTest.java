package dev.advect.view.film;

import dev.advect.view.scene.Mesh;
import dev.advect.view.scene.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Distances and normals that are computed by hand. */
final class IntersectionsTest {

    @ParameterizedTest
    @CsvSource({
        // shape, sizes, origin, direction, distance, normal
        "SPHERE, 2 0 0, -5 0 0, 1 0 0, 3, -1 0 0",
        "SPHERE, 2 0 0, -5 2.5 0, 1 0 0, Infinity, 0 0 0",
        "SPHERE, 2 0 0, -5 1.2 0, 1 0 0, 3.4, -0.8 0.6 0", // the chord at 1.2 begins at x = -1.6
        "SPHERE, 2 0 0, 5 0 0, 1 0 0, Infinity, 0 0 0", // it lies behind
        "BOX, 1 2 3, 0 0 10, 0 0 -1, 7, 0 0 1",
        "BOX, 1 2 3, 4 1 0, -0.6 -0.8 0, Infinity, 0 0 0", // at x = 1 it is at y = -3 already
        "BOX, 1 2 3, 4 5 0, -0.6 -0.8 0, 5, 1 0 0", // at x = 1 it is at y = 1
        "CAPSULE, 0.5 1, 3 0 0.5, -1 0 0, 2.5, 1 0 0",
        "CAPSULE, 0.5 1, 0 0 5, 0 0 -1, 3.5, 0 0 1", // along the axis, to the top of the cap
        "CAPSULE, 0.5 1, 3 0 1.3, -1 0 0, 2.6, 0.8 0 0.6", // the cap at 0.3 above its middle is 0.4 wide
        "CAPSULE, 0.5 1, 3 0 1.6, -1 0 0, Infinity, 0 0 0",
        "CYLINDER, 0.5 1, 3 0 0.9, -1 0 0, 2.5, 1 0 0",
        "CYLINDER, 0.5 1, 0.2 0.1 5, 0 0 -1, 4, 0 0 1",
        "CYLINDER, 0.5 1, 3 0 1.1, -1 0 0, Infinity, 0 0 0",
        "ELLIPSOID, 1 2 3, 0 9 0, 0 -1 0, 7, 0 1 0",
        "ELLIPSOID, 1 2 3, 5 0 1.8, -1 0 0, 4.2, 0.970142 0 0.242536", // x = 0.8: the normal is (0.8, 0, 0.2)
        "PLANE, 0 0 0, 3 4 5, 0 0 -1, 5, 0 0 1",
        "PLANE, 2 0 0, 3 4 5, 0 0 -1, Infinity, 0 0 0", // beside it
        "PLANE, 0 0 0, 3 4 -5, 0 0 1, Infinity, 0 0 0" // from below it is not seen
    })
    void ray_meetsShape(Shape shape, String sizes, String origin, String direction, double distance, String normal) {
        double[] size = numbers(sizes);
        double[] o = numbers(origin);
        double[] d = numbers(direction);
        double t = Intersections.distance(shape, size[0], size[1], size[2], o[0], o[1], o[2], d[0], d[1], d[2]);
        if (Double.isInfinite(distance)) {
            assertThat(t).isInfinite();
            return;
        }
        assertThat(t).isCloseTo(distance, within(1e-9));
        double[] n = new double[3];
        Intersections.normal(shape, size[0], size[1], size[2], o[0] + t * d[0], o[1] + t * d[1], o[2] + t * d[2], n);
        double length = Math.sqrt(n[0] * n[0] + n[1] * n[1] + n[2] * n[2]);
        assertThat(new double[] {n[0] / length, n[1] / length, n[2] / length})
                .containsExactly(numbers(normal), within(1e-6));
    }

    @Test
    void ray_meetsNearestTriangleOfAMesh() {
        // a wall of 10 × 10 squares, each of two triangles, in the plane x = 2, and another behind it
        int n = 10;
        float[] vertices = new float[2 * 3 * (n + 1) * (n + 1)];
        int[] faces = new int[2 * 6 * n * n];
        int v = 0;
        int f = 0;
        for (int wall = 0; wall < 2; wall++) {
            for (int i = 0; i <= n; i++) {
                for (int j = 0; j <= n; j++) {
                    int at = v / 3;
                    vertices[v++] = 2 + wall;
                    vertices[v++] = i;
                    vertices[v++] = j;
                    if (i < n && j < n) {
                        for (int corner : new int[] {at, at + n + 2, at + n + 1, at, at + 1, at + n + 2}) {
                            faces[f++] = corner;
                        }
                    }
                }
            }
        }
        Triangles triangles = new Triangles(new Mesh(vertices, faces));
        LocalRay ray = new LocalRay();
        ray.oy = 3.3;
        ray.oz = 7.8;
        ray.dx = 1;
        ray.distance = Double.POSITIVE_INFINITY;
        assertThat(triangles.meet(ray)).isTrue();
        assertThat(ray.distance).isCloseTo(2, within(1e-9));
        assertThat(ray.nx).isNegative(); // towards the eye
        assertThat(ray.ny).isZero();
        ray.oy = 10.1;
        ray.distance = Double.POSITIVE_INFINITY;
        assertThat(triangles.meet(ray)).isFalse();
    }

    private static double[] numbers(String text) {
        double[] numbers = new double[3];
        String[] words = text.split(" ", -1);
        for (int i = 0; i < words.length; i++) {
            numbers[i] = Double.parseDouble(words[i]);
        }
        return numbers;
    }
}
