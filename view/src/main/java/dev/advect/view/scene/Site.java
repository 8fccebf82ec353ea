package dev.advect.view.scene;

/**
 * A site of the model: a marked place on a body, which is shown on demand. Where it is at an instant,
 * {@link Pose#sites()} says.
 *
 * @param shape its shape, not a plane or mesh
 * @param sizeX the first size, see {@link Shape}
 * @param sizeY the second size
 * @param sizeZ the third size
 * @param colour its colour: that of the site or of its material
 * @param name its name, empty if it has none
 */
public record Site(Shape shape, float sizeX, float sizeY, float sizeZ, Colour colour, String name) {}
