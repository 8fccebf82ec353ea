package dev.advect.onpolicy.latent;

import dev.advect.onpolicy.ClipWidth;
import dev.advect.onpolicy.ClippedObjective;
import dev.advect.onpolicy.RolloutBuffer;
import dev.advect.onpolicy.Surrogate;
import dev.advect.policy.GaussianPolicy;
import dev.advect.policy.LatentPolicy;
import org.bytedeco.pytorch.Tensor;

import java.util.random.RandomGenerator;

/**
 * PPO's surrogate objective for an actor that chooses the noise of a frozen flow: z ~ N(μ(s), σ(s)²), a = flow(s, z). The
 * environment is the flow and the world behind it, and the actor's action is z, whose likelihood is that of a Gaussian.
 *
 * <p>As in DSRL (Wagenmaker et al. 2025, arXiv 2506.15799), which trains such an actor off-policy. The flow's weights are
 * never changed. Its deterministic action is the flow's at z = μ(s).
 */
public final class LatentPpo implements Surrogate {
    /** The number of unrolls whose latents are computed at once. */
    private static final int BLOCK = 64;

    private final LatentPolicy policy;
    private final LatentConfig config;
    private final ClipWidth clip;

    public LatentPpo(LatentPolicy policy, LatentConfig config) {
        this.policy = policy;
        this.config = config;
        clip = new ClipWidth(config.clip());
    }

    @Override
    public LatentPolicy policy() {
        return policy;
    }

    @Override
    public ClipWidth clip() {
        return clip;
    }

    // ---- with every action: the latent z from which the flow made it

    @Override
    public int drawSize() {
        return 0;
    }

    @Override
    public void draw(RandomGenerator random, float[] out) {
        // only the actor's noise is needed
    }

    @Override
    public boolean storesNoise() {
        return true;
    }

    /** Replaces the stored noise by the latents that it led to. */
    @Override
    public void complete(int worker, RolloutBuffer data, int first, int n) {
        data.replaceDraws(first, n, BLOCK, (observation, noise) -> policy.sampleLatent(worker, observation, noise));
    }

    @Override
    public boolean completesDraws() {
        return true;
    }

    // ---- log N(z; μ(s), σ(s)²)

    @Override
    public int statisticSize() {
        return 1;
    }

    /**
     * Computes the latents' log-likelihoods, and the entropies of their distributions.
     *
     * @param latent z, {@code [n, actionSize]}
     */
    @Override
    public Evaluation evaluate(int worker, Tensor normalised, Tensor action, Tensor latent) {
        GaussianPolicy.Distribution distribution = policy.latent(worker, normalised);
        Tensor entropy = distribution.entropy().sum(1);
        return new Evaluation(distribution.logDensity(latent).unsqueeze(1), entropy, null);
    }

    // ---- PPO's objective

    /** Computes −Σ [min(ρ·A, clip(ρ)·A) + cost·entropy]. */
    @Override
    public Loss loss(Evaluation now, Tensor old, Tensor advantage) {
        return ClippedObjective.withEntropyBonus(now, old, advantage, clip.current(), config.entropyCost());
    }

    @Override
    public long productsPerStep() {
        return policy.actorProductsPerRow();
    }
}
