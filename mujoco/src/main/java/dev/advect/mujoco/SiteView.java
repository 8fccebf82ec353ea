package dev.advect.mujoco;

/**
 * The pose of one site in a {@link Data}, as of the last {@link Data#step} or {@link Data#forward}.
 *
 * @param id index of the site, for example for {@link Data#siteJacobian}
 * @param xpos position in the world, m, [3]
 * @param xmat orientation in the world, a row-major rotation matrix, [9]
 */
public record SiteView(int id, DoubleView xpos, DoubleView xmat) {}
