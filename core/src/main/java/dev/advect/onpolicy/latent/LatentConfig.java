package dev.advect.onpolicy.latent;

import dev.advect.config.InvalidValueException;
import dev.advect.flow.Sampler;
import dev.advect.flow.Sampling;
import dev.advect.flow.Schedule;
import dev.advect.learner.ConfigChecks;
import dev.advect.policy.LatentPolicy.FlowShape;

import java.util.List;

/**
 * The settings specific to {@link LatentPpo}. The keys that begin with the flow's are those of the flow that is frozen.
 *
 * @param clip the clip width of the ratio, which is clipped to 1 ± clip
 * @param entropyCost the weight of the bonus for the entropy of the latent
 * @param initialDeviation the standard deviation of the latent at the start; with 1 the policy begins as the flow's
 *     stochastic one
 * @param flowHidden the widths of the flow's hidden layers
 * @param flowSampler the flow's solver
 * @param flowSteps the number of its steps
 * @param flowSchedule the times at which its steps begin and end
 * @param timeEmbedding the number of components of the flow's embedded time
 * @param outputScale the factor on the output of the flow's network
 */
public record LatentConfig(double clip, double entropyCost, double initialDeviation, List<Integer> flowHidden,
        Sampler flowSampler, int flowSteps, Schedule flowSchedule, int timeEmbedding, double outputScale) {
    public LatentConfig {
        ConfigChecks.positive("clip", clip);
        ConfigChecks.within("entropyCost", entropyCost, 0, Double.POSITIVE_INFINITY);
        ConfigChecks.within("initialDeviation", initialDeviation, 0.01, 10);
        ConfigChecks.widths("flowHidden", flowHidden);
        flowHidden = List.copyOf(flowHidden);
        InvalidValueException.throwIf(flowSampler == Sampler.SDE,
                "flowSampler: sde is not possible, as it adds noise that the latent does not control; use an ODE solver");
        flowSchedule.requireSteps(flowSteps);
        InvalidValueException.throwIf(timeEmbedding < 2 || timeEmbedding % 2 != 0,
                "timeEmbedding: " + timeEmbedding + " is not possible, it must be even and at least 2");
        ConfigChecks.positive("outputScale", outputScale);
    }

    FlowShape flow() {
        return new FlowShape(
                flowHidden, timeEmbedding, outputScale, new Sampling(flowSampler, flowSteps, flowSchedule, 0));
    }
}
