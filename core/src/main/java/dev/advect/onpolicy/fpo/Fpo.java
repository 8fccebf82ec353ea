package dev.advect.onpolicy.fpo;

import dev.advect.nn.vector.Vectors;
import dev.advect.onpolicy.BlockPass;
import dev.advect.onpolicy.ClipWidth;
import dev.advect.onpolicy.Exploration;
import dev.advect.onpolicy.LikelihoodRatio;
import dev.advect.onpolicy.PathStraightness;
import dev.advect.onpolicy.PolicyPass;
import dev.advect.onpolicy.RolloutBuffer;
import dev.advect.onpolicy.Surrogate;
import dev.advect.onpolicy.fpo.FpoConfig.LogRatioClamp;
import dev.advect.onpolicy.fpo.FpoConfig.Ratio;
import dev.advect.onpolicy.fpo.FpoConfig.Reduction;
import dev.advect.onpolicy.fpo.FpoConfig.Supervision;
import dev.advect.policy.FlowPolicy;
import dev.advect.runtime.FlowSpec;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * The surrogate objective of Flow Policy Optimization (FPO, arXiv 2507.21053): PPO in which the likelihood ratio is
 * replaced by the exponential of the decrease of the conditional flow-matching loss.
 *
 * <p>This class is to be read beside the paper's algorithm 1, whose other steps all on-policy algorithms share:
 * <ul>
 * <li>collect rollouts with any sampler: {@code Collector}
 * <li>the advantages: {@code Gae}, in {@code MinibatchUpdate}, anew for each minibatch
 * <li>sample pairs (t_i, ε_i) for each action: section 1
 * <li>θ_old ← θ, that is ℓ_old, once the rollouts are complete: {@code MinibatchUpdate.prepare}, by section 2
 * <li>the epochs and their minibatches: {@code OnPolicyLearner.update}
 * <li>the losses ℓ_θ: section 2
 * <li>the ratio exp(ℓ_old − ℓ_θ), and the clipped objective on it: section 3
 * <li>the optimiser step: {@code GuardedStep}
 * </ul>
 *
 * <p>What the paper does not have follows at the end. Flow time runs in the opposite direction: the paper's τ is 1 − t here
 * (see {@link dev.advect.flow}).
 */
public final class Fpo implements Surrogate {
    private final FlowPolicy policy;
    private final FpoConfig config;
    private final ClipWidth clip;
    private final int d;
    private final double[] times;
    private final EntropyBonus entropyBonus;
    private final PathStraightness straightness;

    public Fpo(FlowPolicy policy, FpoConfig config) {
        this.policy = policy;
        this.config = config;
        clip = new ClipWidth(config.clip());
        d = policy.actionSize();
        times = config.schedule().times(config.flowSteps());
        entropyBonus = new EntropyBonus(policy, config);
        straightness = new PathStraightness(policy, config.flowSteps());
    }

    @Override
    public FlowPolicy policy() {
        return policy;
    }

    @Override
    public ClipWidth clip() {
        return clip;
    }

    // ---- 1. when an action is taken: sample N_mc pairs (t_i, ε_i)

    @Override
    public int drawSize() {
        return config.samples() * (1 + d) + extraDraws();
    }

    /** Samples t_1 … t_N, then ε_1 … ε_N, then what extensions need. */
    @Override
    public void draw(RandomGenerator random, float[] out) {
        int n = config.samples();
        for (int i = 0; i < n; i++) {
            out[i] = switch (config.times()) {
                case SOLVER -> (float) times[random.nextInt(config.flowSteps())];
                case UNIFORM -> random.nextFloat();
                case LOGIT_NORMAL -> (float) (1 / (1 + Math.exp(-logit(random.nextGaussian()))));
            };
        }
        for (int i = n; i < n * (1 + d); i++) {
            out[i] = (float) random.nextGaussian();
        }
        drawExtra(random, out, n * (1 + d));
    }

    private double logit(double normal) {
        return config.timesMean() + config.timesDeviation() * normal;
    }

    // ---- 2. the conditional flow-matching loss, which replaces −log π(a|s): paper, equation 8

    @Override
    public int statisticSize() {
        return config.samples();
    }

    @Override
    public Evaluation evaluate(int worker, Tensor normalised, Tensor action, Tensor draws) {
        Tensor penalty = penalty(worker, normalised, action, draws);
        return new Evaluation(flowMatchingLoss(worker, normalised, action, draws).neg(), null, penalty);
    }

    /**
     * Computes the loss of each sample, ℓ_i = lossScale · w(t_i) · mean_d (v_θ(s, x_{t_i}, t_i) − (ε_i − a))² with x_t = t·ε +
     * (1 − t)·a. Depending on the {@link Reduction}, a scaled sum replaces the mean; the paper has no lossScale.
     *
     * <p>The u-loss, w = 1, compares velocities. The ε-loss compares the predicted noise ε̂ = x_t + (1 − t)·v with ε, which is
     * equivalent to w = (1 − t)², because ε̂ − ε = (1 − t)·(v − (ε − a)).
     *
     * @param normalised normalised observations, {@code [n, observationSize]}
     * @param action a before squashing, {@code [n, d]}
     * @param draws t_1 … t_N, then ε_1 … ε_N, {@code [n, drawSize]}
     * @return {@code [n, N_mc]}
     */
    Tensor flowMatchingLoss(int worker, Tensor normalised, Tensor action, Tensor draws) {
        long rows = normalised.size(0);
        int samples = config.samples();
        Tensor t = draws.narrow(1, 0, samples).unsqueeze(2);
        Tensor epsilon = draws.narrow(1, samples, (long) samples * d).view(rows, samples, d);
        Tensor squared = squaredError(worker, normalised, action, t, epsilon);
        Tensor loss = config.reduction() == Reduction.MEAN
                ? squared.mean(2) : squared.sum(2).mul(new Scalar(config.reduction().factor(d)));
        if (config.lossScale() != 1) {
            loss = loss.mul(new Scalar(config.lossScale()));
        }
        Tensor time = t.squeeze(2);
        if (config.supervision() == Supervision.EPSILON) {
            loss = loss.mul(time.sub(new Scalar(1)).square());
        }
        return weightedForActions(loss, time);
    }

    /**
     * Computes (v_θ(s, x_t, t) − (ε − a))² for each action dimension separately.
     *
     * @param t {@code [n, k, 1]}
     * @param epsilon {@code [n, k, d]}
     * @return {@code [n, k, d]}
     */
    private Tensor squaredError(int worker, Tensor normalised, Tensor action, Tensor t, Tensor epsilon) {
        long rows = normalised.size(0);
        long k = t.size(1);
        Tensor a = action.unsqueeze(1);
        Tensor velocity = epsilon.sub(a);
        Tensor xt = torch.addcmul(a, t, velocity); // a + t·(ε − a)
        Tensor angle = t.mul(policy.frequencies());
        Tensor observation = normalised.unsqueeze(1).expand(rows, k, normalised.size(1));
        Tensor input = torch.cat(new TensorVector(observation, xt, angle.cos(), angle.sin()), 2);
        Tensor out = policy.output(worker, input.view(rows * k, policy.inputSize())).view(rows, k, d);
        return out.sub(target(velocity, a)).square();
    }

    // ---- 3. the ratio and PPO's clipped objective: paper, equations 9 and 10

    /** Computes the clipped objective, or that of another {@link dev.advect.onpolicy.TrustRegion}, as a loss. */
    @Override
    public Loss loss(Evaluation now, Tensor old, Tensor advantage) {
        Tensor ratio = ratio(now.statistic(), old);
        Tensor objective = config.trustRegion().loss(ratio, advantage, clip.current());
        return new Loss(withExtensions(objective, now), ratio);
    }

    /**
     * Computes the ratio ρ = exp(ℓ_old − ℓ_θ), either from the mean losses of an action or for each sample separately.
     *
     * @param now −ℓ_θ, {@code [n, N_mc]}
     * @param old −ℓ_old, {@code [n, N_mc]}
     * @return {@code [n, 1]} or {@code [n, N_mc]}
     */
    Tensor ratio(Tensor now, Tensor old) {
        Tensor difference = clamped(now).sub(clamped(old));
        if (config.ratio() == Ratio.AVERAGED) {
            difference = difference.mean(1).unsqueeze(1);
        }
        double limit = config.logRatioLimit();
        Tensor bounded = limit > 0 && config.logRatioClamp() == LogRatioClamp.ABOVE
                ? difference.clamp_max(new Scalar(limit)) : LikelihoodRatio.bounded(difference, limit);
        return bounded.exp();
    }

    /** Limits losses to the configured maximum; a statistic is a negative loss. */
    private Tensor clamped(Tensor statistic) {
        return config.lossClamp() > 0 ? statistic.clamp_min(new Scalar(-config.lossClamp())) : statistic;
    }

    // ---- what is logged, and how it is computed

    @Override
    public Map<String, Double> metrics(RolloutBuffer data) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        if (config.entropyCoefficient() > 0) {
            metrics.put("policy/entropy", entropyBonus.mean(data));
        }
        metrics.put("policy/straightness", straightness.measure(data));
        metrics.put("policy/flow_loss", meanLoss(data));
        return metrics;
    }

    /** The mean loss of the collected actions under the policy that took them. */
    private static double meanLoss(RolloutBuffer data) {
        double sum = 0;
        for (long i = 0; i < data.statistic.size(); i++) {
            sum -= data.statistic.get(i);
        }
        return sum / data.statistic.size();
    }

    /** Uses the hand-written gradient if vector instructions are available, and autograd otherwise. */
    @Override
    public PolicyPass pass(int worker, RolloutBuffer data) {
        return Vectors.present()
                ? new BlockPass(new FpoPass(policy, config, clip, worker, data), data)
                : Surrogate.super.pass(worker, data);
    }

    @Override
    public long productsPerStep() {
        return (config.samples() + (config.reflow() > 0 ? 1 : 0)) * policy.network().productsPerRow();
    }

    // ---- extensions of the paper

    /**
     * Adds noise to actions, as FPO++'s public code does. The loss is computed for the noisy action that the environment
     * received, so the policy also learns from the noise.
     */
    @Override
    public Exploration exploration() {
        return new Exploration(
                policy.noiseSize(), config.actionNoise(), config.actionNoiseCorrelation(), config.spreadFloor());
    }

    /** Adds the matching and the reflow term to the objective. */
    private Tensor withExtensions(Tensor objective, Evaluation now) {
        Tensor sum = objective;
        if (config.matching() > 0) {
            sum = sum.add(matchingLoss(now.statistic()).sum(), new Scalar(config.matching()));
        }
        Tensor penalty = now.penalty();
        return penalty == null ? sum : sum.add(penalty.sum(), new Scalar(config.reflow()));
    }

    /**
     * Returns the flow-matching loss of the policy's own actions, the mean of ℓ_i, which is added to the objective with the
     * weight c.
     *
     * <p>At the ratio 1 the objective has the gradient of −Σ A·ℓ. Normalised advantages add up to 0, which makes it linear in
     * the velocities: nothing holds them, and they drift away from those of the distribution that the policy samples. With c
     * every advantage counts c more, and there is a minimum, which for equal advantages is that distribution's field.
     *
     * @param statistic −ℓ, {@code [n, N_mc]}
     * @return {@code [n]}
     */
    private Tensor matchingLoss(Tensor statistic) {
        return clamped(statistic).mean(1).neg();
    }

    /** The action's own noise, which the reflow term needs. */
    @Override
    public boolean storesNoise() {
        return config.reflow() > 0;
    }

    /** The number of random values behind the samples: the time of the reflow term. */
    private int extraDraws() {
        return config.reflow() > 0 ? 1 : 0;
    }

    private void drawExtra(RandomGenerator random, float[] out, int offset) {
        if (config.reflow() > 0) {
            out[offset] = random.nextFloat();
        }
    }

    private @Nullable Tensor penalty(int worker, Tensor normalised, Tensor action, Tensor draws) {
        return config.reflow() > 0 ? reflowLoss(worker, normalised, action, draws) : null;
    }

    /**
     * Computes ReFPO's regulariser (arXiv 2606.21086), the flow-matching loss for the action's own noise z, which
     * straightens the path from z to a: ‖v_θ(s, x_t, t) − (z − a)‖² at x_t = t·z + (1 − t)·a, for one
     * time t uniform in [0, 1).
     *
     * @return {@code [n]}
     */
    Tensor reflowLoss(int worker, Tensor normalised, Tensor action, Tensor draws) {
        int offset = config.samples() * (1 + d);
        Tensor t = draws.narrow(1, offset, 1).unsqueeze(2);
        Tensor z = draws.narrow(1, offset + 1, d).unsqueeze(1);
        Tensor error = squaredError(worker, normalised, action, t, z).sum(2).squeeze(1);
        Tensor time = t.view(-1).clamp_min(new Scalar(FlowSpec.MIN_TIME));
        return policy.predictsAction() ? error.div(time.square()) : error;
    }

    /** The network's regression target: ε − a, or a if it predicts actions. */
    private Tensor target(Tensor velocity, Tensor action) {
        return policy.predictsAction() ? action : velocity;
    }

    /**
     * Multiplies losses of velocities by t² where actions â = x_t − t·v are compared instead. Losses of predicted actions are
     * those already, and are divided by t² where velocities are compared.
     */
    private Tensor weightedForActions(Tensor loss, Tensor t) {
        boolean compared = config.supervision() == Supervision.DATA;
        if (compared == policy.predictsAction()) {
            return loss;
        }
        Tensor squared = t.clamp_min(new Scalar(FlowSpec.MIN_TIME)).square();
        return compared ? loss.mul(squared) : loss.div(squared);
    }

    /** Adds the entropy bonus β·(−log π) to the rewards. */
    @Override
    public void reward(int worker, RolloutBuffer data, int first, int n) {
        if (config.entropyCoefficient() > 0) {
            entropyBonus.write(worker, data, first, n);
            for (int i = first * data.steps; i < (first + n) * data.steps; i++) {
                data.reward[i] += (float) (config.entropyCoefficient() * data.negLogProb[i]);
            }
        }
    }
}
