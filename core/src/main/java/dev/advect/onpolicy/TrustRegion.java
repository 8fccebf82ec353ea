package dev.advect.onpolicy;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** The way in which an objective keeps ratios near 1. */
public enum TrustRegion {
    /** PPO's clipping: min(ρ·A, clip(ρ, 1 ± c)·A). */
    CLIP {
        @Override
        public Tensor loss(Tensor ratio, Tensor advantage, double clip) {
            return ClippedObjective.loss(ratio, advantage, clip);
        }

        @Override
        public double objective(double ratio, double advantage, double clip) {
            return Math.min(ratio * advantage, Math.clamp(ratio, 1 - clip, 1 + clip) * advantage);
        }

        @Override
        public double slope(double ratio, double advantage, double clip) {
            return Math.clamp(ratio, 1 - clip, 1 + clip) * advantage < ratio * advantage ? 0 : advantage;
        }
    },
    /**
     * Simple Policy Optimization's penalty (Xie et al. 2024, arXiv 2401.16025): ρ·A − |A|/(2c)·(ρ − 1)², whose maximum
     * lies at the ratio 1 ± c, so that it pulls back larger deviations.
     */
    SPO {
        @Override
        public Tensor loss(Tensor ratio, Tensor advantage, double clip) {
            return penalized(ratio, advantage.unsqueeze(1), clip).mean(1).sum().neg();
        }

        @Override
        public double objective(double ratio, double advantage, double clip) {
            return ratio * advantage - Math.abs(advantage) * (ratio - 1) * (ratio - 1) / (2 * clip);
        }

        @Override
        public double slope(double ratio, double advantage, double clip) {
            return advantage - Math.abs(advantage) * (ratio - 1) / clip;
        }
    },
    /** FPO++'s asymmetric trust region (arXiv 2602.02481): CLIP where {@code A >= 0}, SPO where {@code A < 0}. */
    ASPO {
        @Override
        public Tensor loss(Tensor ratio, Tensor advantage, double clip) {
            Tensor a = advantage.unsqueeze(1);
            Tensor good = torch.relu(a);
            // for A ≥ 0 the minimum is ρ·A, capped at (1 + c)·A
            Tensor clipped = ratio.clamp_max(new Scalar(1 + clip)).mul(good);
            return clipped.add(penalized(ratio, a.sub(good), clip)).mean(1).sum().neg();
        }

        @Override
        public double objective(double ratio, double advantage, double clip) {
            return (advantage >= 0 ? CLIP : SPO).objective(ratio, advantage, clip);
        }

        @Override
        public double slope(double ratio, double advantage, double clip) {
            return (advantage >= 0 ? CLIP : SPO).slope(ratio, advantage, clip);
        }
    };

    private static Tensor penalized(Tensor ratio, Tensor a, double clip) {
        Tensor excess = ratio.sub(new Scalar(1)).square();
        return ratio.mul(a).sub(a.abs().mul(excess), new Scalar(1 / (2 * clip)));
    }

    /**
     * Computes the loss, which is −Σ_n mean_k of the objective.
     *
     * @param ratio ρ, {@code [n, k]}
     * @param advantage A, {@code [n]}
     * @param clip c
     * @return a scalar
     */
    public abstract Tensor loss(Tensor ratio, Tensor advantage, double clip);

    /** The objective J(ρ, A) of one ratio. */
    public abstract double objective(double ratio, double advantage, double clip);

    /** The derivative ∂J/∂ρ. */
    public abstract double slope(double ratio, double advantage, double clip);
}
