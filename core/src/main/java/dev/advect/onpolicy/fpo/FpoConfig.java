package dev.advect.onpolicy.fpo;

import dev.advect.flow.Sampler;
import dev.advect.flow.Sampling;
import dev.advect.flow.Schedule;
import dev.advect.flow.TimeEmbedding;
import dev.advect.learner.ConfigChecks;
import dev.advect.onpolicy.TrustRegion;

/**
 * What is FPO's own.
 *
 * @param samples N_mc, pairs (t, ε) drawn for every action
 * @param supervision what the flow-matching loss compares
 * @param reduction how the squared errors of the dimensions become one loss
 * @param ratio how the losses of one action become a ratio
 * @param times how the flow times of the loss are drawn
 * @param trustRegion how ratios are kept near 1
 * @param clip the ratio is clipped to 1 ± clip, or its penalty is of this width
 * @param logRatioLimit bound of the logarithm of a ratio; 0 for none, as the public default has it
 * @param logRatioClamp whether that bound holds on both sides, or above only
 * @param lossClamp losses, old and new, are held below this; 0 for no bound
 * @param actionNoise deviation of normal noise that is added to actions before they are squashed and kept, in training
 * @param reflow λ, weight of the reflow regulariser; 0 for none
 * @param entropyCoefficient β: rewards, as they are scaled, gain −β·log π(a|s); 0 for none
 * @param entropyEstimate where log π comes from
 * @param sampler solver of the rollouts
 * @param flowSteps steps of that solver
 * @param schedule where its steps begin and end
 * @param sdeNoise η, how much noise the sampler SDE adds on the way; of no effect for others
 * @param zeroNoiseEvaluation whether evaluations take the action of zero noise and draw none
 * @param timeEmbedding components of the embedded flow time, even
 * @param outputScale factor on the network's output
 */
public record FpoConfig(
        int samples,
        Supervision supervision,
        Reduction reduction,
        Ratio ratio,
        Times times,
        TrustRegion trustRegion,
        double clip,
        double logRatioLimit,
        LogRatioClamp logRatioClamp,
        double lossClamp,
        double actionNoise,
        double reflow,
        double entropyCoefficient,
        EntropyEstimate entropyEstimate,
        Sampler sampler,
        int flowSteps,
        Schedule schedule,
        double sdeNoise,
        boolean zeroNoiseEvaluation,
        int timeEmbedding,
        double outputScale) {

    /** What the conditional flow-matching loss compares. */
    public enum Supervision {
        /** Velocities: (v − (ε − a))². */
        VELOCITY,
        /** The noise that the velocity implies: (ε̂ − ε)², ε̂ = x_t + (1 − t)·v. */
        EPSILON
    }

    /** What is made of the squared errors of d dimensions. */
    public enum Reduction {
        /** Their mean, FPO's. */
        MEAN,
        /** Their sum divided by √d, FPO++'s. */
        SQRT,
        /** Their sum. */
        SUM;

        /** The factor on the sum. */
        double factor(int d) {
            return switch (this) {
                case MEAN -> 1.0 / d;
                case SQRT -> 1 / Math.sqrt(d);
                case SUM -> 1;
            };
        }
    }

    /** Where the likelihood comes from that the entropy is made of. */
    public enum EntropyEstimate {
        /** From the flow-matching losses that are there anyway; noisy, and biased where the field is not the best of its kind. */
        CFM,
        /** By integrating the divergence, at several times the price of an update. */
        EXACT
    }

    /** On which sides the logarithm of a ratio is bounded. */
    public enum LogRatioClamp {
        /** Within ± the limit. */
        BOTH,
        /** Below the limit only, as FPO++ has it: the exponential of what is far below is small anyway. */
        ABOVE
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
        UNIFORM,
        /** 1 / (1 + e^−z), z ~ N(0, 1): more in the middle (Esser et al. 2024, arXiv 2403.03206, section 3.1). */
        LOGIT_NORMAL
    }

    public FpoConfig {
        ConfigChecks.atLeast("samples", samples, 1);
        ConfigChecks.positive("clip", clip);
        ConfigChecks.within("logRatioLimit", logRatioLimit, 0, Double.POSITIVE_INFINITY);
        ConfigChecks.within("lossClamp", lossClamp, 0, Double.POSITIVE_INFINITY);
        ConfigChecks.within("actionNoise", actionNoise, 0, Double.MAX_VALUE);
        ConfigChecks.within("reflow", reflow, 0, Double.MAX_VALUE);
        ConfigChecks.within("entropyCoefficient", entropyCoefficient, 0, Double.MAX_VALUE);
        ConfigChecks.within("sdeNoise", sdeNoise, 0, Double.MAX_VALUE);
        schedule.requireSteps(flowSteps);
        var _ = new TimeEmbedding(timeEmbedding); // refuses impossible sizes
        ConfigChecks.positive("outputScale", outputScale);
    }

    /** How rollouts draw actions. */
    public Sampling sampling() {
        return new Sampling(sampler, flowSteps, schedule, sdeNoise);
    }
}
