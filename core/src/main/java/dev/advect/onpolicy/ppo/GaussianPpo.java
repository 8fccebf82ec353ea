package dev.advect.onpolicy.ppo;

import dev.advect.flow.Squash;
import dev.advect.onpolicy.ClipWidth;
import dev.advect.onpolicy.ClippedObjective;
import dev.advect.onpolicy.Surrogate;
import dev.advect.policy.GaussianPolicy;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

import java.util.random.RandomGenerator;

/**
 * The surrogate objective of Proximal Policy Optimization (PPO, Schulman et al. 2017) with a tanh-squashed diagonal
 * Gaussian. It is the baseline for FPO and follows Brax in its details.
 *
 * <p>The Jacobian of tanh is the same under the old and the new policy and cancels in the ratio, but it does contribute
 * to the entropy.
 */
public final class GaussianPpo implements Surrogate {
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

    /** The noise at which the entropy of the squashed action is estimated. */
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

    /** Computes log N(a; mean, std), and an estimate of the entropy of tanh(a). */
    @Override
    public Evaluation evaluate(int worker, Tensor normalised, Tensor action, Tensor draws) {
        GaussianPolicy.Distribution pi = policy.distribution(worker, normalised);
        Tensor unsquashed = pi.entropy();
        Tensor fresh = torch.addcmul(pi.mean(), pi.std(), draws);
        Tensor entropy = unsquashed.add(Squash.logDet(fresh)).sum(1);
        return new Evaluation(pi.logDensity(action).unsqueeze(1), entropy, null);
    }

    /** Computes −Σ [min(ρ·A, clip(ρ)·A) + cost·entropy]. */
    @Override
    public Loss loss(Evaluation now, Tensor old, Tensor advantage) {
        return ClippedObjective.withEntropyBonus(now, old, advantage, clip.current(), config.entropyCost());
    }

    @Override
    public long productsPerStep() {
        return policy.network().productsPerRow();
    }
}
