package dev.advect.view.scene;

/**
 * A straight piece of a tendon between two of its sites. Where its ends are at an instant, {@link Pose#strands()} says.
 *
 * @param radius half its width in metres
 * @param colour its colour
 */
public record Strand(float radius, Colour colour) {}
