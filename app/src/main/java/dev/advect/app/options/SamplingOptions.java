package dev.advect.app.options;

import dev.advect.config.InvalidValueException;
import dev.advect.flow.Sampler;
import dev.advect.flow.Sampling;
import dev.advect.flow.Schedule;
import dev.advect.policy.FlowPolicy;
import dev.advect.policy.Policy;
import dev.advect.runtime.GaussianSpec;
import dev.advect.train.ConfigYaml;
import dev.advect.train.RunConfig;
import dev.advect.train.SamplingOverrides;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that override how a flow policy samples its actions. */
public final class SamplingOptions {
    @Option(names = "--sampler", paramLabel = "NAME",
            description = "ODE or SDE solver that generates a flow policy's actions: euler, heun, midpoint, rk4 or sde. "
                    + "Default: the run's.")
    private @Nullable Sampler sampler;

    @Option(names = "--flow-steps", paramLabel = "K", description = "Steps of the solver. Default: the run's.")
    private @Nullable Integer flowSteps;

    @Option(names = "--schedule", paramLabel = "TIMES",
            description = "Flow times at which the solver's steps begin and end: uniform, cosine, or times such as "
                    + "1,0.6,0.3,0. Default: the run's.")
    private @Nullable Schedule schedule;

    @Option(names = "--sde-noise", paramLabel = "ETA", description = "Noise level of the solver sde. Default: the run's.")
    private @Nullable Double sdeNoise;

    /** Rejects combinations that are invalid for every run. */
    public void check() {
        if (flowSteps != null && flowSteps < 1) {
            throw new InvalidValueException("--flow-steps=" + flowSteps + " is not possible, it must be at least 1");
        }
    }

    /** Applies the options to the policy's sampling; rejected if the policy is not a flow policy. */
    public void applyTo(Policy policy, RunConfig config) {
        if (policy instanceof FlowPolicy flow) {
            flow.sampleWith(asked(flow.sampling()));
        } else if (sampler != null || flowSteps != null || schedule != null || sdeNoise != null) {
            String kind = policy.spec()
                    .map(spec -> spec instanceof GaussianSpec ? "Gaussian" : "a chain of steps of its own")
                    .orElse("no flow");
            throw new InvalidValueException("--sampler, --flow-steps, --schedule and --sde-noise are for flow policies; "
                    + "this run's policy is " + kind + " (" + ConfigYaml.name(config.algo()) + ")");
        }
    }

    /** Returns the run's own sampling settings with the given options replaced. */
    private Sampling asked(Sampling own) {
        Sampler solver = sampler == null ? own.sampler() : sampler;
        InvalidValueException.throwIf(sdeNoise != null && solver != Sampler.SDE,
                "--sde-noise=" + sdeNoise + " is for the solver sde: --sampler=sde");
        return new SamplingOverrides(sampler, flowSteps, schedule, sdeNoise).over(own);
    }
}
