package dev.advect.onpolicy.ppo;

import dev.advect.flow.Squash;
import dev.advect.onpolicy.ClipWidth;
import dev.advect.onpolicy.ClippedObjective;
import dev.advect.onpolicy.Surrogate;
import dev.advect.policy.GaussianPolicy;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

import java.util.random.RandomGenerator;

/**
 * Proximal Policy Optimization (Schulman et al. 2017) with a diagonal Gaussian that is squashed by tanh: the baseline
 * that FPO is compared with, with Brax's details.
 *
 * <p>The squashing's Jacobian is the same under old and new policy and cancels in the ratio; it counts in the entropy.
 */
public final class GaussianPpo implements Surrogate {
    private static final double HALF_LOG_2PI = 0.5 * Math.log(2 * Math.PI);

    private final GaussianPolicy policy;
    private final PpoConfig config;
    private final ClipWidth clip;

    public GaussianPpo(GaussianPolicy policy, PpoConfig config) {
        this.policy = policy;
        this.config = config;
        clip = new ClipWidth(config.clip());
    }

    @Override
    public GaussianPolicy policy() {
        return policy;
    }

    @Override
    public ClipWidth clip() {
        return clip;
    }

    /** The noise at which the squashing's share of the entropy is estimated. */
    @Override
    public int drawSize() {
        return policy.actionSize();
    }

    @Override
    public void draw(RandomGenerator random, float[] out) {
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) random.nextGaussian();
        }
    }

    @Override
    public int statisticSize() {
        return 1;
    }

    /** log N(a; mean, std), and the entropy of tanh(a). */
    @Override
    public Evaluation evaluate(int worker, Tensor normalised, Tensor action, Tensor draws) {
        GaussianPolicy.Distribution pi = policy.distribution(worker, normalised);
        Tensor logStd = pi.std().log();
        Tensor fresh = torch.addcmul(pi.mean(), pi.std(), draws);
        Tensor entropy = logStd.add(new Scalar(0.5 + HALF_LOG_2PI)).add(Squash.logDet(fresh)).sum(1);
        return new Evaluation(pi.logDensity(action).unsqueeze(1), entropy, null);
    }

    /** −Σ [min(ρ·A, clip(ρ)·A) + cost·entropy]. */
    @Override
    public Loss loss(Evaluation now, Tensor old, Tensor advantage) {
        Tensor ratio = now.statistic().sub(old).exp();
        Tensor sum = ClippedObjective.loss(ratio, advantage, clip.now());
        Tensor entropy = now.entropy();
        if (entropy != null && config.entropyCost() > 0) {
            sum = sum.sub(entropy.sum(), new Scalar(config.entropyCost()));
        }
        return new Loss(sum, ratio, clip.now());
    }

    @Override
    public long productsPerStep() {
        return policy.network().productsPerRow();
    }
}
