package dev.advect.onpolicy;

import dev.advect.config.InvalidValueException;
import dev.advect.env.VectorEnv.NonFinite;
import dev.advect.learner.ConfigChecks;
import dev.advect.nn.Precision;
import dev.advect.policy.Acting;

import java.util.List;

/**
 * The settings that all on-policy algorithms share: how much data is collected, and how the policy learns from it.
 *
 * @param envs the number of environments side by side
 * @param unroll the number of steps per unroll, T
 * @param unrollsPerEnv the number of unrolls that each environment contributes to an update
 * @param staggerEpisodes whether the first episodes are shortened at random, so that environments do not stay in step
 *     and a batch holds all phases of an episode
 * @param minibatches the number of minibatches per epoch; divides envs · unrollsPerEnv
 * @param epochs the number of passes over the collected unrolls
 * @param discount γ
 * @param gaeLambda λ of generalised advantage estimation
 * @param rewardScale the factor on rewards before learning; returns are reported unscaled
 * @param learningRate Adam's learning rate for the policy
 * @param valueLearningRate Adam's learning rate for the value network
 * @param targetKl the KL divergence per update to which the policy's learning rate is adapted; 0 keeps the rate
 *     constant
 * @param klEstimate how that divergence is measured
 * @param annealSteps the environment steps over which the next four fractions fall linearly from 1; 0 for no annealing
 * @param annealClip the final fraction of the algorithm's clip width
 * @param annealKl the final fraction of targetKl
 * @param annealRate the final fraction of learningRate; an adapted rate stays below it
 * @param annealNoise the final fraction of an algorithm's action noise
 * @param skipWithoutReward whether the policy is left unchanged by an iteration in which all rewards were equal and no
 *     episode terminated: such data cannot tell a good action from a bad one, but Adam would still move the policy
 * @param policyAfter the number of iterations, from the first environment step, in which the value network learns alone
 * @param maxGradNorm the norm to which each network's gradient is clipped; 0 for no clipping
 * @param valueCoefficient the weight of the value network's squared error
 * @param actionBound the bound ± to which actions are clamped before tanh; 0 for none. Further out tanh is flat, and a
 *     policy that drifts there gains nothing but steep losses
 * @param noiseCorrelation ρ, the correlation over one environment step of the noise from which actions are computed in
 *     training: ε_t = ρ·ε_{t−1} + √(1 − ρ²)·n_t; 0 for independent noise
 * @param noiseColor β, the exponent of the power spectrum 1 / f^β of that noise, as an alternative to noiseCorrelation:
 *     0 is white, 1 is pink
 * @param noiseRestart whether correlated noise restarts with every episode, or continues from one episode to the next
 * @param normalizeObservations whether observations pass through the policy's running normaliser; a pre-trained policy keeps
 *     that of its demonstrations
 * @param minDeviation the smallest standard deviation by which the normaliser divides; 0 for no bound
 * @param observationBound the bound ± within which normalised observations are held; 0 for none
 * @param emaDecay the decay of the moving average of the policy that is evaluated and saved; 0 for no averaging
 * @param emaWarmup the number of iterations before averaging begins
 * @param demonstrations the file of demonstrations on which a flow policy is pre-trained; empty for none
 * @param pretrainUpdates the number of updates on demonstrations before the first environment step
 * @param cloningRate Adam's learning rate for those updates
 * @param policyHidden the widths of the policy network's hidden layers
 * @param policyOutputInit the factor on the initial weights of the policy's last layer; 0 makes its first actions independent
 *     of the observation
 * @param critic what the value network sees where the environment hides a part of the observation from the policy
 * @param valueHidden the widths of the value network's hidden layers
 * @param products the precision of the value network's matrix products between hidden layers, in updates
 * @param nonFinite the reaction to a NaN or an infinity from an environment
 */
public record OnPolicyConfig(
        int envs,
        int unroll,
        int unrollsPerEnv,
        boolean staggerEpisodes,
        int minibatches,
        int epochs,
        double discount,
        double gaeLambda,
        double rewardScale,
        double learningRate,
        double valueLearningRate,
        double targetKl,
        KlEstimate klEstimate,
        long annealSteps,
        double annealClip,
        double annealKl,
        double annealRate,
        double annealNoise,
        boolean skipWithoutReward,
        int policyAfter,
        double maxGradNorm,
        double valueCoefficient,
        double actionBound,
        double noiseCorrelation,
        double noiseColor,
        boolean noiseRestart,
        boolean normalizeObservations,
        double minDeviation,
        double observationBound,
        double emaDecay,
        int emaWarmup,
        String demonstrations,
        int pretrainUpdates,
        double cloningRate,
        List<Integer> policyHidden,
        double policyOutputInit,
        CriticView critic,
        List<Integer> valueHidden,
        Precision products,
        NonFinite nonFinite) {

    /** The largest number of steps per iteration, as array elements are indexed by int. */
    private static final int MAX_STEPS = Integer.MAX_VALUE - 8;

    /** The largest correlation of noise over one step; above it, the noise hardly ever changes. */
    public static final double MAX_CORRELATION = 0.999;

    public OnPolicyConfig {
        ConfigChecks.atLeast("envs", envs, 1);
        ConfigChecks.atLeast("unroll", unroll, 1);
        ConfigChecks.atLeast("unrollsPerEnv", unrollsPerEnv, 1);
        ConfigChecks.atLeast("minibatches", minibatches, 1);
        ConfigChecks.atLeast("epochs", epochs, 1);
        ConfigChecks.within("discount", discount, 0, 1);
        ConfigChecks.within("gaeLambda", gaeLambda, 0, 1);
        ConfigChecks.positive("rewardScale", rewardScale);
        ConfigChecks.positive("learningRate", learningRate);
        ConfigChecks.positive("valueLearningRate", valueLearningRate);
        ConfigChecks.within("targetKl", targetKl, 0, Double.POSITIVE_INFINITY);
        ConfigChecks.atLeast("annealSteps", annealSteps, 0);
        requireFraction("annealClip", annealClip);
        requireFraction("annealKl", annealKl);
        requireFraction("annealRate", annealRate);
        ConfigChecks.within("annealNoise", annealNoise, 0, 1);
        ConfigChecks.atLeast("policyAfter", policyAfter, 0);
        ConfigChecks.within("maxGradNorm", maxGradNorm, 0, Double.POSITIVE_INFINITY);
        ConfigChecks.within("valueCoefficient", valueCoefficient, 0, Double.POSITIVE_INFINITY);
        ConfigChecks.within("actionBound", actionBound, 0, Double.POSITIVE_INFINITY);
        ConfigChecks.within("noiseCorrelation", noiseCorrelation, 0, MAX_CORRELATION);
        ConfigChecks.within("noiseColor", noiseColor, 0, ColoredNoise.MAX_EXPONENT);
        if (noiseCorrelation > 0 && noiseColor > 0) {
            throw new InvalidValueException("noiseColor: " + noiseColor + " is not possible with noiseCorrelation = "
                    + noiseCorrelation + ", noise is correlated by one of both");
        }
        ConfigChecks.within("minDeviation", minDeviation, 0, Double.POSITIVE_INFINITY);
        ConfigChecks.within("observationBound", observationBound, 0, Double.POSITIVE_INFINITY);
        ConfigChecks.within("emaDecay", emaDecay, 0, Math.nextDown(1.0));
        ConfigChecks.atLeast("emaWarmup", emaWarmup, 0);
        ConfigChecks.atLeast("pretrainUpdates", pretrainUpdates, 0);
        ConfigChecks.positive("cloningRate", cloningRate);
        ConfigChecks.widths("policyHidden", policyHidden);
        ConfigChecks.within("policyOutputInit", policyOutputInit, 0, 100);
        ConfigChecks.widths("valueHidden", valueHidden);
        policyHidden = List.copyOf(policyHidden);
        valueHidden = List.copyOf(valueHidden);
        long unrolls = (long) envs * unrollsPerEnv;
        if (unrolls > MAX_STEPS / unroll) {
            throw new InvalidValueException("envs: " + envs + " · unrollsPerEnv " + unrollsPerEnv + " · unroll "
                    + unroll + " are too many steps between updates, at most " + MAX_STEPS + " are possible");
        }
        if (unrolls % minibatches != 0) {
            throw new InvalidValueException(
                    "minibatches: " + minibatches + " does not divide envs · unrollsPerEnv = " + unrolls);
        }
    }

    /** Checks a final fraction, which must not be 0. */
    private static void requireFraction(String key, double value) {
        if (!(value > 0 && value <= 1)) {
            throw new InvalidValueException(key + ": " + value + " is not possible, it must lie in (0, 1]");
        }
    }

    /**
     * The fraction that applies after some steps of annealing.
     *
     * @param end the final fraction
     * @param steps the environment steps done
     */
    double annealed(double end, long steps) {
        return annealSteps == 0 ? 1 : 1 + (end - 1) * Math.min(1.0, (double) steps / annealSteps);
    }

    /** The number of unrolls per iteration. */
    public int unrolls() {
        return envs * unrollsPerEnv;
    }

    /** The number of unrolls per minibatch. */
    public int unrollsPerMinibatch() {
        return unrolls() / minibatches;
    }

    /** How the policy acts. */
    public Acting acting() {
        return new Acting(normalizeObservations, actionBound);
    }

    /** The number of environment steps per iteration. */
    public long stepsPerIteration() {
        return (long) unrolls() * unroll;
    }
}
