package dev.advect.envs;

/**
 * A scripted policy for one instance of an environment. It looks at the simulation, not just at the observation, and is
 * there to make demonstrations and to show that a task can be done.
 */
public interface Expert {

    /** Begins an episode; the environment was reset just before. */
    void begin();

    /**
     * Chooses the next action, from the state that the simulation is in.
     *
     * @param action filled in, each component in [-1, 1], {@code [actionSize]}
     */
    void act(float[] action);
}
