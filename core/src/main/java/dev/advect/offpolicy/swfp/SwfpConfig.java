package dev.advect.offpolicy.swfp;

import dev.advect.config.InvalidValueException;
import dev.advect.flow.TimeEmbedding;
import dev.advect.learner.ConfigChecks;

import java.util.List;

/**
 * What is SWFP's own.
 *
 * @param blocks N
 * @param innerSteps M, Euler steps of a block
 * @param hidden widths of every block's hidden layers
 * @param timeEmbedding components of the embedded flow time, even
 * @param mode how the blocks' gradients are computed
 * @param regularizer what holds the policy to its snapshot
 * @param coupling between the particles of policy and snapshot, where the regulariser is W2
 * @param particles P, particles drawn for every state
 * @param sinkhornEpsilon ε of the entropic coupling
 * @param tau τ, the proximal step of the last block at first; large lets the policy go far
 * @param tauFinal τ in the end
 * @param tauShape how τ goes from the one to the other
 * @param tauUpdates policy updates that this takes
 * @param tauRatio τ of a block over τ of the next one
 * @param period policy updates after which the snapshot is renewed: the length of a JKO step
 * @param blockWeight w, weight of the value in the objective of every block, where blocks learn apart
 * @param alpha weight of the entropy at first; 0 for none
 * @param alphaLearningRate Adam's, on log α; 0 keeps α
 * @param targetEntropy entropy to which α is tuned, a component of the action
 * @param exactVolume components of an action up to which log-determinants are exact; beyond it they are estimated
 * @param normalizeValue whether values are divided by their mean magnitude, so that τ and α need not follow the reward
 * @param reflowAfter updates of pre-training after which the policy is its own teacher, see {@link Swfp}; 0 for never
 * @param learningRate Adam's, online
 * @param cloningRate Adam's, for behaviour cloning
 * @param maxGradNorm every block's gradient is scaled down to this norm; 0 for no bound
 */
public record SwfpConfig(
        int blocks,
        int innerSteps,
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
        double maxGradNorm) {

    /** How the blocks' gradients are computed. */
    public enum Mode {
        /** Through the whole cascade. */
        SEQUENTIAL,
        /** Every block by itself, from the snapshot's particles and through the snapshot's later blocks. */
        PARALLEL,
        /** One product with the snapshot's Jacobian, then a regression for every block. */
        ADJOINT
    }

    /** What holds the policy to its snapshot. */
    public enum Regularizer {
        /** Squared Wasserstein distance of the particles after every block. */
        W2,
        /** A bound of the Kullback-Leibler divergence, from the velocities. */
        KL,
        /** Nothing. */
        NONE
    }

    /** How the particles of policy and snapshot are paired. */
    public enum Coupling {
        /** Those of the same noise: an upper bound of W2. */
        SYNCHRONOUS,
        /** The best pairing among the particles of a state. */
        ASSIGNMENT,
        /** Sinkhorn's entropic one among the particles of a state. */
        SINKHORN
    }

    /** How τ changes with the updates. */
    public enum Shape {
        CONSTANT,
        LINEAR,
        COSINE
    }

    public SwfpConfig {
        ConfigChecks.atLeast("blocks", blocks, 1);
        ConfigChecks.atLeast("innerSteps", innerSteps, 1);
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
        ConfigChecks.atLeast("period", period, 1);
        ConfigChecks.positive("blockWeight", blockWeight);
        ConfigChecks.within("alpha", alpha, 0, Double.POSITIVE_INFINITY);
        ConfigChecks.within("alphaLearningRate", alphaLearningRate, 0, Double.POSITIVE_INFINITY);
        ConfigChecks.within("targetEntropy", targetEntropy, -1e6, 1e6);
        ConfigChecks.atLeast("exactVolume", exactVolume, 0);
        ConfigChecks.atLeast("reflowAfter", reflowAfter, 0);
        ConfigChecks.positive("learningRate", learningRate);
        ConfigChecks.positive("cloningRate", cloningRate);
        ConfigChecks.within("maxGradNorm", maxGradNorm, 0, Double.POSITIVE_INFINITY);
        hidden = List.copyOf(hidden);
    }

    /** τ_k at a policy update. */
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
