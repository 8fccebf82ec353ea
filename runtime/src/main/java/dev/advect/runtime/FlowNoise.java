package dev.advect.runtime;

/**
 * The noise of a flow policy.
 *
 * @param initial the standard deviation of the noise that paths begin with; standard normal values are multiplied by it
 * @param level η of {@link Solver#SDE}; it has no effect on other solvers
 * @param sigmaMin the smallest standard deviation of a step of {@link Solver#DENOISING}; 0 for other solvers
 * @param sigmaMax the largest standard deviation; if it exceeds sigmaMin, the networks have additional outputs that
 *     determine σ = sigmaMin·(sigmaMax / sigmaMin)^sigmoid(out)
 * @param sampled whether actions are sampled by default; otherwise the default is zero noise
 */
public record FlowNoise(double initial, double level, double sigmaMin, double sigmaMax, boolean sampled) {
    public FlowNoise {
        Sizes.rejectIf(!(initial > 0 && Sizes.isFloat(initial)),
                "initial_noise: " + initial + " is not possible, it must be above 0");
        Sizes.rejectIf(!(level >= 0 && Sizes.isFloat(level)),
                "noise_level: " + level + " is not possible, it must be at least 0");
        Sizes.rejectIf(!(sigmaMin >= 0 && sigmaMax >= sigmaMin && Sizes.isFloat(sigmaMin) && Sizes.isFloat(sigmaMax))
                        || (sigmaMin == 0 && sigmaMax > 0),
                "sigma_min and sigma_max: " + sigmaMin + " and " + sigmaMax + " are not possible");
    }

    /** Creates noise of deviation 1 to begin with, and the noise of {@link Solver#SDE} with this η. */
    static FlowNoise ofLevel(double level) {
        return new FlowNoise(1, level, 0, 0, true);
    }

    /** Whether the networks determine the standard deviation of steps. */
    public boolean learnt() {
        return sigmaMax > sigmaMin;
    }

    /** The range log(sigmaMax / sigmaMin); 0 if the deviation is not learnt. */
    public double range() {
        return learnt() ? Math.log(sigmaMax) - Math.log(sigmaMin) : 0;
    }
}
