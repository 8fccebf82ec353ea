package dev.advect.view.live;

import org.jspecify.annotations.Nullable;

/**
 * What the user wants to act.
 *
 * @param checkpoint {@code best}, {@code latest}, {@code newest} (which follows a training run), or a step
 * @param sampler the name of the solver that generates a flow policy's actions; null for the run's own
 * @param flowSteps the number of the solver's steps; 0 for the run's own
 */
public record Choice(String checkpoint, @Nullable String sampler, int flowSteps) {
    /** The checkpoint that follows a training run. */
    public static final String NEWEST = "newest";

    /** The run's own sampling, of the given checkpoint. */
    public static Choice of(String checkpoint) {
        return new Choice(checkpoint, null, 0);
    }

    Choice withCheckpoint(String other) {
        return new Choice(other, sampler, flowSteps);
    }

    Choice withSampler(String other) {
        return new Choice(checkpoint, other, flowSteps);
    }

    Choice withFlowSteps(int other) {
        return new Choice(checkpoint, sampler, other);
    }

    boolean isNewest() {
        return checkpoint.equals(NEWEST);
    }
}
