package dev.advect.offpolicy.swfp;

import dev.advect.config.InvalidValueException;
import dev.advect.flow.TimeEmbedding;
import dev.advect.learner.ConfigChecks;

import java.util.List;

/**
 * The hyper-parameters of SWFP itself.
 *
 * @param blocks N, blocks of the cascade
 * @param innerSteps M, Euler steps per block
 * @param noiseScale σ_0, standard deviation of the noise from which the policy acts and is improved; flow
 *     matching, in pre-training and in self-imitation, draws it with 1, so that less keeps the policy nearer to what cloned
 *     actions have in common
 * @param hidden widths of every block's hidden layers
 * @param timeEmbedding components of the embedded flow time, an even number
 * @param mode how the blocks' gradients are computed
 * @param regularizer the proximal term, which holds the policy near its snapshot
 * @param coupling how particles of policy and snapshot are paired where the regulariser is W2
 * @param particles P, particles drawn per state
 * @param sinkhornEpsilon ε of the entropic coupling
 * @param tau initial τ of the last block, the size of the proximal step; the larger, the farther the policy may move
 * @param tauFinal final τ of the last block
 * @param tauShape how τ changes from the initial to the final value
 * @param tauUpdates policy updates over which τ changes
 * @param tauRatio τ of a block divided by τ of the next one
 * @param anchor λ, weight of the squared distance between an action and the one that the policy made of the same noise before it
 *     was first improved; 0 for none
 * @param period policy updates per JKO step, after which the snapshot is renewed
 * @param blockWeight w, weight of the value in the objective of each block, in the modes in which blocks learn separately
 * @param alpha initial weight of the entropy, in the reward's unit per nat; 0 for none
 * @param alphaLearningRate learning rate of log α; 0 keeps α fixed
 * @param targetEntropy entropy to which α is tuned, in nats per component of the action
 * @param exactVolume maximum number of action components for exact log-determinants; beyond it they are estimated
 * @param normalizeValue whether values are divided by their mean magnitude, so that τ and α do not depend on
 *     the reward's scale
 * @param reflowAfter pre-training updates after which the policy is its own teacher, see {@link Swfp}; 0 for never
 * @param learningRate learning rate of Adam online
 * @param cloningRate learning rate of Adam in pre-training
 * @param selfImitationRate learning rate of Adam for cloning, beside each policy update, those of the batch's actions that led
 *     to a return above the policy's value, see {@link SelfImitation}; 0 for none
 * @param maxGradNorm maximum norm of each block's gradient, which is scaled down to it; 0 for no limit
 */
public record SwfpConfig(
        int blocks,
        int innerSteps,
        double noiseScale,
        List<Integer> hidden,
        int timeEmbedding,
        Mode mode,
        Regularizer regularizer,
        Coupling coupling,
        int particles,
        double sinkhornEpsilon,
        double tau,
        double tauFinal,
        Shape tauShape,
        long tauUpdates,
        double tauRatio,
        double anchor,
        int period,
        double blockWeight,
        double alpha,
        double alphaLearningRate,
        double targetEntropy,
        int exactVolume,
        boolean normalizeValue,
        long reflowAfter,
        double learningRate,
        double cloningRate,
        double selfImitationRate,
        double maxGradNorm) {

    /** How the blocks' gradients are computed. */
    public enum Mode {
        /** Through the whole cascade. */
        SEQUENTIAL,
        /** Every block separately, from the snapshot's particles and through the snapshot's later blocks. */
        PARALLEL,
        /** One vector-Jacobian product through the snapshot, then a regression for every block. */
        ADJOINT
    }

    /** The proximal term, which holds the policy near its snapshot. */
    public enum Regularizer {
        /** The squared Wasserstein distance of the particles after every block. */
        W2,
        /** An upper bound of the Kullback-Leibler divergence, from the velocities. */
        KL,
        /** No proximal term. */
        NONE
    }

    /** How the particles of policy and snapshot are paired. */
    public enum Coupling {
        /** Particles of the same noise are paired, which gives an upper bound of W2. */
        SYNCHRONOUS,
        /** The optimal assignment among the particles of a state. */
        ASSIGNMENT,
        /** Sinkhorn's entropic plan among the particles of a state. */
        SINKHORN
    }

    /** The schedule of τ over the policy updates. */
    public enum Shape {
        CONSTANT,
        LINEAR,
        COSINE
    }

    public SwfpConfig {
        ConfigChecks.between("blocks", blocks, 1, 64); // bounds of the runtime, too
        ConfigChecks.between("innerSteps", innerSteps, 1, 1000 / blocks);
        ConfigChecks.positive("noiseScale", noiseScale);
        ConfigChecks.widths("hidden", hidden);
        var _ = new TimeEmbedding(timeEmbedding); // refuses impossible sizes
        ConfigChecks.atLeast("particles", particles, 1);
        if (coupling != Coupling.SYNCHRONOUS && particles < 2) {
            throw new InvalidValueException("particles: " + particles
                    + " is not possible with a coupling other than synchronous, it must be at least 2");
        }
        ConfigChecks.positive("sinkhornEpsilon", sinkhornEpsilon);
        ConfigChecks.positive("tau", tau);
        ConfigChecks.positive("tauFinal", tauFinal);
        ConfigChecks.atLeast("tauUpdates", tauUpdates, 1);
        ConfigChecks.positive("tauRatio", tauRatio);
        ConfigChecks.within("anchor", anchor, 0, Double.POSITIVE_INFINITY);
        ConfigChecks.atLeast("period", period, 1);
        ConfigChecks.positive("blockWeight", blockWeight);
        ConfigChecks.within("alpha", alpha, 0, Double.POSITIVE_INFINITY);
        ConfigChecks.within("alphaLearningRate", alphaLearningRate, 0, Double.POSITIVE_INFINITY);
        ConfigChecks.within("targetEntropy", targetEntropy, -1e6, 1e6);
        ConfigChecks.atLeast("exactVolume", exactVolume, 0);
        ConfigChecks.atLeast("reflowAfter", reflowAfter, 0);
        ConfigChecks.positive("learningRate", learningRate);
        ConfigChecks.positive("cloningRate", cloningRate);
        ConfigChecks.within("selfImitationRate", selfImitationRate, 0, Double.POSITIVE_INFINITY);
        ConfigChecks.within("maxGradNorm", maxGradNorm, 0, Double.POSITIVE_INFINITY);
        hidden = List.copyOf(hidden);
    }

    /** τ_k after so many policy updates. */
    public double tau(int block, long update) {
        double part = Math.min(1, (double) update / tauUpdates);
        double last = switch (tauShape) {
            case CONSTANT -> tau;
            case LINEAR -> tau + (tauFinal - tau) * part;
            case COSINE -> tauFinal + (tau - tauFinal) * (1 + Math.cos(Math.PI * part)) / 2;
        };
        return last * Math.pow(tauRatio, blocks - 1 - block);
    }
}
