package dev.advect.offpolicy.swfp;

import dev.advect.nn.Parameters.Replica;
import dev.advect.offpolicy.Batch;
import dev.advect.policy.StepwiseFlowPolicy;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Conditional flow matching (Lipman et al. 2023, arXiv 2210.02747), block by block: with x_t = (1 − t)·z + t·a and t uniform in
 * the block's interval of flow times, v_k(s, x_t, t) is regressed on a − z. The blocks are independent of each other, and
 * N = 1 is the usual flow policy.
 */
record FlowMatching(StepwiseFlowPolicy policy, SwfpBuffers buffers) {
    /**
     * The mean over rows and components of (v_k(s, x_t, t) − (a − z))².
     *
     * @param weights of block k
     * @param a {@code [n, d]}
     * @return a scalar
     */
    Tensor loss(int k, Replica weights, Batch batch, Tensor a) {
        Tensor z = buffers.cloningNoise[k].tensor();
        Tensor t = buffers.cloningTimes[k].tensor();
        Tensor direction = a.sub(z);
        Tensor xt = torch.addcmul(z, t, direction);
        return policy.velocity(k, weights, batch.observation().tensor(), xt, t).sub(direction).square().mean();
    }
}
