package dev.advect.onpolicy.dppo;

import dev.advect.onpolicy.dppo.DppoConfig.CorrelatedNoise;
import dev.advect.onpolicy.dppo.DppoConfig.Density;
import dev.advect.onpolicy.dppo.DppoConfig.Noise;

/** A {@link DppoConfig} in the making, for tests: everything may be changed. */
public final class DppoValues {
    public double clip = 0.1;
    public double logRatioLimit = 3;
    public int flowSteps = 4;
    public int trainedSteps = 4;
    public Noise stepNoise = Noise.FIXED;
    public double sigma = 0.2;
    public double sigmaMin = 0.1;
    public double sigmaMax = 0.4;
    public CorrelatedNoise correlatedNoise = CorrelatedNoise.ALL;
    public double entropyCost = 0;
    public double denoisingDiscount = 1;
    public Density density = Density.SUM;
    public boolean zeroNoiseEvaluation = false;
    public int timeEmbedding = 4;
    public double outputScale = 0.5;

    /** What was set, checked. */
    public DppoConfig build() {
        return new DppoConfig(clip, logRatioLimit, flowSteps, trainedSteps, stepNoise, sigma, sigmaMin, sigmaMax,
                correlatedNoise, entropyCost, denoisingDiscount, density, zeroNoiseEvaluation, timeEmbedding, outputScale);
    }
}
