package dev.advect.export;

import dev.advect.config.InvalidValueException;
import dev.advect.nn.RunningNorm;
import dev.advect.policy.Acting;
import dev.advect.policy.Policy;
import dev.advect.runtime.PolicyFile;
import dev.advect.runtime.PolicySpec;

import java.util.Arrays;
import java.util.Map;

/** The conversion of a policy, with its normaliser and bounds, to a file for deployment. */
public final class Exports {
    private Exports() {}

    /**
     * Creates the file of a policy with its current weights.
     *
     * @param info human-readable information, see {@link PolicyFile}
     * @throws InvalidValueException if the runtime does not support the policy, or if weights are not finite
     */
    public static PolicyFile file(Policy policy, Acting acting, Map<String, String> info) {
        PolicySpec spec = policy.spec()
                .orElseThrow(() -> new InvalidValueException(
                        "its actions are not those of networks alone (ibrl and qc ask their critics), which is all that a file holds"));
        RunningNorm norm = policy.norm();
        float[] shift = new float[spec.observationSize()];
        float[] scale = new float[spec.observationSize()];
        Arrays.fill(scale, 1);
        boolean normalized = acting.normalizeObservations();
        try {
            return new PolicyFile(spec, policy.squash(), acting.actionBound(), policy.chunk(), normalized ? norm.bound() : 0,
                    normalized ? norm.shift() : shift, normalized ? norm.scale() : scale,
                    policy.parameters().values().toArray(), info);
        } catch (IllegalArgumentException e) { // the file's own checks of its values
            throw new InvalidValueException(String.valueOf(e.getMessage()), e);
        }
    }
}
