package dev.advect.view.live;

import dev.advect.view.play.FixedActions;
import dev.advect.view.play.WatchedPolicy;

/**
 * A source of actions without a policy.
 *
 * @param rule how actions are chosen
 * @param actionSize the number of components of an action
 */
public record FixedSource(FixedActions.Rule rule, int actionSize) implements PolicySource {
    @Override
    public WatchedPolicy open(Choice choice) {
        return new FixedActions(rule, actionSize, FixedActions.random(0));
    }

    @Override
    public Choice first() {
        return Choice.of("");
    }
}
