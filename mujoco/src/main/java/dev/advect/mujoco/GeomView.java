package dev.advect.mujoco;

/**
 * The pose of one geom in a {@link Data}, as of the last {@link Data#step} or {@link Data#forward}.
 *
 * @param id index of the geom, which contacts name
 * @param xpos position in the world, m, [3]
 * @param xmat orientation in the world, a rotation matrix, row after row, [9]
 */
public record GeomView(int id, DoubleView xpos, DoubleView xmat) {}
