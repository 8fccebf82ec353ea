package dev.advect.view.scene;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/** The triangles of a mesh, in the frame of the geoms that show it. Two meshes of the same triangles are equal. */
public final class Mesh {
    private final float[] vertices;
    private final int[] faces;
    private final double radius;
    private final int hash;

    /**
     * @param vertices {@code [n, 3]}, in metres
     * @param faces the three vertices of each triangle, anticlockwise as seen from outside, {@code [m, 3]}
     */
    public Mesh(float[] vertices, int[] faces) {
        this.vertices = vertices;
        this.faces = faces;
        hash = 31 * Arrays.hashCode(vertices) + Arrays.hashCode(faces);
        double squared = 0;
        for (int i = 0; i < vertices.length; i += 3) {
            squared = Math.max(squared, (double) vertices[i] * vertices[i] + (double) vertices[i + 1] * vertices[i + 1]
                    + (double) vertices[i + 2] * vertices[i + 2]);
        }
        radius = Math.sqrt(squared);
    }

    /** The vertices, {@code [n, 3]}; not a copy. */
    public float[] vertices() {
        return vertices;
    }

    /** The three vertices of each triangle, {@code [m, 3]}; not a copy. */
    public int[] faces() {
        return faces;
    }

    /** The distance of the farthest vertex from the origin. */
    public double radius() {
        return radius;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || (other instanceof Mesh mesh && hash == mesh.hash
                && Arrays.equals(vertices, mesh.vertices) && Arrays.equals(faces, mesh.faces));
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
