package dev.advect.onpolicy;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;

/** PPO's clipped surrogate (Schulman et al. 2017, equation 7), for any ratio. */
public final class ClippedObjective {
    private ClippedObjective() {}

    /**
     * −Σ_n mean_k min(ρ·A, clip(ρ, 1 ± c)·A).
     *
     * @param ratio ρ, {@code [n, k]}
     * @param advantage A, {@code [n]}
     * @return a scalar
     */
    public static Tensor loss(Tensor ratio, Tensor advantage, double clip) {
        return each(ratio, advantage.unsqueeze(1), clip);
    }

    /** The same with an advantage for every ratio, {@code [n, k]}. */
    public static Tensor each(Tensor ratio, Tensor a, double clip) {
        Tensor clipped = ratio.clamp(new ScalarOptional(new Scalar(1 - clip)), new ScalarOptional(new Scalar(1 + clip)));
        return ratio.mul(a).minimum(clipped.mul(a)).mean(1).sum().neg();
    }
}
