package dev.advect.view.scene;

/**
 * The shapes of geoms, each in its own frame around the origin. Sizes are those of MuJoCo, in metres.
 */
public enum Shape {
    /** The plane z = 0, seen from above; half its extents along x and y, 0 if it has no end. */
    PLANE,
    /** Radius. */
    SPHERE,
    /** Radius, and half the length of the cylindrical part along z. */
    CAPSULE,
    /** Radii along x, y and z. */
    ELLIPSOID,
    /** Radius, and half the length along z. */
    CYLINDER,
    /** Half the lengths along x, y and z. */
    BOX,
    /** Triangles, see {@link Scene#meshes()}; a height field is one too. The size has no meaning. */
    MESH
}
