package dev.advect.offpolicy.ibrl;

import dev.advect.learner.ConfigChecks;

import java.util.List;

/**
 * What is IBRL's own; the critic and what is drawn from demonstrations are configured beside it.
 *
 * @param hidden widths of the actor's hidden layers
 * @param dropout rate of the actor's hidden layers while it learns
 * @param learningRate Adam's, for the actor
 * @param targetRate part by which the target actor moves to the actor after an update of it
 * @param imitationHidden widths of the imitation policy's hidden layers
 * @param imitationDropout rate of its hidden layers while it learns
 * @param imitationRate Adam's, for behaviour cloning
 * @param imitationMaxGradNorm its gradient is scaled down to this norm; 0 for no bound
 * @param noise standard deviation of the noise on the actor's actions at first
 * @param noiseFinal that in the end
 * @param noiseUpdates critic updates that it takes to get there, in a straight line
 * @param noiseClip noise is held within ± this where the actor and the critic learn
 * @param selection who acts
 * @param beta β, how strictly the soft selection follows the values
 */
public record IbrlConfig(
        List<Integer> hidden,
        double dropout,
        double learningRate,
        double targetRate,
        List<Integer> imitationHidden,
        double imitationDropout,
        double imitationRate,
        double imitationMaxGradNorm,
        double noise,
        double noiseFinal,
        long noiseUpdates,
        double noiseClip,
        Selection selection,
        double beta) {

    /** Whose action is taken, in the environment and in the critic's target. */
    public enum Selection {
        /** Either's, with probabilities softmax(β·Q). */
        SOFT,
        /** That of the higher value. */
        GREEDY,
        /** The actor's, always: TD3 with demonstrations. */
        ACTOR
    }

    public IbrlConfig {
        ConfigChecks.widths("hidden", hidden);
        ConfigChecks.within("dropout", dropout, 0, 0.99);
        ConfigChecks.positive("learningRate", learningRate);
        ConfigChecks.within("targetRate", targetRate, 0, 1);
        ConfigChecks.widths("imitationHidden", imitationHidden);
        ConfigChecks.within("imitationDropout", imitationDropout, 0, 0.99);
        ConfigChecks.positive("imitationRate", imitationRate);
        ConfigChecks.within("imitationMaxGradNorm", imitationMaxGradNorm, 0, Double.POSITIVE_INFINITY);
        ConfigChecks.within("noise", noise, 0, Double.MAX_VALUE);
        ConfigChecks.within("noiseFinal", noiseFinal, 0, Double.MAX_VALUE);
        ConfigChecks.atLeast("noiseUpdates", noiseUpdates, 1);
        ConfigChecks.positive("noiseClip", noiseClip);
        ConfigChecks.within("beta", beta, 0, Double.MAX_VALUE);
        hidden = List.copyOf(hidden);
        imitationHidden = List.copyOf(imitationHidden);
    }

    /** The noise's standard deviation at an update of the critic. */
    public double noise(long update) {
        double part = Math.min(1, (double) update / noiseUpdates);
        return (1 - part) * noise + part * noiseFinal;
    }
}
