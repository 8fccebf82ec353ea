package dev.advect.onpolicy.dppo;

import dev.advect.config.InvalidValueException;
import dev.advect.flow.TimeEmbedding;
import dev.advect.learner.ConfigChecks;
import dev.advect.policy.DenoisingPolicy.StepNoise;

/**
 * What is DPPO's own.
 *
 * @param clip a step's ratio is clipped to 1 ± clip
 * @param logRatioLimit the logarithm of a ratio is held within ± this; 0 for no bound
 * @param flowSteps K, steps of the chain
 * @param trainedSteps how many of them count in the objective, the last ones
 * @param stepNoise whether the steps' deviation is given or learnt
 * @param sigma the deviation, where it is given
 * @param sigmaMin the least, where it is learnt
 * @param sigmaMax the largest, where it is learnt
 * @param correlatedNoise which noise is correlated over time, where the loop asks for that
 * @param entropyCost weight of the steps' entropy, of effect where their deviation is learnt
 * @param denoisingDiscount the advantage of a step is multiplied by this for every step that follows it
 * @param density what a step's log-likelihood is made of its dimensions'
 * @param zeroNoiseEvaluation whether evaluations take the action of zero noise and draw none
 * @param timeEmbedding components of the embedded flow time, even
 * @param outputScale factor on the network's velocity
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

    /** Where the deviation of the steps comes from. */
    public enum Noise {
        /** It is the same everywhere. */
        FIXED,
        /** Of the network, within bounds (ReinFlow, arXiv 2505.22094). */
        LEARNT
    }

    /** What loop.noiseCorrelation and loop.noiseColor are of. */
    public enum CorrelatedNoise {
        /** The chain's first point and the noise of its steps. */
        ALL,
        /** The first point only, which no likelihood is taken of. */
        INITIAL
    }

    /** How dimensions make a log-likelihood. */
    public enum Density {
        /** The sum: the likelihood itself, as FPO's baseline has it. */
        SUM,
        /** The mean, as DPPO's public code has it: ratios of many dimensions stay near 1. */
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
        var _ = new TimeEmbedding(timeEmbedding); // refuses impossible sizes
        ConfigChecks.positive("outputScale", outputScale);
    }

    /** The deviation's bounds. */
    public StepNoise noise() {
        return stepNoise == Noise.FIXED ? new StepNoise(sigma, sigma) : new StepNoise(sigmaMin, sigmaMax);
    }

    /** Factor on the advantage at each trained step. */
    double[] discounts() {
        double[] discounts = new double[trainedSteps];
        for (int i = 0; i < trainedSteps; i++) {
            discounts[i] = Math.pow(denoisingDiscount, trainedSteps - 1 - i);
        }
        return discounts;
    }

    /** Factor on the sum of the dimensions' log-likelihoods. */
    double densityFactor(int d) {
        return density == Density.SUM ? 1 : 1.0 / d;
    }
}
