package dev.advect.offpolicy.swfp;

import dev.advect.nn.Parameters;
import dev.advect.offpolicy.Temperature;
import dev.advect.policy.StepwiseFlowPolicy;

import java.util.List;

/**
 * The proximal problem of one Jordan-Kinderlehrer-Otto step (arXiv 2510.15388): minimise over θ, with θ_old and its particles
 * x_k^old held fixed, F(θ) = E[−Q(s, x_N) + λ/2·‖x_N − x_N^anchor‖² + α·log π_θ(x_N|s)] + Σ_k 1/(2τ_k)·W2²(x_k, x_k^old). The
 * term with λ is ours: it holds the policy to the one before the first step, from the same noise, for the whole run.
 *
 * @param policy θ, one network per block
 * @param snapshot θ_old, the parameters of each block
 * @param anchor the parameters of each block before the first step; empty where λ is 0
 * @param buffers the batch's states and the particles x_k^old
 * @param value Q, in the unit in which it meets distances
 * @param temperature α, in the reward's unit, as it stands in the critic's target
 */
record JkoProblem(SwfpConfig config, StepwiseFlowPolicy policy, List<Parameters> snapshot, List<Parameters> anchor,
        SwfpBuffers buffers, ScaledValue value, Temperature temperature) {

    /** α in the unit of {@link #value}, which is what weighs against distances. */
    double alpha() {
        return temperature.alpha() / value.scale();
    }
}
