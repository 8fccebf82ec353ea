package dev.advect.offpolicy.swfp;

import dev.advect.nn.Parameters.Replica;
import dev.advect.offpolicy.Temperature;
import dev.advect.policy.StepwiseFlowPolicy;
import dev.advect.policy.StepwiseFlowPolicy.Moved;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The map T_k of a block together with the change of density that it causes, from which the policy's likelihood follows:
 * log π(x_N|s) = log N(x_0; 0, σ_0²·I) − Σ_k log|det ∂T_k|. The determinants are left out, as zeros, while α is 0.
 */
final class Pushforward {
    private final SwfpConfig config;
    private final StepwiseFlowPolicy policy;
    private final SwfpBuffers buffers;
    private final Temperature temperature;

    Pushforward(SwfpConfig config, StepwiseFlowPolicy policy, SwfpBuffers buffers, Temperature temperature) {
        this.config = config;
        this.policy = policy;
        this.buffers = buffers;
        this.temperature = temperature;
    }

    /** log N(x_0; 0, σ_0²·I) of each row, {@code [n, d]} to {@code [n]}. */
    Tensor logNoise(Tensor x) {
        double variance = policy.noiseScale() * policy.noiseScale();
        double constant = -0.5 * Math.log(2 * Math.PI * variance) * x.size(1);
        return x.square().sum(1).mul(new Scalar(-0.5 / variance)).add(new Scalar(constant));
    }

    /**
     * T_k(x) and log|det ∂T_k/∂x|, exact for small actions and estimated beyond {@link SwfpConfig#exactVolume}.
     *
     * @param weights of block k: a replica, or constants
     * @param s normalised observations, {@code [n, observationSize]}
     * @param x {@code [n, d]}
     * @param row of the first particle in the batch, which selects the estimator's probes
     */
    Moved apply(int k, Replica weights, Tensor s, Tensor x, int row) {
        if (temperature.alpha() == 0) {
            return new Moved(policy.apply(k, weights, s, x), torch.zeros_like(x.select(1, 0)));
        }
        boolean exact = policy.size() <= config.exactVolume();
        return policy.applyWithVolume(
                k, weights, s, x, exact ? null : buffers.probe.tensor().narrow(0, row, x.size(0)));
    }
}
