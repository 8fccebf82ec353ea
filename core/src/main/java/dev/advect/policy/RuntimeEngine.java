package dev.advect.policy;

import dev.advect.nn.RunningNorm;
import dev.advect.nn.torch.HostTensor;
import dev.advect.runtime.PolicySpec;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** An engine that runs the runtime's kernels on copies of the weights. */
final class RuntimeEngine implements Engine {
    private final Acting acting;
    private final HostTensor noise;
    private final HostTensor unsquashed;
    private final HostTensor action;
    /** One runtime policy per worker, set by the last {@link #begin}. */
    private final dev.advect.runtime.Policy[] policies;

    RuntimeEngine(Acting acting, int workers, HostTensor noise, HostTensor unsquashed, HostTensor action) {
        this.acting = acting;
        this.noise = noise;
        this.unsquashed = unsquashed;
        this.action = action;
        policies = new dev.advect.runtime.Policy[workers];
    }

    @Override
    public void begin(Policy policy) {
        PolicySpec spec = policy.spec().orElseThrow();
        RunningNorm norm = policy.norm();
        float[] zeros = new float[spec.observationSize()];
        float[] ones = zeros.clone();
        Arrays.fill(ones, 1);
        policies[0] = dev.advect.runtime.Policy.of(spec, policy.squash(), acting.actionBound(),
                acting.normalizeObservations() ? norm.bound() : 0,
                acting.normalizeObservations() ? norm.shift() : zeros,
                acting.normalizeObservations() ? norm.scale() : ones, policy.parameters().values().toArray());
        for (int worker = 1; worker < policies.length; worker++) {
            policies[worker] = policies[0].copy();
        }
    }

    @Override
    public void act(int worker, MemorySegment observations, int from, int to) {
        policies[worker].act(observations, noise.segment(), unsquashed.segment(), action.segment(), from, to);
    }
}
