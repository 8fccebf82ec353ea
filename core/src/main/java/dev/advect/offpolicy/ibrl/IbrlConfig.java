package dev.advect.offpolicy.ibrl;

import dev.advect.learner.ConfigChecks;

import java.util.List;

/**
 * The hyper-parameters of IBRL, without those of the critic and the training loop.
 *
 * @param hidden widths of the actor's hidden layers
 * @param dropout dropout rate of the actor's hidden layers in training
 * @param learningRate Adam's learning rate for the actor
 * @param targetRate τ of the target actor's Polyak update, after each update of the actor
 * @param imitationHidden widths of the imitation policy's hidden layers
 * @param imitationDropout dropout rate of the imitation policy's hidden layers in training
 * @param imitationRate Adam's learning rate for behaviour cloning
 * @param imitationMaxGradNorm max norm of the behaviour-cloning gradient; 0 for no clipping
 * @param noise initial standard deviation of the noise on the actor's actions
 * @param noiseFinal final standard deviation of the noise
 * @param noiseUpdates critic updates over which the standard deviation goes linearly from initial to final
 * @param noiseClip max absolute value of the noise in updates of the actor and the critic
 * @param selection how the action is selected
 * @param beta β, the inverse temperature of the soft selection
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

    /** How the action is selected, in the environment and in the critic's target. */
    public enum Selection {
        /** The actor's or the imitation policy's action, sampled with probabilities softmax(β·Q). */
        SOFT,
        /** The action of higher value. */
        GREEDY,
        /** Always the actor's action, which makes it TD3 with demonstrations. */
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

    /** Returns a copy with which the actor alone selects actions. */
    IbrlConfig withoutImitation() {
        return new IbrlConfig(hidden, dropout, learningRate, targetRate, imitationHidden, imitationDropout, imitationRate,
                imitationMaxGradNorm, noise, noiseFinal, noiseUpdates, noiseClip, Selection.ACTOR, beta);
    }

    /** The standard deviation of the noise after {@code update} updates of the critic. */
    public double noise(long update) {
        double fraction = Math.min(1, (double) update / noiseUpdates);
        return (1 - fraction) * noise + fraction * noiseFinal;
    }
}
