package dev.advect.onpolicy.fpo;

import dev.advect.flow.Sampler;
import dev.advect.flow.Schedule;
import dev.advect.onpolicy.TrustRegion;
import dev.advect.onpolicy.fpo.FpoConfig.EntropyEstimate;
import dev.advect.onpolicy.fpo.FpoConfig.LogRatioClamp;
import dev.advect.onpolicy.fpo.FpoConfig.Parameterization;
import dev.advect.onpolicy.fpo.FpoConfig.Ratio;
import dev.advect.onpolicy.fpo.FpoConfig.Reduction;
import dev.advect.onpolicy.fpo.FpoConfig.Supervision;
import dev.advect.onpolicy.fpo.FpoConfig.Times;

/** An {@link FpoConfig} in the making, for tests: everything may be changed. */
public final class FpoValues {
    public int samples = 4;
    public Parameterization parameterization = Parameterization.VELOCITY;
    public Supervision supervision = Supervision.EPSILON;
    public Reduction reduction = Reduction.MEAN;
    public double lossScale = 1;
    public Ratio ratio = Ratio.AVERAGED;
    public Times times = Times.SOLVER;
    public double timesMean = 0;
    public double timesDeviation = 1;
    public TrustRegion trustRegion = TrustRegion.CLIP;
    public double clip = 0.05;
    public double logRatioLimit = 0;
    public LogRatioClamp logRatioClamp = LogRatioClamp.BOTH;
    public double lossClamp = 0;
    public double actionNoise = 0;
    public double actionNoiseCorrelation = 0;
    public double spreadFloor = 0;
    public double matching = 0;
    public double reflow = 0;
    public double entropyCoefficient = 0;
    public EntropyEstimate entropyEstimate = EntropyEstimate.CFM;
    public Sampler sampler = Sampler.EULER;
    public int flowSteps = 4;
    public Schedule schedule = Schedule.UNIFORM;
    public double sdeNoise = 1;
    public boolean zeroNoiseEvaluation = false;
    public int timeEmbedding = 4;
    public double outputScale = 0.25;

    /** What was set, checked. */
    public FpoConfig build() {
        return new FpoConfig(samples, parameterization, supervision, reduction, lossScale, ratio, times, timesMean,
                timesDeviation, trustRegion, clip, logRatioLimit,
                logRatioClamp, lossClamp, actionNoise, actionNoiseCorrelation, spreadFloor, matching, reflow, entropyCoefficient, entropyEstimate, sampler, flowSteps, schedule, sdeNoise,
                zeroNoiseEvaluation, timeEmbedding, outputScale);
    }
}
