package dev.advect.experiments.humanoid;

import dev.advect.envs.humanoid.HumanoidBody;
import org.jspecify.annotations.Nullable;

import java.util.Locale;

/**
 * How well one policy tracks one motion, on average over episodes that begin at the motion's first frame.
 *
 * @param goal what the policy was told: {@code all}, {@code root-hands} or {@code root}
 * @param algo the algorithm, or the baseline {@code still} or {@code open-loop}
 * @param seed the seed of the training run
 * @param steps the environment steps of the training run; 0 for a baseline
 * @param actions {@code stochastic} or {@code deterministic}
 * @param clip the motion
 * @param episodes the number of episodes
 * @param success the share of episodes in which the bodies' mean distance never exceeded 0.5 m
 * @param strictSuccess the share of episodes in which no body was ever more than 0.25 m away
 * @param alive the time until the mean distance exceeded 0.5 m or the motion ended, s
 * @param strictAlive the time until a body was more than 0.25 m away or the motion ended, s
 * @param error the mean distance of all bodies while alive by the first rule, mm
 * @param goalError the mean distance of the bodies whose targets the policy was told, mm
 * @param reward the mean reward of a step while alive by the first rule
 * @param modes which of the motions that the pelvis does not tell apart was performed; null if the motion has no such look-alikes,
 *     and in rows of older versions
 * @param body {@code lite} or {@code full}; null in rows of older versions, which are all of {@code lite}
 */
public record TrackingRow(String goal, String algo, long seed, long steps, String actions, String clip, int episodes,
        double success, double strictSuccess, double alive, double strictAlive, double error, double goalError, double reward,
        @Nullable Modes modes, @Nullable String body) {

    /** The name of a body in rows. */
    static String name(HumanoidBody body) {
        return body.name().toLowerCase(Locale.ROOT);
    }

    /** Whether the policy had the given body. */
    boolean isOf(HumanoidBody wanted) {
        return (body == null ? name(HumanoidBody.LITE) : body).equals(name(wanted));
    }
}
