package dev.advect.onpolicy;

/**
 * Generalised advantage estimation (Schulman et al. 2016) over one unroll, in the form used by Brax and FPO's public
 * reference implementation.
 *
 * <p>With δ_t = r_t + γ_t·V_{t+1} − V_t and γ_t = 0 where the episode terminated:
 * <pre>
 *   G_t = δ_t + γ_t·λ·G_{t+1}            value target  vs_t = V_t + G_t
 *   A_t = r_t + γ_t·vs_{t+1} − V_t       advantage
 * </pre>
 * A truncated step contributes no error: δ_t, A_t and everything propagated through it are zero, as V_{t+1} would be
 * the value of the next episode's first state. The step before it bootstraps from the truncated episode's last state,
 * so that a time limit is not mistaken for a termination.
 */
public final class Gae {
    private Gae() {}

    /**
     * Computes value targets and advantages of one unroll.
     *
     * @param offset the index of the unroll's first step in all arrays
     * @param steps T
     * @param reward scaled rewards
     * @param discount γ, or 0 if the step terminated its episode
     * @param truncated 1 if the episode was truncated at the step, else 0
     * @param value V of the observation before each step
     * @param bootstrap V of the observation after the last step
     * @param lambda λ
     * @param target filled with vs_t
     * @param advantage filled with A_t
     */
    public static void compute(int offset, int steps, float[] reward, float[] discount, float[] truncated, float[] value,
            float bootstrap, double lambda, float[] target, float[] advantage) {
        double accumulated = 0;
        double nextValue = bootstrap;
        double nextTarget = bootstrap;
        for (int t = offset + steps - 1; t >= offset; t--) {
            double mask = 1 - truncated[t];
            double delta = (reward[t] + discount[t] * nextValue - value[t]) * mask;
            accumulated = delta + discount[t] * lambda * mask * accumulated;
            target[t] = (float) (value[t] + accumulated);
            advantage[t] = (float) ((reward[t] + discount[t] * nextTarget - value[t]) * mask);
            nextValue = value[t];
            nextTarget = value[t] + accumulated;
        }
    }
}
