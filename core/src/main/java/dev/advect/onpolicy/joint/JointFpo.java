package dev.advect.onpolicy.joint;

import dev.advect.flow.Gaussian;
import dev.advect.onpolicy.ClipWidth;
import dev.advect.onpolicy.Exploration;
import dev.advect.onpolicy.LikelihoodRatio;
import dev.advect.onpolicy.PathStraightness;
import dev.advect.onpolicy.RolloutBuffer;
import dev.advect.onpolicy.Surrogate;
import dev.advect.policy.FlowPolicy;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * FPO's policy with an exact ratio. The action is a ~ N(F_θ(s, ξ), σ²I), where F_θ carries noise ξ ~ N(0, I) through the
 * flow, and ξ is stored with the action. The joint density is p(ξ)·N(a; F_θ(s, ξ), σ²I), of which p(ξ) does not depend on θ:
 * <pre>
 *   log ρ = (‖a − F_old(s, ξ)‖² − ‖a − F_θ(s, ξ)‖²) / (2σ²)
 *   KL(π_old ‖ π_θ) ≤ E_ξ ‖F_θ(s, ξ) − F_old(s, ξ)‖² / (2σ²)
 * </pre>
 * The bound holds as marginals are no further apart than joints (data-processing inequality), so that a trust region of the
 * joint is one of the policy, in nats. The gradient goes through the K steps of the solver; FPO's needs no solver.
 */
public final class JointFpo implements Surrogate {
    private final FlowPolicy policy;
    private final JointConfig config;
    private final ClipWidth clip;
    private final PathStraightness straightness;

    public JointFpo(FlowPolicy policy, JointConfig config) {
        this.policy = policy;
        this.config = config;
        clip = new ClipWidth(config.clip());
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

    // ---- with every action: the noise ξ it was made from; the action itself is stored with σ's noise added

    @Override
    public int drawSize() {
        return 0;
    }

    @Override
    public void draw(RandomGenerator random, float[] out) {
        // ξ is all that is stored
    }

    @Override
    public boolean storesNoise() {
        return true;
    }

    @Override
    public Exploration exploration() {
        return new Exploration(policy.noiseSize(), config.sigma(), 0, 0);
    }

    // ---- log N(a; F_θ(s, ξ), σ²I)

    @Override
    public int statisticSize() {
        return 1;
    }

    /** The statistic is the log-likelihood in nats, {@code [n, 1]}. */
    @Override
    public Evaluation evaluate(int worker, Tensor normalised, Tensor action, Tensor noise) {
        int d = policy.actionSize();
        double sigma = config.sigma();
        Tensor end = policy.sampling().sample(policy.field(worker, normalised), noise, d);
        Tensor log = action.sub(end).square().sum(1).mul(new Scalar(-0.5 / (sigma * sigma)))
                .sub(new Scalar(d * (Math.log(sigma) + Gaussian.HALF_LOG_2PI)));
        return new Evaluation(log.unsqueeze(1), null, null);
    }

    // ---- PPO's objective on the exact ratio

    @Override
    public Loss loss(Evaluation now, Tensor old, Tensor advantage) {
        Tensor ratio = LikelihoodRatio.of(now.statistic(), old, config.logRatioLimit());
        return new Loss(config.trustRegion().loss(ratio, advantage, clip.current()), ratio);
    }

    @Override
    public Map<String, Double> metrics(RolloutBuffer data) {
        return Map.of("policy/straightness", straightness.measure(data));
    }

    @Override
    public long productsPerStep() {
        return config.flowSteps() * policy.network().productsPerRow();
    }
}
