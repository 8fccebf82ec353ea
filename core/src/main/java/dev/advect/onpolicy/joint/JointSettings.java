package dev.advect.onpolicy.joint;

import dev.advect.config.InvalidValueException;
import dev.advect.env.EnvSpec;
import dev.advect.onpolicy.KlEstimate;
import dev.advect.onpolicy.OnPolicyConfig;
import dev.advect.onpolicy.OnPolicySettings;
import dev.advect.onpolicy.Surrogate;
import dev.advect.policy.FlowPolicy;

import java.util.Map;
import java.util.random.RandomGenerator;

/** {@link JointFpo} and its values. */
public record JointSettings(OnPolicyConfig loop, JointConfig joint) implements OnPolicySettings {
    public JointSettings {
        InvalidValueException.throwIf(loop.klEstimate() == KlEstimate.EXACT, "loop.klEstimate: exact is not possible with "
                + "fpo-joint, whose actions have noise around the flow's end; its ratios are exact, use ratio");
        InvalidValueException.throwIf(loop.annealNoise() != 1, "loop.annealNoise: " + loop.annealNoise()
                + " is not possible with fpo-joint, whose likelihood is that of one sigma; it must be 1");
        InvalidValueException.throwIf(loop.actionBound() > 0, "loop.actionBound: " + loop.actionBound()
                + " is not possible with fpo-joint, whose likelihood is that of an unbounded action; it must be 0");
    }

    @Override
    public Surrogate surrogate(EnvSpec spec, int workers, RandomGenerator random) {
        FlowPolicy policy = new FlowPolicy(spec.observationSize(), spec.actionSize(), loop.policyHidden(),
                joint.timeEmbedding(), joint.outputScale(), joint.sampling(), workers, random);
        policy.setStochasticByDefault(!joint.zeroNoiseEvaluation());
        return new JointFpo(policy, joint);
    }

    @Override
    public Map<String, Object> policyShape() {
        return Map.of("policy_hidden", policyHidden(), "time_embedding", joint.timeEmbedding());
    }
}
