package dev.advect.onpolicy;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;

/** PPO's clipped surrogate objective (Schulman et al. 2017, equation 7), for any kind of ratio. */
public final class ClippedObjective {
    private ClippedObjective() {}

    /**
     * Computes the loss −Σ_n mean_k min(ρ·A, clip(ρ, 1 ± c)·A).
     *
     * @param ratio ρ, {@code [n, k]}
     * @param advantage A, {@code [n]}
     * @param clip c
     * @return a scalar
     */
    public static Tensor loss(Tensor ratio, Tensor advantage, double clip) {
        return lossPerRatio(ratio, advantage.unsqueeze(1), clip);
    }

    /**
     * Computes PPO's whole loss from log-likelihoods, −Σ_n [min(ρ·A, clip(ρ, 1 ± c)·A) + cost·entropy].
     *
     * @param now the evaluation under the current policy
     * @param old log-likelihoods under the old one, {@code [n, 1]}
     * @param advantage A, {@code [n]}
     * @param clip c
     * @param entropyCost the weight of the entropy
     */
    public static Surrogate.Loss withEntropyBonus(
            Surrogate.Evaluation now, Tensor old, Tensor advantage, double clip, double entropyCost) {
        Tensor ratio = LikelihoodRatio.of(now.statistic(), old, 0);
        return new Surrogate.Loss(now.withEntropyBonus(loss(ratio, advantage, clip), entropyCost), ratio);
    }

    /**
     * Computes the loss with a separate advantage for each ratio.
     *
     * @param ratio ρ, {@code [n, k]}
     * @param a A, {@code [n, k]} or {@code [n, 1]}
     * @param clip c
     * @return a scalar
     */
    public static Tensor lossPerRatio(Tensor ratio, Tensor a, double clip) {
        Tensor clipped = ratio.clamp(new ScalarOptional(new Scalar(1 - clip)), new ScalarOptional(new Scalar(1 + clip)));
        return ratio.mul(a).minimum(clipped.mul(a)).mean(1).sum().neg();
    }
}
