package dev.advect.onpolicy.dppo;

import dev.advect.config.InvalidValueException;
import dev.advect.flow.TimeEmbedding;
import dev.advect.learner.ConfigChecks;
import dev.advect.policy.DenoisingPolicy.StepNoise;

/**
 * The settings specific to DPPO.
 *
 * @param clip the clip width of a step's ratio, which is clipped to 1 ± clip
 * @param logRatioLimit the bound ± on the log-ratio; 0 for none
 * @param flowSteps K, the number of steps of the chain
 * @param trainedSteps the number of steps in the objective, counted from the end of the chain
 * @param stepNoise whether the steps' standard deviation is fixed or learnt
 * @param sigma the standard deviation, if it is fixed
 * @param sigmaMin the smallest standard deviation, if it is learnt
 * @param sigmaMax the largest standard deviation, if it is learnt
 * @param correlatedNoise which noise may be correlated over time, if the loop's settings ask for it
 * @param entropyCost the weight of the steps' entropy, which has an effect only if the deviation is learnt
 * @param denoisingDiscount the factor on a step's advantage for every step that follows it
 * @param density how the dimensions' log-likelihoods are combined
 * @param zeroNoiseEvaluation whether evaluations act with zero noise instead of sampling
 * @param timeEmbedding the number of components of the embedded flow time, even
 * @param outputScale the factor on the network's velocity
 */
public record DppoConfig(
        double clip,
        double logRatioLimit,
        int flowSteps,
        int trainedSteps,
        Noise stepNoise,
        double sigma,
        double sigmaMin,
        double sigmaMax,
        CorrelatedNoise correlatedNoise,
        double entropyCost,
        double denoisingDiscount,
        Density density,
        boolean zeroNoiseEvaluation,
        int timeEmbedding,
        double outputScale) {

    /** The origin of the steps' standard deviation. */
    public enum Noise {
        /** A constant. */
        FIXED,
        /** An output of the network, within bounds (ReinFlow, arXiv 2505.22094). */
        LEARNT
    }

    /** The noise to which loop.noiseCorrelation and loop.noiseColor apply. */
    public enum CorrelatedNoise {
        /** The chain's first point and the noise of its steps. */
        ALL,
        /** The first point only, which does not enter any likelihood. */
        INITIAL
    }

    /** The combination of the dimensions' log-likelihoods. */
    public enum Density {
        /** The sum, which is the true log-likelihood, as in FPO's baseline. */
        SUM,
        /** The mean, as in DPPO's public code, which keeps ratios of many dimensions near 1. */
        MEAN
    }

    public DppoConfig {
        ConfigChecks.positive("clip", clip);
        ConfigChecks.within("logRatioLimit", logRatioLimit, 0, Double.POSITIVE_INFINITY);
        ConfigChecks.atLeast("flowSteps", flowSteps, 1);
        if (trainedSteps < 1 || trainedSteps > flowSteps) {
            throw new InvalidValueException("trainedSteps: " + trainedSteps
                    + " is not possible, it must lie in [1, flowSteps = " + flowSteps + "]");
        }
        ConfigChecks.positive("sigma", sigma);
        ConfigChecks.positive("sigmaMin", sigmaMin);
        if (!(sigmaMax > sigmaMin && sigmaMax < Double.POSITIVE_INFINITY)) {
            throw new InvalidValueException(
                    "sigmaMax: " + sigmaMax + " is not possible, it must be above sigmaMin = " + sigmaMin);
        }
        ConfigChecks.within("entropyCost", entropyCost, 0, Double.MAX_VALUE);
        ConfigChecks.within("denoisingDiscount", denoisingDiscount, 0, 1);
        var _ = new TimeEmbedding(timeEmbedding); // checks the size
        ConfigChecks.positive("outputScale", outputScale);
    }

    /** The bounds of the standard deviation. */
    public StepNoise noise() {
        return stepNoise == Noise.FIXED ? new StepNoise(sigma, sigma) : new StepNoise(sigmaMin, sigmaMax);
    }

    /** The factor on the advantage at each trained step. */
    double[] discounts() {
        double[] discounts = new double[trainedSteps];
        for (int i = 0; i < trainedSteps; i++) {
            discounts[i] = Math.pow(denoisingDiscount, trainedSteps - 1 - i);
        }
        return discounts;
    }

    /** The factor on the sum of the dimensions' log-likelihoods. */
    double densityFactor(int d) {
        return density == Density.SUM ? 1 : 1.0 / d;
    }
}
