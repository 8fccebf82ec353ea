package dev.advect.env;

/**
 * What one step of an environment yields. One instance is reused for every step of an environment, so that
 * stepping allocates nothing.
 */
public final class Step {
    /** The observation after the step, {@code [observationSize]}; of a finished episode, its last. */
    public final float[] observation;

    /** The reward of the step. */
    public double reward;

    /** True if the episode ended in a state of which the future is worth nothing: no bootstrapping beyond it. */
    public boolean terminated;

    /** True if the episode was cut off, by the time limit or by the environment: its future still has a value. */
    public boolean truncated;

    /**
     * True if the environment noticed that its own state went bad, a simulation that blew up for instance. It is dealt
     * with as a NaN in the observation is.
     */
    public boolean diverged;

    /** Which of {@link EnvSpec#milestones()} were reached in the episode so far: bit i is set for number i. */
    public long reached;

    public Step(int observationSize) {
        observation = new float[observationSize];
    }

    /** Makes it ready for the next step: no reward, no end, nothing reached. */
    public void clear() {
        reward = 0;
        terminated = false;
        truncated = false;
        diverged = false;
        reached = 0;
    }
}
