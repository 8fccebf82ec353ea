package dev.advect.onpolicy;

import dev.advect.flow.Sampler;
import dev.advect.flow.Schedule;
import dev.advect.onpolicy.FpoConfig.Ratio;
import dev.advect.onpolicy.FpoConfig.Supervision;
import dev.advect.onpolicy.FpoConfig.Times;

/** An {@link FpoConfig} in the making, for tests: everything may be changed. */
public final class FpoValues {
    public int samples = 4;
    public Supervision supervision = Supervision.EPSILON;
    public Ratio ratio = Ratio.AVERAGED;
    public Times times = Times.SOLVER;
    public double clip = 0.05;
    public double logRatioLimit = 0;
    public Sampler sampler = Sampler.EULER;
    public int flowSteps = 4;
    public Schedule schedule = Schedule.UNIFORM;
    public double sdeNoise = 1;
    public int timeEmbedding = 4;
    public double outputScale = 0.25;

    /** What was set, checked. */
    public FpoConfig build() {
        return new FpoConfig(samples, supervision, ratio, times, clip, logRatioLimit, sampler, flowSteps, schedule,
                sdeNoise, timeEmbedding, outputScale);
    }
}
