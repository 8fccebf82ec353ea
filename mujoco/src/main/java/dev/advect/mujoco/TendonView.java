package dev.advect.mujoco;

/**
 * The state of one tendon in a {@link Data}, as of the last {@link Data#step} or {@link Data#forward}.
 *
 * @param id index of the tendon
 * @param length its length, [1]: in metres if it is spatial, otherwise the weighted sum of its joints' positions
 * @param velocity the rate of change of its length, per second, [1]
 */
public record TendonView(int id, DoubleView length, DoubleView velocity) {}
