package dev.advect.offpolicy;

import dev.advect.policy.Policy;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;

/**
 * Several actions of a policy for each of n observations.
 *
 * @param states the observations, each N times, {@code [n · N, observationSize]}
 * @param actions as the environment receives them, {@code [n · N, d]}
 * @param samples N
 */
public record Candidates(Tensor states, Tensor actions, int samples) {
    /**
     * Draws them.
     *
     * @param s normalised observations, {@code [n, observationSize]}
     * @param z standard normal noise, {@code [n, N · noiseSize]}
     */
    public static Candidates draw(Policy policy, int worker, Tensor s, Tensor z, int samples) {
        Tensor states = s.repeat_interleave(samples, new LongOptional(0), new LongOptional());
        Tensor noise = z.reshape(s.size(0) * samples, policy.noiseSize());
        return new Candidates(states, policy.toEnvironment(policy.act(worker, states, noise)), samples);
    }

    /** The actions of each observation, {@code [n, N, d]}. */
    public Tensor grouped() {
        return actions.view(actions.size(0) / samples, samples, actions.size(1));
    }

    /**
     * The action of the highest value for each observation, {@code [n, d]}.
     *
     * @param values of all actions, {@code [n · N]}
     */
    public Tensor best(Tensor values) {
        Tensor grouped = grouped();
        Tensor best = values.view(grouped.size(0), samples).argmax(new LongOptional(1), true);
        return grouped.gather(1, best.unsqueeze(2).expand(grouped.size(0), 1, grouped.size(2))).squeeze(1);
    }
}
