package dev.advect.train;

import dev.advect.flow.Sampler;
import dev.advect.flow.Sampling;
import dev.advect.flow.Schedule;
import org.jspecify.annotations.Nullable;

/**
 * Settings that replace parts of a run's own sampling; a null leaves its part as it is.
 *
 * @param sampler the solver
 * @param steps the number of its steps; where null, explicit times of {@code schedule} say it
 * @param schedule the flow times
 * @param noiseLevel the noise of an SDE solver
 */
public record SamplingOverrides(@Nullable Sampler sampler, @Nullable Integer steps, @Nullable Schedule schedule,
        @Nullable Double noiseLevel) {
    /** Returns a run's own sampling with these parts replaced. Explicit times of the run go where they do not fit its new number of steps. */
    public Sampling over(Sampling own) {
        Schedule spacing = schedule == null ? own.schedule() : schedule;
        int count = steps != null ? steps
                : schedule != null && !schedule.given().isEmpty() ? schedule.given().size() - 1 : own.steps();
        if (schedule == null && count != own.steps() && !spacing.given().isEmpty()) {
            spacing = Schedule.UNIFORM;
        }
        return new Sampling(sampler == null ? own.sampler() : sampler, count, spacing,
                noiseLevel == null ? own.noiseLevel() : noiseLevel);
    }
}
