package dev.advect.offpolicy.critic;

import java.util.List;
import java.util.Locale;

/**
 * A way to act that is made from a policy, in part by a critic's values of its actions.
 *
 * @param samples actions drawn for one decision
 * @param amount the factor of {@link Kind#NOISE}; of {@link Kind#ASCENT} and {@link Kind#RANDOM} how far actions are moved, as a
 *     distance over all components of a decision
 */
public record Steering(Kind kind, int samples, double amount) {
    public enum Kind {
        /** Actions as the policy draws them. */
        DRAWN,
        /** The mean of several actions. */
        MEAN,
        /** Actions from noise that is multiplied by a factor. */
        NOISE,
        /** The best of several by the critic. */
        BEST,
        /** Actions moved along the gradient of the critic's value, in five steps of equal length. */
        ASCENT,
        /** Actions moved in a random direction: what a move as long as that costs by itself. */
        RANDOM
    }

    /** Ways that together show what the critic adds to its policy. */
    public static final List<Steering> ALL = List.of(new Steering(Kind.DRAWN, 1, 0), new Steering(Kind.MEAN, 16, 0),
            new Steering(Kind.NOISE, 1, 0.5), new Steering(Kind.BEST, 4, 0), new Steering(Kind.BEST, 16, 0),
            new Steering(Kind.ASCENT, 1, 0.1), new Steering(Kind.ASCENT, 1, 0.3), new Steering(Kind.ASCENT, 1, 1),
            new Steering(Kind.RANDOM, 1, 0.3), new Steering(Kind.RANDOM, 1, 1));

    @Override
    public String toString() {
        return switch (kind) {
            case DRAWN -> "as drawn";
            case MEAN -> "mean of " + samples;
            case NOISE -> String.format(Locale.ROOT, "noise times %s", amount);
            case BEST -> "best of " + samples + " by the critic";
            case ASCENT -> String.format(Locale.ROOT, "moved by %s up the critic's gradient", amount);
            case RANDOM -> String.format(Locale.ROOT, "moved by %s at random", amount);
        };
    }
}
