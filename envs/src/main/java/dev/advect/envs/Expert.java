package dev.advect.envs;

/**
 * A scripted policy for one instance of an environment. It has access to the full simulation state, not just the
 * observation; it generates demonstrations and shows that a task can be solved.
 */
public interface Expert {

    /** Begins an episode, immediately after the environment was reset. */
    void begin();

    /**
     * Chooses the next action from the current simulation state.
     *
     * @param action receives the action, each component in [-1, 1], {@code [actionSize]}
     */
    void act(float[] action);
}
