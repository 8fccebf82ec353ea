package dev.advect.onpolicy.fpo;

import dev.advect.config.InvalidValueException;
import dev.advect.env.EnvSpec;
import dev.advect.onpolicy.KlEstimate;
import dev.advect.onpolicy.OnPolicyConfig;
import dev.advect.onpolicy.OnPolicySettings;
import dev.advect.onpolicy.Surrogate;
import dev.advect.onpolicy.fpo.FpoConfig.Parameterization;
import dev.advect.policy.FlowPolicy;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/** The settings of {@link Fpo}. */
public record FpoSettings(OnPolicyConfig loop, FpoConfig fpo) implements OnPolicySettings {
    public FpoSettings {
        InvalidValueException.throwIf(loop.klEstimate() != KlEstimate.RATIO && fpo.parameterization() == Parameterization.DATA,
                "loop.klEstimate: only ratio is possible where actions are predicted, which have no exact likelihood");
    }

    @Override
    public Surrogate surrogate(EnvSpec spec, int workers, RandomGenerator random) {
        FlowPolicy policy = new FlowPolicy(spec.observationSize(), spec.actionSize(), loop.policyHidden(),
                fpo.timeEmbedding(), fpo.outputScale(), fpo.sampling(), workers, random);
        policy.setStochasticByDefault(!fpo.zeroNoiseEvaluation());
        policy.predictAction(fpo.parameterization() == Parameterization.DATA);
        return new Fpo(policy, fpo);
    }

    @Override
    public Map<String, Object> policyShape() {
        Map<String, Object> shape = new LinkedHashMap<>();
        shape.put("policy_hidden", policyHidden());
        shape.put("time_embedding", fpo.timeEmbedding());
        if (fpo.parameterization() == Parameterization.DATA) {
            shape.put("parameterization", "data");
        }
        return shape;
    }
}
