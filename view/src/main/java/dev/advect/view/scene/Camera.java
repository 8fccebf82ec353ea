package dev.advect.view.scene;

/**
 * A camera of the model. Where it is at an instant, {@link Pose#cameras()} says; it looks along the negative z of its
 * frame, with y upwards.
 *
 * @param name its name, empty if it has none
 * @param fieldOfView the vertical angle of view in degrees
 */
public record Camera(String name, double fieldOfView) {}
