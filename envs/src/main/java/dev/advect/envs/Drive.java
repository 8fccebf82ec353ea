package dev.advect.envs;

/** The actuation of a simulation: sets the controls for an action and runs the physics steps of one control step. */
@FunctionalInterface
public interface Drive {

    /**
     * Advances the simulation by one control step.
     *
     * @param action in [-1, 1], {@code [actionSize]}
     */
    void step(float[] action);
}
