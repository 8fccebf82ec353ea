package dev.advect.onpolicy.fpo;

import dev.advect.config.InvalidValueException;
import dev.advect.flow.Sampler;
import dev.advect.flow.Sampling;
import dev.advect.flow.Schedule;
import dev.advect.flow.TimeEmbedding;
import dev.advect.learner.ConfigChecks;
import dev.advect.onpolicy.OnPolicyConfig;
import dev.advect.onpolicy.TrustRegion;

/**
 * The settings specific to FPO.
 *
 * @param samples N_mc, the number of pairs (t, ε) sampled for every action
 * @param parameterization what the network predicts
 * @param supervision the quantities that the flow-matching loss compares
 * @param reduction how the squared errors of the dimensions are reduced to one loss
 * @param lossScale the factor on the reduced loss; 1 / (2σ²) makes it, for compared actions, the negative log-density of a
 *     Gaussian of deviation σ
 * @param ratio how the losses of one action become a ratio
 * @param times how the loss samples flow times
 * @param timesMean the mean of z for logit-normal times; negative values favour times near the action
 * @param timesDeviation the standard deviation of z for logit-normal times
 * @param trustRegion how ratios are kept near 1
 * @param clip the clip width: the ratio is clipped to 1 ± clip, or its penalty has this width
 * @param logRatioLimit the bound on the log-ratio; 0 for none, as in the public reference
 * @param logRatioClamp whether that bound applies on both sides, or above only
 * @param lossClamp the maximum to which both old and new losses are limited; 0 for no limit
 * @param actionNoise the standard deviation of the Gaussian noise added to actions in training, before they are
 *     squashed and stored
 * @param actionNoiseCorrelation ρ, the correlation of that noise over one environment step; 0 for independent noise
 * @param spreadFloor the least standard deviation of squashed actions given the state in training: as far as the policy's
 *     own spread falls short of it, noise is added as by actionNoise, before squashing, so that actions only approach it
 *     where they saturate; 0 for none
 * @param matching c, the weight of the flow-matching loss of the policy's own actions, which keeps the velocity field that of
 *     the distribution from which it samples; 0 for none
 * @param reflow λ, the weight of the reflow regulariser; 0 for none
 * @param entropyCoefficient β, the weight of the entropy bonus: −β·log π(a|s) is added to scaled rewards; 0 for none
 * @param entropyEstimate how log π is estimated
 * @param sampler the solver that samples actions
 * @param flowSteps the number of solver steps
 * @param schedule the times at which the steps begin and end
 * @param sdeNoise η, the noise level of the SDE sampler; it has no effect on other samplers
 * @param zeroNoiseEvaluation whether evaluations act with zero noise instead of sampling
 * @param timeEmbedding the number of components of the embedded flow time, even
 * @param outputScale the factor on the network's output
 */
public record FpoConfig(
        int samples,
        Parameterization parameterization,
        Supervision supervision,
        Reduction reduction,
        double lossScale,
        Ratio ratio,
        Times times,
        double timesMean,
        double timesDeviation,
        TrustRegion trustRegion,
        double clip,
        double logRatioLimit,
        LogRatioClamp logRatioClamp,
        double lossClamp,
        double actionNoise,
        double actionNoiseCorrelation,
        double spreadFloor,
        double matching,
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

    /** The quantity that the network predicts. */
    public enum Parameterization {
        /** The velocity v. */
        VELOCITY,
        /** The action â at the end of the path; the velocity is (x_t − â) / t. */
        DATA
    }

    /** The quantities that the conditional flow-matching loss compares. */
    public enum Supervision {
        /** Velocities: (v − (ε − a))². */
        VELOCITY,
        /** The noise that the velocity implies: (ε̂ − ε)², ε̂ = x_t + (1 − t)·v. */
        EPSILON,
        /** The actions that the velocity implies: (â − a)², â = x_t − t·v. */
        DATA
    }

    /** The reduction of the squared errors of d dimensions to one loss. */
    public enum Reduction {
        /** The mean, as in FPO. */
        MEAN,
        /** The sum divided by √d, as in FPO++. */
        SQRT,
        /** The sum. */
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

    /** The estimate of the likelihood in the entropy bonus. */
    public enum EntropyEstimate {
        /**
         * An estimate from the flow-matching losses that are computed anyway. It is noisy, and biased if the field is
         * not optimal for its own samples.
         */
        CFM,
        /** The exact value by integrating the divergence, which costs several times as much as an update. */
        EXACT
    }

    /** The sides on which the log-ratio is bounded. */
    public enum LogRatioClamp {
        /** The log-ratio is clamped to ± the limit. */
        BOTH,
        /** The log-ratio is limited from above only, as in FPO++: very negative values give ratios near 0 anyway. */
        ABOVE
    }

    /** The way in which N_mc loss differences become ratios. */
    public enum Ratio {
        /** One ratio per action: the exponential of the mean difference. */
        AVERAGED,
        /** One ratio per sample. */
        PER_SAMPLE
    }

    /** The distribution from which the loss samples flow times. */
    public enum Times {
        /** The times at which the solver's steps begin; with a uniform schedule 1, 1 − 1/K, …, 1/K. */
        SOLVER,
        /** The uniform distribution on [0, 1). */
        UNIFORM,
        /**
         * The logit-normal distribution 1 / (1 + e^−z), z ~ N(mean, deviation²), which by default favours the middle (Esser et
         * al. 2024, arXiv 2403.03206, section 3.1).
         */
        LOGIT_NORMAL
    }

    public FpoConfig {
        ConfigChecks.atLeast("samples", samples, 1);
        ConfigChecks.positive("lossScale", lossScale);
        ConfigChecks.within("timesMean", timesMean, -10, 10);
        ConfigChecks.positive("timesDeviation", timesDeviation);
        ConfigChecks.positive("clip", clip);
        ConfigChecks.within("logRatioLimit", logRatioLimit, 0, Double.POSITIVE_INFINITY);
        ConfigChecks.within("lossClamp", lossClamp, 0, Double.POSITIVE_INFINITY);
        ConfigChecks.within("actionNoise", actionNoise, 0, Double.MAX_VALUE);
        ConfigChecks.within("actionNoiseCorrelation", actionNoiseCorrelation, 0, OnPolicyConfig.MAX_CORRELATION);
        ConfigChecks.within("spreadFloor", spreadFloor, 0, 1);
        ConfigChecks.within("matching", matching, 0, Double.MAX_VALUE);
        ConfigChecks.within("reflow", reflow, 0, Double.MAX_VALUE);
        ConfigChecks.within("entropyCoefficient", entropyCoefficient, 0, Double.MAX_VALUE);
        ConfigChecks.within("sdeNoise", sdeNoise, 0, Double.MAX_VALUE);
        InvalidValueException.throwIf(entropyCoefficient > 0 && parameterization == Parameterization.DATA,
                "entropyCoefficient: must be 0 where actions are predicted: their velocity at t = 0, where a likelihood is integrated "
                        + "from, is a difference divided by nothing");
        if (entropyCoefficient > 0 && entropyEstimate == EntropyEstimate.CFM
                && (supervision == Supervision.DATA || lossScale != 1)) {
            throw new InvalidValueException("entropyEstimate: cfm is not possible where actions are compared or losses scaled; use exact");
        }
        schedule.requireSteps(flowSteps);
        var _ = new TimeEmbedding(timeEmbedding); // checks the size
        ConfigChecks.positive("outputScale", outputScale);
    }

    /** The way in which rollouts sample actions. */
    public Sampling sampling() {
        return new Sampling(sampler, flowSteps, schedule, sdeNoise);
    }
}
