package dev.advect.offpolicy.swfp;

import dev.advect.offpolicy.CriticEnsemble;
import dev.advect.policy.StepwiseFlowPolicy;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * The value that the policy maximises, Q(s, x) of particles x, divided by the critic's mean magnitude if
 * {@link SwfpConfig#normalizeValue} asks for that.
 */
final class ScaledValue {
    private final SwfpConfig config;
    private final StepwiseFlowPolicy policy;
    private final CriticEnsemble critic;
    private int[] members = {};

    ScaledValue(SwfpConfig config, StepwiseFlowPolicy policy, CriticEnsemble critic) {
        this.config = config;
        this.policy = policy;
        this.critic = critic;
    }

    /** Selects the ensemble members to evaluate, as {@link CriticEnsemble#drawSubset} drew them. */
    void select(int[] subset) {
        members = subset;
    }

    /** The number by which values are divided, 1 where they are left as they are. */
    double scale() {
        return config.normalizeValue() ? critic.magnitude() : 1;
    }

    /**
     * One value per row, differentiable with respect to x.
     *
     * @param s normalised observations, {@code [n, observationSize]}
     * @param x particles after the last block, {@code [n, d]}
     * @return {@code [n]}
     */
    Tensor of(Tensor s, Tensor x) {
        return critic.policyValue(s, policy.toEnvironment(x), members)
                .mul(new Scalar(1 / scale()));
    }

    /** {@link #of(Tensor, Tensor)} without autograd or a gradient. */
    float[] of(float[] s, float[] x) {
        float[] value = new float[x.length / policy.size()];
        of(s, x, value, new float[0]);
        return value;
    }

    /**
     * {@link #of(Tensor, Tensor)} without autograd, with its gradient.
     *
     * @param s {@code [n, observationSize]}
     * @param x {@code [n, d]}
     * @param value must be zeros and is set, {@code [n]}
     * @param gradient with respect to x, must be zeros and is set, {@code [n, d]}; empty for none
     */
    void of(float[] s, float[] x, float[] value, float[] gradient) {
        critic.policyValue(input(s, x), members, value, gradient);
        float factor = (float) (1 / scale());
        for (int i = 0; i < value.length; i++) {
            value[i] *= factor;
        }
        for (int i = 0; i < gradient.length; i++) {
            gradient[i] *= Math.abs(x[i]) > 1 ? 0 : factor;
        }
    }

    /** The critic's inputs: rows of s, {@code [n, observationSize]}, and of the actions that x, {@code [n, d]}, become. */
    float[] input(float[] s, float[] x) {
        int d = policy.size();
        float[] rows = CriticEnsemble.input(s, x, d);
        int width = policy.observationSize() + d;
        for (int end = width; end <= rows.length; end += width) {
            for (int j = end - d; j < end; j++) {
                rows[j] = Math.clamp(rows[j], -1f, 1f);
            }
        }
        return rows;
    }
}
