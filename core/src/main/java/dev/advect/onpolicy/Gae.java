package dev.advect.onpolicy;

/**
 * Generalised advantage estimation (Schulman et al. 2016) over one unroll, in the form of Brax and FPO's public
 * reference.
 *
 * <p>With δ_t = r_t + γ_t·V_{t+1} − V_t and γ_t = 0 where the episode terminated:
 * <pre>
 *   G_t = δ_t + γ_t·λ·G_{t+1}            value target  vs_t = V_t + G_t
 *   A_t = r_t + γ_t·vs_{t+1} − V_t       advantage
 * </pre>
 * A truncated step carries no error: δ_t, A_t and what would flow through it are zero, as V_{t+1} would be the value
 * of the next episode's first state. The step before it bootstraps from the truncated episode's last state, so that a
 * time limit is not mistaken for an end.
 */
public final class Gae {
    private Gae() {}

    /**
     * @param at index of the unroll's first step in all arrays but {@code bootstrap}
     * @param steps T
     * @param reward scaled rewards
     * @param discount γ, or 0 where the step terminated its episode
     * @param truncated 1 where the step was cut off, else 0
     * @param value V of the observations before each step
     * @param bootstrap V of the observation after the last step
     * @param target filled with vs_t
     * @param advantage filled with A_t
     */
    public static void compute(int at, int steps, float[] reward, float[] discount, float[] truncated, float[] value,
            float bootstrap, double lambda, float[] target, float[] advantage) {
        double carried = 0;
        double nextValue = bootstrap;
        double nextTarget = bootstrap;
        for (int t = at + steps - 1; t >= at; t--) {
            double keep = 1 - truncated[t];
            double delta = (reward[t] + discount[t] * nextValue - value[t]) * keep;
            carried = delta + discount[t] * lambda * keep * carried;
            target[t] = (float) (value[t] + carried);
            advantage[t] = (float) ((reward[t] + discount[t] * nextTarget - value[t]) * keep);
            nextValue = value[t];
            nextTarget = value[t] + carried;
        }
    }
}
