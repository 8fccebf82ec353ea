package dev.advect.onpolicy;

import dev.advect.config.InvalidValueException;
import dev.advect.env.VectorEnv.NonFinite;
import dev.advect.learner.ConfigChecks;
import dev.advect.nn.Precision;
import dev.advect.policy.Acting;

import java.util.List;

/**
 * What all on-policy algorithms share: how much is collected, and how it is learnt from.
 *
 * @param envs environments side by side
 * @param unroll T, steps of an unroll
 * @param unrollsPerEnv unrolls each environment does before an update
 * @param staggerEpisodes whether the first episodes are shortened at random, so that environments do not go through
 *     their episodes in step and a batch holds all phases of one
 * @param minibatches minibatches an epoch; divides envs · unrollsPerEnv
 * @param epochs passes over the collected unrolls
 * @param discount γ
 * @param gaeLambda λ of generalised advantage estimation
 * @param rewardScale rewards are multiplied by this before learning; returns are reported unscaled
 * @param learningRate Adam's, for the policy
 * @param valueLearningRate Adam's, for the value network
 * @param targetKl the policy's learning rate is steered so that an update moves the policy by about this much, in the
 *     estimate below; 0 keeps the rate as it is
 * @param klEstimate how that is measured
 * @param annealSteps environment steps over which the following four parts shrink, linearly from 1; 0 for no annealing
 * @param annealClip the part of the algorithm's clip that is left then
 * @param annealKl the part of targetKl that is left then
 * @param annealRate the part of learningRate that is left then; a steered rate is held below it
 * @param annealNoise the part of an algorithm's action noise that is left then
 * @param skipWithoutReward whether an iteration in which all rewards were equal and no episode terminated leaves the
 *     policy alone: nothing in it tells a good action from a bad one, but Adam would move the policy all the same
 * @param maxGradNorm each network's gradient is scaled down to this norm; 0 for no bound
 * @param valueCoefficient weight of the value network's squared error
 * @param actionBound actions before tanh are held within ± this; 0 for no bound. Far out tanh is flat, and a policy that
 *     drifts out there gains nothing but steep losses
 * @param noiseCorrelation ρ, correlation over one environment step of the noise that actions are made from in training:
 *     ε_t = ρ·ε_{t−1} + √(1 − ρ²)·n_t; 0 for noise drawn anew in every step
 * @param noiseColor β, exponent of the power spectrum 1 / f^β of that noise, in place of a correlation: 0 white, 1 pink
 * @param noiseRestart whether such noise begins anew with every episode, or is carried over from one to the next
 * @param normalizeObservations whether the policy's running normaliser is used
 * @param emaDecay of the moving average of the policy that is evaluated and kept for use; 0 for the policy itself
 * @param emaWarmup iterations before the averaging begins
 * @param demonstrations file of demonstrations that a flow's policy is pre-trained on; empty for none
 * @param pretrainUpdates updates on demonstrations before the first step
 * @param cloningRate Adam's, for them
 * @param policyHidden widths of the policy network's hidden layers
 * @param valueHidden widths of the value network's hidden layers
 * @param products precision of the value network's products of matrices between hidden layers, in updates
 * @param nonFinite what a NaN from an environment leads to
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
        double maxGradNorm,
        double valueCoefficient,
        double actionBound,
        double noiseCorrelation,
        double noiseColor,
        boolean noiseRestart,
        boolean normalizeObservations,
        double emaDecay,
        int emaWarmup,
        String demonstrations,
        int pretrainUpdates,
        double cloningRate,
        List<Integer> policyHidden,
        List<Integer> valueHidden,
        Precision products,
        NonFinite nonFinite) {

    /** Of an iteration: the elements of an array are numbered by int. */
    private static final int MOST_STEPS = Integer.MAX_VALUE - 8;

    /** Noise that hardly ever changes is no noise. */
    private static final double MAX_CORRELATION = 0.999;

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
        part("annealClip", annealClip);
        part("annealKl", annealKl);
        part("annealRate", annealRate);
        ConfigChecks.within("annealNoise", annealNoise, 0, 1);
        ConfigChecks.within("maxGradNorm", maxGradNorm, 0, Double.POSITIVE_INFINITY);
        ConfigChecks.within("valueCoefficient", valueCoefficient, 0, Double.POSITIVE_INFINITY);
        ConfigChecks.within("actionBound", actionBound, 0, Double.POSITIVE_INFINITY);
        ConfigChecks.within("noiseCorrelation", noiseCorrelation, 0, MAX_CORRELATION);
        ConfigChecks.within("noiseColor", noiseColor, 0, ColoredNoise.MAX_EXPONENT);
        if (noiseCorrelation > 0 && noiseColor > 0) {
            throw new InvalidValueException("noiseColor: " + noiseColor + " is not possible with noiseCorrelation = "
                    + noiseCorrelation + ", noise is correlated by one of both");
        }
        ConfigChecks.within("emaDecay", emaDecay, 0, Math.nextDown(1.0));
        ConfigChecks.atLeast("emaWarmup", emaWarmup, 0);
        ConfigChecks.atLeast("pretrainUpdates", pretrainUpdates, 0);
        ConfigChecks.positive("cloningRate", cloningRate);
        ConfigChecks.widths("policyHidden", policyHidden);
        ConfigChecks.widths("valueHidden", valueHidden);
        policyHidden = List.copyOf(policyHidden);
        valueHidden = List.copyOf(valueHidden);
        long unrolls = (long) envs * unrollsPerEnv;
        if (unrolls > MOST_STEPS / unroll) {
            throw new InvalidValueException("envs: " + envs + " · unrollsPerEnv " + unrollsPerEnv + " · unroll "
                    + unroll + " are too many steps between updates, at most " + MOST_STEPS + " are possible");
        }
        if (unrolls % minibatches != 0) {
            throw new InvalidValueException(
                    "minibatches: " + minibatches + " does not divide envs · unrollsPerEnv = " + unrolls);
        }
    }

    /** What is left of something, which must not be nothing. */
    private static void part(String key, double value) {
        if (!(value > 0 && value <= 1)) {
            throw new InvalidValueException(key + ": " + value + " is not possible, it must lie in (0, 1]");
        }
    }

    /**
     * How much is left of what is annealed.
     *
     * @param end the part that is left in the end
     * @param steps environment steps done
     */
    double annealed(double end, long steps) {
        return annealSteps == 0 ? 1 : 1 + (end - 1) * Math.min(1.0, (double) steps / annealSteps);
    }

    /** Unrolls collected before an update. */
    public int unrolls() {
        return envs * unrollsPerEnv;
    }

    /** Unrolls of a minibatch. */
    public int unrollsPerMinibatch() {
        return unrolls() / minibatches;
    }

    /** How the policy acts. */
    public Acting acting() {
        return new Acting(normalizeObservations, actionBound);
    }

    /** Environment steps between two updates. */
    public long stepsPerIteration() {
        return (long) unrolls() * unroll;
    }
}
