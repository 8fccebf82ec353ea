package dev.advect.runtime;

/**
 * The noise of a flow policy beside that which it begins with.
 *
 * @param level η of {@link Solver#SDE}; of no effect for others
 * @param sigmaMin least deviation of a step of {@link Solver#DENOISING}; 0 where there is none, for other solvers
 * @param sigmaMax the largest; where it is larger, the networks put out as many numbers again, which say the deviation:
 *     σ = sigmaMin·(sigmaMax / sigmaMin)^sigmoid(out)
 * @param sampled whether actions are meant to be drawn; otherwise that of zero noise is meant to be taken
 */
public record FlowNoise(double level, double sigmaMin, double sigmaMax, boolean sampled) {
    public FlowNoise {
        Sizes.refuse(!(level >= 0 && level < Double.POSITIVE_INFINITY),
                "noise_level: " + level + " is not possible, it must be at least 0");
        Sizes.refuse(!(sigmaMin >= 0 && sigmaMax >= sigmaMin && sigmaMax < Double.POSITIVE_INFINITY)
                        || (sigmaMin == 0 && sigmaMax > 0),
                "sigma_min and sigma_max: " + sigmaMin + " and " + sigmaMax + " are not possible");
    }

    /** Only of {@link Solver#SDE}, of this η. */
    static FlowNoise ofLevel(double level) {
        return new FlowNoise(level, 0, 0, true);
    }

    /** Whether the networks say the deviation of steps. */
    public boolean learnt() {
        return sigmaMax > sigmaMin;
    }

    /** log(sigmaMax / sigmaMin); 0 where nothing is learnt. */
    public double range() {
        return learnt() ? Math.log(sigmaMax) - Math.log(sigmaMin) : 0;
    }
}
