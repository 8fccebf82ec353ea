package dev.advect.app.view;

import dev.advect.view.play.FixedActions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

import static dev.advect.config.InvalidValueException.throwIf;

/** The options that say who acts where no policy does. */
final class NoPolicyOptions {
    @Option(names = "--actions", paramLabel = "KIND",
            description = "Without a policy: random actions, zero, or hold, a random one that is held for an episode. Default: random.")
    private @Nullable String actions;

    @Option(names = "--expert", description = "Without a policy: the environment's scripted expert acts.")
    private boolean expert;

    /**
     * Rejects the options if they contradict each other, or are not for what is shown.
     *
     * @param without whether an environment is shown without a policy
     */
    void check(boolean without) {
        throwIf(!without && (expert || actions != null), "--expert and --actions are for --env=NAME without a policy");
        throwIf(expert && actions != null, "--expert and --actions exclude each other");
    }

    /** Whether the environment's expert acts. */
    boolean expert() {
        return expert;
    }

    /** How actions are chosen otherwise. */
    FixedActions.Rule rule() {
        return FixedActions.Rule.of(actions == null ? "random" : actions);
    }
}
