package dev.advect.view.film;

import dev.advect.view.scene.Mesh;

import java.util.Arrays;
import java.util.Comparator;

/**
 * The triangles of a mesh in a tree of bounding boxes: a node's triangles are halved at the median of their centres along
 * the longest side of its box.
 */
final class Triangles {
    private static final int LEAF = 4;

    private final float[] vertices;
    private final int[] faces;
    /** Of each node: the box's lower and upper corner, {@code [nodes, 6]}. */
    private final double[] boxes;
    /** The children of node n are 2n + 1 and 2n + 2; the triangles of a node are those from here on. */
    private final int nodes;

    Triangles(Mesh mesh) {
        vertices = mesh.vertices();
        faces = mesh.faces().clone();
        int depth = 0;
        while (count() > (LEAF << depth)) {
            depth++;
        }
        nodes = (1 << (depth + 1)) - 1;
        boxes = new double[6 * nodes];
        build(0, 0, count());
    }

    private int count() {
        return faces.length / 3;
    }

    private void build(int node, int from, int to) {
        bound(node, from, to);
        if (2 * node + 1 >= nodes) {
            return;
        }
        int axis = 0;
        for (int k = 1; k < 3; k++) {
            axis = side(node, k) > side(node, axis) ? k : axis;
        }
        int by = axis;
        Integer[] order = new Integer[to - from];
        Arrays.setAll(order, i -> from + i);
        Arrays.sort(order, Comparator.comparingDouble(face -> centre(face, by)));
        int[] sorted = new int[3 * order.length];
        for (int i = 0; i < order.length; i++) {
            System.arraycopy(faces, 3 * order[i], sorted, 3 * i, 3);
        }
        System.arraycopy(sorted, 0, faces, 3 * from, sorted.length);
        int middle = (from + to) >>> 1;
        build(2 * node + 1, from, middle);
        build(2 * node + 2, middle, to);
    }

    private void bound(int node, int from, int to) {
        Arrays.fill(boxes, 6 * node, 6 * node + 3, Double.POSITIVE_INFINITY);
        Arrays.fill(boxes, 6 * node + 3, 6 * node + 6, Double.NEGATIVE_INFINITY);
        for (int i = 3 * from; i < 3 * to; i++) {
            for (int k = 0; k < 3; k++) {
                double value = vertices[3 * faces[i] + k];
                boxes[6 * node + k] = Math.min(boxes[6 * node + k], value);
                boxes[6 * node + 3 + k] = Math.max(boxes[6 * node + 3 + k], value);
            }
        }
    }

    private double side(int node, int axis) {
        return boxes[6 * node + 3 + axis] - boxes[6 * node + axis];
    }

    private double centre(int face, int axis) {
        return vertices[3 * faces[3 * face] + axis] + vertices[3 * faces[3 * face + 1] + axis]
                + vertices[3 * faces[3 * face + 2] + axis];
    }

    /** Meets the ray that {@code ray} holds in the mesh's frame: its distance, and the normal, are set if it is nearer. */
    boolean meet(LocalRay ray) {
        return faces.length > 0 && meet(0, 0, count(), ray);
    }

    private boolean meet(int node, int from, int to, LocalRay ray) {
        if (!hitsBox(node, ray)) {
            return false;
        }
        boolean hit = false;
        if (2 * node + 1 >= nodes) {
            for (int face = from; face < to; face++) {
                hit |= meet(face, ray);
            }
            return hit;
        }
        int middle = (from + to) >>> 1;
        hit = meet(2 * node + 1, from, middle, ray);
        return meet(2 * node + 2, middle, to, ray) || hit;
    }

    private boolean hitsBox(int node, LocalRay ray) {
        double in = 0;
        double out = ray.distance;
        for (int k = 0; k < 3; k++) {
            double t1 = (boxes[6 * node + k] - ray.origin(k)) / ray.direction(k);
            double t2 = (boxes[6 * node + 3 + k] - ray.origin(k)) / ray.direction(k);
            in = Math.max(in, Math.min(t1, t2));
            out = Math.min(out, Math.max(t1, t2));
        }
        return in <= out;
    }

    /** Möller and Trumbore's test; both sides of a triangle are seen. */
    private boolean meet(int face, LocalRay ray) {
        int a = 3 * faces[3 * face];
        int b = 3 * faces[3 * face + 1];
        int c = 3 * faces[3 * face + 2];
        double ux = vertices[b] - vertices[a];
        double uy = vertices[b + 1] - vertices[a + 1];
        double uz = vertices[b + 2] - vertices[a + 2];
        double vx = vertices[c] - vertices[a];
        double vy = vertices[c + 1] - vertices[a + 1];
        double vz = vertices[c + 2] - vertices[a + 2];
        double px = ray.dy * vz - ray.dz * vy;
        double py = ray.dz * vx - ray.dx * vz;
        double pz = ray.dx * vy - ray.dy * vx;
        double determinant = ux * px + uy * py + uz * pz;
        double sx = ray.ox - vertices[a];
        double sy = ray.oy - vertices[a + 1];
        double sz = ray.oz - vertices[a + 2];
        double u = (sx * px + sy * py + sz * pz) / determinant;
        double qx = sy * uz - sz * uy;
        double qy = sz * ux - sx * uz;
        double qz = sx * uy - sy * ux;
        double v = (ray.dx * qx + ray.dy * qy + ray.dz * qz) / determinant;
        double t = (vx * qx + vy * qy + vz * qz) / determinant;
        if (!(u >= 0 && v >= 0 && u + v <= 1 && t > 0 && t < ray.distance)) {
            return false;
        }
        double facing = Math.signum(determinant); // positive if the ray comes from outside
        ray.distance = t;
        ray.nx = facing * (uy * vz - uz * vy);
        ray.ny = facing * (uz * vx - ux * vz);
        ray.nz = facing * (ux * vy - uy * vx);
        return true;
    }
}
