package dev.advect.mujoco;

/**
 * The pose of one geom in a {@link Data}, as of the last {@link Data#step} or {@link Data#forward}.
 *
 * @param id index of the geom, as returned by {@link Data#contactGeom1} and {@link Data#contactGeom2}
 * @param xpos position in the world, m, [3]
 * @param xmat orientation in the world, a row-major rotation matrix, [9]
 */
public record GeomView(int id, DoubleView xpos, DoubleView xmat) {}
