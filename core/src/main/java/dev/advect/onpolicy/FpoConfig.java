package dev.advect.onpolicy;

import dev.advect.flow.Sampler;
import dev.advect.flow.Sampling;
import dev.advect.flow.Schedule;
import dev.advect.flow.TimeEmbedding;
import dev.advect.learner.Check;

/**
 * What is FPO's own.
 *
 * @param samples N_mc, pairs (t, ε) drawn for every action
 * @param supervision what the flow-matching loss compares
 * @param ratio how the losses of one action become a ratio
 * @param times how the flow times of the loss are drawn
 * @param clip the ratio is clipped to 1 ± clip
 * @param logRatioLimit the logarithm of a ratio is held within ± this; 0 for no bound, as the public default has it
 * @param sampler solver of the rollouts
 * @param flowSteps steps of that solver
 * @param schedule where its steps begin and end
 * @param sdeNoise η, how much noise the sampler SDE adds on the way; of no effect for others
 * @param timeEmbedding components of the embedded flow time, even
 * @param outputScale factor on the network's output
 */
public record FpoConfig(
        int samples,
        Supervision supervision,
        Ratio ratio,
        Times times,
        double clip,
        double logRatioLimit,
        Sampler sampler,
        int flowSteps,
        Schedule schedule,
        double sdeNoise,
        int timeEmbedding,
        double outputScale) {

    /** What the conditional flow-matching loss compares. */
    public enum Supervision {
        /** Velocities: mean over d of (v − (ε − a))². */
        VELOCITY,
        /** The noise that the velocity implies: mean over d of (ε̂ − ε)², ε̂ = x_t + (1 − t)·v. */
        EPSILON
    }

    /** How N_mc loss differences become a ratio. */
    public enum Ratio {
        /** One ratio an action: the exponential of the mean difference. */
        AVERAGED,
        /** A ratio a sample. */
        PER_SAMPLE
    }

    /** How flow times are drawn. */
    public enum Times {
        /** From the times at which the solver's steps begin, with a uniform schedule 1, 1 − 1/K, …, 1/K. */
        SOLVER,
        /** Uniform in [0, 1). */
        UNIFORM
    }

    public FpoConfig {
        Check.atLeast("samples", samples, 1);
        Check.positive("clip", clip);
        Check.within("logRatioLimit", logRatioLimit, 0, Double.POSITIVE_INFINITY);
        Check.within("sdeNoise", sdeNoise, 0, Double.MAX_VALUE);
        schedule.requireSteps(flowSteps);
        var _ = new TimeEmbedding(timeEmbedding); // refuses impossible sizes
        Check.positive("outputScale", outputScale);
    }

    /** How rollouts draw actions. */
    public Sampling sampling() {
        return new Sampling(sampler, flowSteps, schedule, sdeNoise);
    }
}
