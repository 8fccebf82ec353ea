package dev.advect.env;

/** The result of one environment step. Each environment reuses one instance, so that stepping allocates nothing. */
public final class Step {
    /**
     * The observation after the step, {@code [observationSize]}. If the episode ended, this is its last observation.
     */
    public final float[] observation;

    /** The reward of this step. */
    public double reward;

    /** Whether the episode ended in a state whose future is worth nothing, so that its value is not bootstrapped. */
    public boolean terminated;

    /** Whether the episode was cut off, by the time limit or by the environment. The future still has a value. */
    public boolean truncated;

    /**
     * Whether the environment found its own state to be invalid, for instance because the simulation blew up. It is
     * treated like a NaN in the observation.
     */
    public boolean diverged;

    /** Which of {@link EnvSpec#milestones()} were reached in the episode so far: bit i is set for number i. */
    public long reached;

    public Step(int observationSize) {
        observation = new float[observationSize];
    }

    /** Clears the reward, the milestones and all flags before the next step. */
    public void clear() {
        reward = 0;
        terminated = false;
        truncated = false;
        diverged = false;
        reached = 0;
    }
}
