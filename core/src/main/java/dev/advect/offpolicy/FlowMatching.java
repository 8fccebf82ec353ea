package dev.advect.offpolicy;

import dev.advect.nn.Parameters.Replica;
import dev.advect.policy.StepwiseFlowPolicy;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Conditional flow matching (Lipman et al. 2023, arXiv 2210.02747), block by block: with x_t = (1 − t)·z + t·a and t uniform in
 * the block's interval of flow times, v_k(s, x_t, t) is regressed on a − z. The blocks are independent of each other, and
 * N = 1 is the usual flow policy.
 */
public final class FlowMatching {
    private FlowMatching() {}

    /**
     * The mean over rows and components of (v_k(s, x_t, t) − (a − z))².
     *
     * @param weights of block k
     * @param s {@code [n, observationSize]}
     * @param z standard normal noise, {@code [n, d]}
     * @param t flow times in the block's interval, {@code [n, 1]}
     * @param a the actions to imitate, {@code [n, d]}
     * @return a scalar
     */
    public static Tensor loss(StepwiseFlowPolicy policy, int k, Replica weights, Tensor s, Tensor z, Tensor t, Tensor a) {
        Tensor direction = a.sub(z);
        Tensor xt = torch.addcmul(z, t, direction);
        return policy.velocity(k, weights, s, xt, t).sub(direction).square().mean();
    }
}
