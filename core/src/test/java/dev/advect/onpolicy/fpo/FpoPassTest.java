package dev.advect.onpolicy.fpo;

import dev.advect.flow.Sampler;
import dev.advect.onpolicy.PassComparison;
import dev.advect.onpolicy.TrustRegion;
import dev.advect.onpolicy.fpo.FpoConfig.LogRatioClamp;
import dev.advect.onpolicy.fpo.FpoConfig.Parameterization;
import dev.advect.onpolicy.fpo.FpoConfig.Ratio;
import dev.advect.onpolicy.fpo.FpoConfig.Reduction;
import dev.advect.onpolicy.fpo.FpoConfig.Supervision;
import dev.advect.onpolicy.fpo.FpoConfig.Times;
import dev.advect.policy.FlowPolicy;
import dev.advect.random.Rng;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

class FpoPassTest {
    @ParameterizedTest
    @CsvSource({
        "EPSILON,  MEAN, AVERAGED,   SOLVER,       CLIP, 0,   0,   0,    BOTH",
        "VELOCITY, MEAN, PER_SAMPLE, UNIFORM,      CLIP, 0,   0,   0.1,  BOTH",
        "VELOCITY, MEAN, PER_SAMPLE, UNIFORM,      CLIP, 0,   0,   0,    ABOVE",
        "VELOCITY, SQRT, PER_SAMPLE, UNIFORM,      ASPO, 1.5, 0,   0.5,  ABOVE",
        "VELOCITY, SUM,  AVERAGED,   LOGIT_NORMAL, SPO,  0,   0.3, 0.02, ABOVE",
        "EPSILON,  SQRT, AVERAGED,   SOLVER,       ASPO, 0.7, 0.1, 0.3,  BOTH",
        "VELOCITY, MEAN, PER_SAMPLE, SOLVER,       CLIP, 0,   1,   0,    BOTH"})
    void gradient_everyOption_equalsAutograd(Supervision supervision, Reduction reduction, Ratio ratio, Times times,
            TrustRegion region, double clamp, double reflow, double matching, LogRatioClamp limited) {
        FpoValues values = new FpoValues();
        values.supervision = supervision;
        values.reduction = reduction;
        values.ratio = ratio;
        values.times = times;
        values.trustRegion = region;
        values.lossClamp = clamp;
        values.reflow = reflow;
        values.matching = matching;
        values.logRatioLimit = 0.5;
        values.logRatioClamp = limited;
        FpoConfig config = values.build();
        FlowPolicy policy = new FlowPolicy(
                7, 3, List.of(12, 12), 4, config.outputScale(), config.sampling(), 1, new Rng(4, 0));
        PassComparison.require(new Fpo(policy, config), 0.05);
    }

    /** The stochastic sampler's own noise comes after z, which the reflow term reads. */
    @Test
    void gradient_reflowWithTheSde_equalsAutograd() {
        FpoValues values = new FpoValues();
        values.sampler = Sampler.SDE;
        values.reflow = 0.5;
        FpoConfig config = values.build();
        FlowPolicy policy = new FlowPolicy(
                7, 3, List.of(12, 12), 4, config.outputScale(), config.sampling(), 1, new Rng(4, 0));
        PassComparison.require(new Fpo(policy, config), 0.05);
    }

    @ParameterizedTest
    @CsvSource({
        "DATA,     DATA,     UNIFORM,      0,   2",
        "DATA,     EPSILON,  SOLVER,       0.3, 1",
        "DATA,     VELOCITY, SOLVER,       0,   0.1",
        "VELOCITY, DATA,     LOGIT_NORMAL, 0.1, 5"})
    void gradient_predictedOrComparedActions_equalsAutograd(Parameterization parameterization, Supervision supervision,
            Times times, double reflow, double lossScale) {
        FpoValues values = new FpoValues();
        values.parameterization = parameterization;
        values.supervision = supervision;
        values.times = times;
        values.reflow = reflow;
        values.lossScale = lossScale;
        values.logRatioLimit = 0.5;
        FpoConfig config = values.build();
        FlowPolicy policy = new FlowPolicy(
                7, 3, List.of(12, 12), 4, config.outputScale(), config.sampling(), 1, new Rng(4, 0));
        policy.predictAction(parameterization == Parameterization.DATA);
        PassComparison.require(new Fpo(policy, config), 0.01);
    }
}
