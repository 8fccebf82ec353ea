package dev.advect.onpolicy;

import dev.advect.nn.Vectors;
import dev.advect.onpolicy.FpoConfig.Ratio;
import dev.advect.onpolicy.FpoConfig.Supervision;
import dev.advect.onpolicy.FpoConfig.Times;
import dev.advect.policy.FlowPolicy;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

import java.util.random.RandomGenerator;

/**
 * Flow Policy Optimization (arXiv 2507.21053): PPO in which the likelihood ratio is replaced by the exponential of the
 * decrease of the conditional flow-matching loss.
 *
 * <p>The paper's τ is 1 − t here, see {@link dev.advect.flow}.
 */
public final class Fpo implements Surrogate {
    private final FlowPolicy policy;
    private final FpoConfig config;
    private final int d;
    private final Tensor frequencies;
    private final double[] times;

    public Fpo(FlowPolicy policy, FpoConfig config) {
        this.policy = policy;
        this.config = config;
        d = policy.actionSize();
        frequencies = policy.embedding().frequencies();
        times = config.schedule().times(config.flowSteps());
    }

    @Override
    public FlowPolicy policy() {
        return policy;
    }

    // ---- with every action: N_mc pairs (t_i, ε_i), drawn when it is taken

    @Override
    public int drawSize() {
        return config.samples() * (1 + d);
    }

    /** t_1 … t_N, then ε_1 … ε_N. */
    @Override
    public void draw(RandomGenerator random, float[] out) {
        int n = config.samples();
        for (int i = 0; i < n; i++) {
            out[i] = config.times() == Times.SOLVER
                    ? (float) times[random.nextInt(config.flowSteps())]
                    : random.nextFloat();
        }
        for (int i = n; i < out.length; i++) {
            out[i] = (float) random.nextGaussian();
        }
    }

    // ---- the conditional flow-matching loss stands in for −log π(a|s): paper, equation 8

    @Override
    public int statisticSize() {
        return config.samples();
    }

    @Override
    public Evaluation evaluate(int worker, Tensor normalised, Tensor action, Tensor draws) {
        return new Evaluation(flowMatchingLoss(worker, normalised, action, draws).neg(), null);
    }

    /**
     * ℓ_i = w(t_i) · mean_d (v_θ(s, x_{t_i}, t_i) − (ε_i − a))², x_t = t·ε + (1 − t)·a.
     *
     * <p>w = 1 compares velocities. Comparing noises instead, ε̂ = x_t + (1 − t)·v with ε, is the same with
     * w = (1 − t)², as ε̂ − ε = (1 − t)·(v − (ε − a)).
     *
     * @return {@code [n, N_mc]}
     */
    Tensor flowMatchingLoss(int worker, Tensor normalised, Tensor action, Tensor draws) {
        long rows = normalised.size(0);
        int samples = config.samples();
        Tensor t = draws.narrow(1, 0, samples).unsqueeze(2);
        Tensor epsilon = draws.narrow(1, samples, (long) samples * d).view(rows, samples, d);
        Tensor a = action.unsqueeze(1);
        Tensor target = epsilon.sub(a);
        Tensor xt = torch.addcmul(a, t, target); // a + t·(ε − a)
        Tensor angle = t.mul(frequencies);
        Tensor observation = normalised.unsqueeze(1).expand(rows, samples, normalised.size(1));
        Tensor input = torch.cat(new TensorVector(observation, xt, angle.cos(), angle.sin()), 2);
        Tensor v = policy.velocity(worker, input.view(rows * samples, policy.inputSize())).view(rows, samples, d);
        Tensor loss = v.sub(target).square().mean(2);
        if (config.supervision() == Supervision.EPSILON) {
            Tensor weight = t.squeeze(2).sub(new Scalar(1)).square();
            loss = loss.mul(weight);
        }
        return loss;
    }

    // ---- the ratio, and PPO's objective on it: paper, equations 9 and 10

    @Override
    public Loss loss(Evaluation now, Tensor old, Tensor advantage) {
        Tensor ratio = ratio(now.statistic(), old);
        return new Loss(ClippedObjective.loss(ratio, advantage, config.clip()), ratio, config.clip());
    }

    /**
     * ρ = exp(ℓ_old − ℓ_θ), of the means over the samples or sample by sample.
     *
     * @param now −ℓ_θ, {@code [n, N_mc]}
     * @param old −ℓ_old, {@code [n, N_mc]}
     * @return {@code [n, 1]} or {@code [n, N_mc]}
     */
    Tensor ratio(Tensor now, Tensor old) {
        Tensor difference = now.sub(old);
        if (config.ratio() == Ratio.AVERAGED) {
            difference = difference.mean(1).unsqueeze(1);
        }
        double limit = config.logRatioLimit();
        if (limit > 0) {
            difference = difference.clamp(
                    new ScalarOptional(new Scalar(-limit)), new ScalarOptional(new Scalar(limit)));
        }
        return difference.exp();
    }

    /** The same by hand where vector instructions are to be had; autograd otherwise. */
    @Override
    public PolicyPass pass(int worker, Unrolls data) {
        return Vectors.present() ? new FpoPass(policy, config, worker, data) : Surrogate.super.pass(worker, data);
    }

    @Override
    public long productsPerStep() {
        return config.samples() * policy.network().productsPerRow();
    }
}
