package dev.advect.envs;

/** How an action carries a simulation through one control step: controls are set and physics steps are made. */
@FunctionalInterface
public interface Drive {

    /**
     * Advances the simulation by one control step.
     *
     * @param action in [-1, 1], {@code [actionSize]}
     */
    void step(float[] action);
}
